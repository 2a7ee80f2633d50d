"""The tables as first made."""

import django.db.models.deletion
from django.db import migrations, models

from withhold.model import limits


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("agency_id", models.CharField(max_length=limits.IDENTIFIER, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=limits.NAME)),
                ("address", models.CharField(max_length=limits.ADDRESS)),
                ("safeguards_good", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Batch",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("agency", models.CharField(db_index=True, max_length=limits.IDENTIFIER)),
                ("signer", models.CharField(max_length=limits.IDENTIFIER)),
                ("filed_at", models.DateTimeField()),
                ("rows", models.PositiveBigIntegerField()),
                ("returned", models.PositiveBigIntegerField()),
                ("refused", models.PositiveBigIntegerField()),
                ("docketed", models.PositiveBigIntegerField()),
                ("evidence_path", models.CharField(max_length=200)),
                ("evidence_digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("batch", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("path", models.CharField(max_length=200)),
                ("count", models.PositiveBigIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="LogState",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("checkpoint", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                ("person_id", models.CharField(max_length=limits.IDENTIFIER, primary_key=True, serialize=False)),
                ("role", models.CharField(db_index=True, max_length=40)),
                ("agency", models.CharField(db_index=True, max_length=limits.IDENTIFIER)),
                ("office", models.CharField(max_length=limits.IDENTIFIER)),
                ("name", models.CharField(max_length=limits.NAME)),
                ("title", models.CharField(max_length=limits.NAME)),
                ("address", models.CharField(max_length=limits.ADDRESS)),
                ("keys", models.JSONField(default=dict)),
                ("valid_from", models.DateField(null=True)),
                ("valid_until", models.DateField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="CaseIndex",
            fields=[
                ("case_id", models.CharField(max_length=limits.IDENTIFIER, primary_key=True, serialize=False)),
                ("state", models.CharField(db_index=True, max_length=20)),
                ("version", models.PositiveIntegerField()),
                ("agency", models.CharField(max_length=limits.IDENTIFIER)),
                ("official", models.CharField(max_length=limits.IDENTIFIER)),
                ("signer", models.CharField(max_length=limits.IDENTIFIER)),
                ("batch", models.CharField(max_length=64)),
                ("row", models.PositiveBigIntegerField()),
                ("request_ref", models.CharField(max_length=limits.REQUEST_REF)),
                ("subject", models.BinaryField(max_length=32)),
                ("matter", models.BinaryField(max_length=32)),
                ("received_at", models.DateTimeField()),
                ("docketed_at", models.DateTimeField(null=True)),
                ("retrieved_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["state", "docketed_at"], name="docket_order"),
                    models.Index(fields=["agency", "official", "state"], name="open_matters"),
                    models.Index(fields=["agency", "state"], name="agency_in_state"),
                    models.Index(fields=["official", "state"], name="official_in_state"),
                    models.Index(fields=["agency", "received_at"], name="taken_in"),
                    models.Index(fields=["subject"], name="by_subject"),
                    models.Index(fields=["agency", "matter"], name="by_matter"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "request_ref", "batch"), name="one_ref_per_batch")
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("stream", models.CharField(max_length=160)),
                ("version", models.PositiveIntegerField()),
                ("kind", models.PositiveSmallIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("actor", models.CharField(max_length=limits.IDENTIFIER)),
                ("role", models.CharField(max_length=40)),
                ("payload", models.BinaryField()),
                ("opening", models.BinaryField()),
                ("leaf", models.BinaryField(max_length=70)),
                ("tag", models.BinaryField(max_length=32, unique=True)),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "actor", "recorded_at"], name="done_by")],
                "constraints": [models.UniqueConstraint(fields=("stream", "version"), name="one_event_per_version")],
            },
        ),
        migrations.CreateModel(
            name="IdentityAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.BinaryField(max_length=32)),
                ("official", models.CharField(max_length=limits.IDENTIFIER)),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["subject", "at"], name="attempts_on_subject"),
                    models.Index(fields=["official", "at"], name="attempts_by_official"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Passkey",
            fields=[
                ("credential_id", models.CharField(max_length=limits.CREDENTIAL_ID, primary_key=True, serialize=False)),
                ("public_key", models.TextField()),
                ("user_handle", models.TextField()),
                ("aaguid", models.CharField(max_length=40)),
                ("sign_count", models.BigIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="passkeys", to="records.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PatternUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.CharField(max_length=limits.IDENTIFIER)),
                ("pattern", models.CharField(max_length=60)),
                ("key", models.BinaryField(max_length=32)),
                ("day", models.DateField()),
                ("people", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("agency", "pattern", "key", "day"), name="one_use_per_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="Stay",
            fields=[
                ("stay_id", models.CharField(max_length=limits.IDENTIFIER, primary_key=True, serialize=False)),
                ("scope", models.CharField(max_length=20)),
                ("value", models.CharField(max_length=limits.STAY_VALUE)),
                ("placed_at", models.DateTimeField()),
                ("proposed_by", models.CharField(default="", max_length=limits.IDENTIFIER)),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["scope", "value", "lifted_at"], name="stays_in_force")],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("first", models.BigIntegerField(null=True, unique=True)),
                (
                    "block",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="entry", to="records.block"
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="entry", to="records.event"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("event__isnull", True), ("block__isnull", True), _connector="XOR"),
                        name="event_or_block",
                    )
                ],
            },
        ),
    ]
