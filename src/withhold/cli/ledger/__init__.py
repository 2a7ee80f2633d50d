"""Commands about the ledger, for anyone."""
