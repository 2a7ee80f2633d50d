"""The commands. Each reads its arguments, calls one use case, and prints the result."""
