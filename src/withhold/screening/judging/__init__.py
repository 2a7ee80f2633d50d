"""Check rows against the elements of a pack: deficiencies and the summary."""
