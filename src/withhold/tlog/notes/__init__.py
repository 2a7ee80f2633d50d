"""Signed texts: notes, verifier keys, checkpoints and cosignatures (C2SP signed-note, tlog-checkpoint)."""
