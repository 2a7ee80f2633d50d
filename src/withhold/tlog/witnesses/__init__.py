"""Asking witnesses to cosign a checkpoint, and the checks of a witness (C2SP tlog-witness)."""
