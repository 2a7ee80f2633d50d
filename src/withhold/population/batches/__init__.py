"""Synthetic batches whose truth is known by construction."""
