"""The canonical frame, from which the elements of a pack read."""
