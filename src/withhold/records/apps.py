"""The Django application that holds the records."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """Records of the custodian's house."""

    name = "withhold.records"
    label = "records"
