"""Reads and writes the tables for look-ups, which are derived from events."""
