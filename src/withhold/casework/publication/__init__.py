"""Publishing the ledger: intervals, checkpoints, cosignatures, the log's keys, and proofs from the log."""
