"""The audit: recomputes everything from the records and compares it with the ledger."""
