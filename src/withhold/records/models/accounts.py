"""Sessions, answered challenges, codes for registering passkeys, and files that are being uploaded."""

from django.db import models

from withhold.model.identifiers import AgencyId, BatchDigest, PersonId
from withhold.model.limits import IDENTIFIER


class Session(models.Model):
    """A session of a person who is signed in. `token` is the SHA-256, in hex, of the token in their browser.

    `proof` is an HMAC over token, person and beginning, under a key that is not in the database. A row that somebody
    inserts is no session.
    """

    token = models.CharField(max_length=64, primary_key=True)
    proof = models.CharField(max_length=64)
    person: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=IDENTIFIER, db_index=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        """Read by key. Ended by key or by person."""

        app_label = "records"


class UsedChallenge(models.Model):
    """A challenge that was answered. The row is never removed, so that a challenge cannot be answered twice."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField()

    class Meta:
        """Read by key."""

        app_label = "records"


class Enrollment(models.Model):
    """A code for registering passkeys. `code` is its SHA-256 in hex. It can still register `left` passkeys."""

    code = models.CharField(max_length=64, primary_key=True)
    person: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=IDENTIFIER)
    until = models.DateTimeField()
    left = models.PositiveSmallIntegerField()

    class Meta:
        """Read by key."""

        app_label = "records"


class Upload(models.Model):
    """A file that is being uploaded, or waits to be filed.

    `received` is the number of bytes on disk. When all of them are, the file is read, and `digest`, `rows` and `root`
    are set: see `model.batch_statement`. `signature` is the signer's
    signature, and "" before they sign. `corrects` names the returned row that the file corrects. The current stage has
    done `done` of `total`. `attempts` is how often a worker started to file it.
    """

    upload_id = models.CharField(max_length=32, primary_key=True)
    agency: "models.CharField[AgencyId, AgencyId]" = models.CharField(max_length=IDENTIFIER)
    signer: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=IDENTIFIER)
    suffix = models.CharField(max_length=16)
    size = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    digest: "models.CharField[BatchDigest, BatchDigest]" = models.CharField(max_length=64, default="")
    rows = models.PositiveBigIntegerField(default=0)
    root = models.CharField(max_length=64, default="")
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
