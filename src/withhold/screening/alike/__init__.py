"""Find texts that are nearly the same: exactly in small groups, by MinHash in a whole file."""
