"""Coverage-guided fuzzing of the readers: see ``targets`` for what must hold, ``__main__`` for how it is run."""
