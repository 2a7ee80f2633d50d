"""Elements that show only in a batch as a whole."""
