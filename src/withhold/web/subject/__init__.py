"""Pages for the record subject."""
