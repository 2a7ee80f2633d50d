"""Elements that depend on a whole batch, not on one request alone."""
