"""Persistence on Django's ORM: events, projections, the pending ledger, register adapters. SQLite or PostgreSQL."""

import os

import django
from django.apps import apps

# Django imports and runs the module that the environment names. It must be ours, whatever the environment says.
os.environ["DJANGO_SETTINGS_MODULE"] = "withhold.records.settings"
if not (apps.ready or apps.loading):
    # Models cannot be imported before Django is set up, and every module of this package needs them.
    django.setup()
