"""Use cases: authorize, load, decide, append. What a person may do to a case, with every check in one place."""
