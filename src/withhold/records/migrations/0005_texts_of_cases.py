from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_pattern_sketches"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseindex",
            name="text",
            field=models.BinaryField(default=b"", max_length=16),
        ),
        migrations.AddIndex(
            model_name="caseindex",
            index=models.Index(fields=["agency", "text"], name="by_text"),
        ),
    ]
