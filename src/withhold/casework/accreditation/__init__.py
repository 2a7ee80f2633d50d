"""Accrediting, changing and revoking: who may ask and who may decide."""
