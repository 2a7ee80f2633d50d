"""A witness: cosigns the checkpoints of logs that it knows, each only if it extends what was cosigned before.

It is run by someone other than the log's custodian. It needs no home, no records and nothing personal: a key, a small
database of its own, and the verifier keys of the logs it knows.
"""
