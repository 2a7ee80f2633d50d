"""Write, read and verify transparency logs.

README.md describes the library and has an example. It implements the tree of RFC 6962 and the C2SP formats for tiles,
notes, checkpoints, cosignatures and proofs. It imports only the standard library. The caller passes in functions that
sign and check signatures, and the time of what it signs.
"""
