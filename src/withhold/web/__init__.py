"""What withhold serves over HTTP."""
