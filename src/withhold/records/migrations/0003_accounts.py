from django.db import migrations, models

from withhold.model import limits


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="UsedKey",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("person", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Enrollment",
            fields=[
                ("code", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("person", models.CharField(max_length=limits.IDENTIFIER)),
                ("until", models.DateTimeField()),
                ("left", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case_id", models.CharField(max_length=limits.IDENTIFIER)),
                ("reviewer", models.CharField(max_length=limits.IDENTIFIER)),
                ("role", models.CharField(max_length=40)),
                ("approved", models.BooleanField()),
                ("seconds", models.PositiveIntegerField()),
                ("decided_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                ("token", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("person", models.CharField(db_index=True, max_length=limits.IDENTIFIER)),
                ("begun_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("upload_id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("agency", models.CharField(max_length=limits.IDENTIFIER)),
                ("signer", models.CharField(max_length=limits.IDENTIFIER)),
                ("suffix", models.CharField(max_length=16)),
                ("size", models.PositiveBigIntegerField()),
                ("received", models.PositiveBigIntegerField(default=0)),
                ("digest", models.CharField(default="", max_length=64)),
                ("signature", models.TextField(default="")),
                ("corrects", models.CharField(default="", max_length=limits.IDENTIFIER)),
                ("state", models.CharField(max_length=12)),
                ("stage", models.CharField(default="", max_length=40)),
                ("done", models.PositiveBigIntegerField(default=0)),
                ("total", models.PositiveBigIntegerField(default=0)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("problem", models.TextField(default="")),
                ("begun_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="UsedChallenge",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("until", models.DateTimeField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="caseindex",
            name="docket_order",
        ),
        migrations.AddField(
            model_name="batch",
            name="purposes",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="caseindex",
            name="keys",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="caseindex",
            name="purpose",
            field=models.CharField(default="", max_length=20),
        ),
        migrations.AddIndex(
            model_name="caseindex",
            index=models.Index(fields=["state", "docketed_at", "batch", "row"], name="docket_order"),
        ),
        migrations.AddIndex(
            model_name="caseindex",
            index=models.Index(fields=["signer", "received_at"], name="cases_of_signer"),
        ),
        migrations.AddIndex(
            model_name="caseindex",
            index=models.Index(fields=["official", "received_at"], name="cases_of_official"),
        ),
        migrations.AddIndex(
            model_name="caseindex",
            index=models.Index(fields=["batch", "row"], name="cases_of_batch"),
        ),
        migrations.AddIndex(
            model_name="caseindex",
            index=models.Index(fields=["received_at", "batch", "row"], name="cases_in_time"),
        ),
        migrations.AddIndex(
            model_name="caseindex",
            index=models.Index(fields=["retrieved_at"], name="cases_retrieved"),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["recorded_at", "kind"], name="happened_at"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(fields=("case_id", "reviewer"), name="one_review_each"),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["signer", "begun_at"], name="uploads_of"),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["state", "begun_at"], name="uploads_in_order"),
        ),
    ]
