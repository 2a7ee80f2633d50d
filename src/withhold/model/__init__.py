"""Value types, commands, events, the case fold and errors. Standard library only; no clock, no randomness."""
