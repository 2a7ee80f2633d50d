"""Events, their order, and the place the log is written to."""
