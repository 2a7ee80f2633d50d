"""What this product puts on a transparency log: leaves, accounting codes that find them, and counts of them.

Imports only the standard library, `withhold.tlog` and `withhold.model`.
"""
