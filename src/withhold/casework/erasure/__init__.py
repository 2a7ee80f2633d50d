"""Erasing a batch when its retention period ends."""
