"""Makes an instance, opens one, and puts the application context together."""
