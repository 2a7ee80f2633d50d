"""Signing in with passkeys, registering them, and recording to whom each key belongs."""
