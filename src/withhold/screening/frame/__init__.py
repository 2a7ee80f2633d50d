"""The canonical frame: what the elements of a pack see, built once."""
