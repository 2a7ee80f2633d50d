"""Events, their order, and the place that the log is written to."""
