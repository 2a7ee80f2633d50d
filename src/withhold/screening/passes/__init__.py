"""Screening a batch of any size: chunks, worker processes, spilled work and counting."""
