"""A case: the request, commands, events, permissions and the fold."""
