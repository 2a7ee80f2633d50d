"""Stays: what a stay covers, how one person places it, and how two people lift it."""
