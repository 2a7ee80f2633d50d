"""CSV: records, quoting, and the place of a fault."""
