"""Workbooks, and the process of its own in which the parsers of XLSX and Parquet run."""
