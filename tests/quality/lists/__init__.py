"""The lists that the labelled sets are made of, all written by hand."""
