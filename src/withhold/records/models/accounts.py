"""Who is signed in, who may register passkeys, and files on their way in. Kept only as long as they serve."""

from django.db import models

from withhold.model.limits import IDENTIFIER


class Session(models.Model):
    """Somebody signed in. Known by the hex SHA-256 of the token that their browser holds."""

    token = models.CharField(max_length=64, primary_key=True)
    person = models.CharField(max_length=IDENTIFIER, db_index=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        """Read by key; ended by person."""

        app_label = "records"


class UsedChallenge(models.Model):
    """A challenge that was answered: none is answered twice, whatever the clock says later."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField()

    class Meta:
        """Read by key."""

        app_label = "records"


class Enrollment(models.Model):
    """A code to register passkeys with, known by its hex SHA-256; `left` is how many it still serves for."""

    code = models.CharField(max_length=64, primary_key=True)
    person = models.CharField(max_length=IDENTIFIER)
    until = models.DateTimeField()
    left = models.PositiveSmallIntegerField()

    class Meta:
        """Read by key."""

        app_label = "records"


class Upload(models.Model):
    """A file on its way in. `received` counts bytes that are on the disk; `digest` is set once all are.

    `signature` is what the signer signed, "" before; `corrects` names the row that went back and that it sets right;
    `done` of `total` of the stage that is under way; `attempts` counts how often a worker began to take it in.
    """

    upload_id = models.CharField(max_length=32, primary_key=True)
    agency = models.CharField(max_length=IDENTIFIER)
    signer = models.CharField(max_length=IDENTIFIER)
    suffix = models.CharField(max_length=16)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    signature = models.TextField(default="")
    corrects = models.CharField(max_length=IDENTIFIER, default="")
    state = models.CharField(max_length=12)
    stage = models.CharField(max_length=40, default="")
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.TextField(default="")
    begun_at = models.DateTimeField()

    class Meta:
        """Found by signer, and by state in order of arrival."""

        app_label = "records"
        indexes = (
            models.Index(fields=["signer", "begun_at"], name="uploads_of"),
            models.Index(fields=["state", "begun_at"], name="uploads_in_order"),
        )
