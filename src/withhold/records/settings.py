"""Django's settings. Databases are added per home when it is opened (see `database`): no global default exists."""

SECRET_KEY = "records-use-no-signing"  # noqa: S105 - nothing here signs or hashes with it; the pages bring their own
INSTALLED_APPS = ["withhold.records.apps.RecordsConfig"]
DATABASES: dict[str, dict[str, object]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
