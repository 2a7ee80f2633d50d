"""Confirming one person: canonical forms, the Register protocol, corroboration. Standard library only."""
