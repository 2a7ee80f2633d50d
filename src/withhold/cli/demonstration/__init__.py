"""The demonstration: the whole way of a request about synthetic people, through the same code as in any instance."""
