"""Elements about who asks, for whom, and what stands against it."""
