"""Receives a signed batch or a single request, up to the docket."""
