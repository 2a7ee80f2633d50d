"""Judging rows by the elements of a pack: deficiencies, cures and the summary."""
