"""Formats whose parsers run in a process of their own: XLSX workbooks, with what a sheet marks."""
