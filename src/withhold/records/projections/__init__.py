"""Tables derived from events, for look-ups."""
