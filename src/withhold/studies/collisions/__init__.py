"""Computes how many people share a key with others, for example their name, by a formula and by counting people."""
