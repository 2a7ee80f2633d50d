"""The Django application of the records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The configuration of the application `records`."""

    name = "withhold.records"
    label = "records"
