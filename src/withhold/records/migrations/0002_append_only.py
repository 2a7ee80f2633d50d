"""The events table rejects UPDATE and DELETE (and TRUNCATE on PostgreSQL) in the database itself."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    "CREATE TRIGGER records_event_no_update BEFORE UPDATE ON records_event "
    "BEGIN SELECT RAISE(ABORT, 'the accounting is append-only'); END",
    "CREATE TRIGGER records_event_no_delete BEFORE DELETE ON records_event "
    "BEGIN SELECT RAISE(ABORT, 'the accounting is append-only'); END",
)
POSTGRESQL = (
    "CREATE FUNCTION records_event_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the accounting is append-only'; END $$",
    "CREATE TRIGGER records_event_no_change BEFORE UPDATE OR DELETE ON records_event "
    "FOR EACH ROW EXECUTE FUNCTION records_event_append_only()",
    "CREATE TRIGGER records_event_no_truncate BEFORE TRUNCATE ON records_event "
    "FOR EACH STATEMENT EXECUTE FUNCTION records_event_append_only()",
)


def protect(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("records", "0001_tables")]
    # There is no way back: an accounting that could be unprotected by a command would not be one.
    operations = [migrations.RunPython(protect)]
