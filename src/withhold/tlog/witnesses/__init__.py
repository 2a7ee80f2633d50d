"""Asking witnesses to cosign a checkpoint, and what a witness checks (C2SP tlog-witness)."""
