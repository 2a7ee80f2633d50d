from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0008_contents"),
    ]

    operations = [
        migrations.AddField(model_name="caseindex", name="counts_person", field=models.BooleanField(default=False)),
        migrations.RemoveConstraint(model_name="caseindex", name="one_ref_per_batch"),
        migrations.AddConstraint(
            model_name="caseindex",
            constraint=models.UniqueConstraint(
                fields=("agency", "request_ref", "batch"),
                name="one_ref_per_batch",
                condition=models.Q(("request_ref", ""), _negated=True),
            ),
        ),
    ]
