"""A transparency log: RFC 6962 tree, C2SP tiles, notes, checkpoints, cosignatures and proofs.

Standard library only. Signatures are made and checked by callables passed in; time and randomness are arguments.
"""
