"""Writes the labeled set of tests/quality/independent, once: afterwards its CSV files are the truth, mended by hand."""
