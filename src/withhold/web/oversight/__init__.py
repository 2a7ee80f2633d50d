"""Pages for the inspector: figures, signs, and any case from first to last."""
