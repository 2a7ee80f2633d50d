"""Stays: what one covers, placing one, and lifting it with two people."""
