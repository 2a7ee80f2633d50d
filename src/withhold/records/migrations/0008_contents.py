"""Events get a content, apart from the payload. The events before this have another format, which nothing reads."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from withhold.model.errors import Code, Unreadable


def refuse_format_1(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if apps.get_model("records", "Event").objects.using(schema_editor.connection.alias).exists():
        raise Unreadable(Code.INSTANCE_ANOTHER_FORMAT, file="records")


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0007_signed_rows"),
    ]

    operations = [
        migrations.RunPython(refuse_format_1),
        migrations.AddField(model_name="event", name="content", field=models.BinaryField(null=True)),
    ]
