"""Tries each policy on populations whose truth is known, and counts what it would have disclosed wrongly."""
