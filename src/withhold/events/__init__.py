"""How a domain event becomes an entry: canonical JSON, the write that records it, and its keys and tags."""
