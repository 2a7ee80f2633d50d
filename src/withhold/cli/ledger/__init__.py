"""Commands about the ledger. Some need an instance, and some only a copy of the log."""
