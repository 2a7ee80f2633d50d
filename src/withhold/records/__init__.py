"""Persistence on Django's ORM: events, projections, the pending ledger, register adapters. SQLite or PostgreSQL."""

import os

import django
from django.apps import apps

# Whatever the environment names would be imported and run. Only our own settings are.
os.environ["DJANGO_SETTINGS_MODULE"] = "withhold.records.settings"
if not (apps.ready or apps.loading):
    # Models cannot be imported before Django is set up, and every module of this room needs them.
    django.setup()
