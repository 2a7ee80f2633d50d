"""The commands. Each reads its arguments, calls one use case, and says what happened."""
