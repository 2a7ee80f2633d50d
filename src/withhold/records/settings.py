"""Django's settings. `database` adds the database of an instance when it is opened. There is no default database."""

SECRET_KEY = "records-use-no-signing"  # noqa: S105 - nothing here signs or hashes with it. The pages have their own.
INSTALLED_APPS = ["withhold.records.apps.RecordsConfig"]
DATABASES: dict[str, dict[str, object]] = {}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
