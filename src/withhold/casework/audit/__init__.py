"""The audit: everything recomputed from the records and compared with the ledger."""
