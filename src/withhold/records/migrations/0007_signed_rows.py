from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_refilings"),
    ]

    operations = [
        migrations.AddField("upload", "rows", models.PositiveBigIntegerField(default=0)),
        migrations.AddField("upload", "root", models.CharField(default="", max_length=64)),
    ]
