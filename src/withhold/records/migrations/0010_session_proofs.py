from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0009_erased_cases"),
    ]

    operations = [
        migrations.AddField("session", "proof", models.CharField(default="", max_length=64), preserve_default=False),
    ]
