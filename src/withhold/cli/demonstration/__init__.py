"""The demonstration: the whole way of a request, on synthetic people, through the same code as any other home."""
