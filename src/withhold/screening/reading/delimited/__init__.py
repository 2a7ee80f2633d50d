"""CSV: records, quoting, and where a fault is."""
