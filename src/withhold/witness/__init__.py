"""A witness cosigns the checkpoints of logs that it knows, each only if it extends the one that it cosigned before.

Somebody other than the log's custodian runs it. It needs a key, a small database of its own, and the verifier keys of
the logs it knows. It needs no instance and no records, and it never receives personal data.
"""
