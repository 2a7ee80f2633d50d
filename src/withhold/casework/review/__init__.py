"""Reviewing a case: the docket, identity, the dossier, and two blind determinations."""
