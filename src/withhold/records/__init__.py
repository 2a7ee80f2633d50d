"""Persistence on Django's ORM: events, projections, the pending ledger, register adapters. SQLite or PostgreSQL."""
