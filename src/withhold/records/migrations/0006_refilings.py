from django.db import migrations, models

from withhold.model import limits


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0005_texts_of_cases"),
    ]

    operations = [
        migrations.CreateModel(
            name="Refiling",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("corrected", models.CharField(max_length=limits.IDENTIFIER)),
                ("element", models.CharField(max_length=60)),
                ("agency", models.CharField(max_length=limits.IDENTIFIER)),
                ("returned_at", models.DateTimeField(db_index=True)),
                ("change", models.CharField(default="", max_length=20)),
            ],
        ),
        migrations.AddConstraint(
            model_name="refiling",
            constraint=models.UniqueConstraint(fields=("corrected", "element"), name="one_refiling_per_element"),
        ),
    ]
