"""Signing in with passkeys, registering them, and whose key is whose."""
