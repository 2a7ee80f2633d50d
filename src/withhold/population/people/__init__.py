"""Synthetic people, their households, names, addresses and register."""
