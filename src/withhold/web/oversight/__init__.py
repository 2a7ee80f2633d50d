"""Pages for the inspector: figures, indicators, and every case with all of its steps."""
