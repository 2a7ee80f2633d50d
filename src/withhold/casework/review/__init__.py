"""Deciding a case: the docket, the dossier, identity, and two blind determinations."""
