"""Synthetic people, a register of them, and batches about them whose truth is known by construction."""

from withhold.population.batches.batch import make_sample
from withhold.population.batches.sample import Sample

__all__ = ["Sample", "make_sample"]
