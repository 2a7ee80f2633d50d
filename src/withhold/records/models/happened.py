"""Events and their positions in the ledger."""

from django.db import models

from withhold.model.identifiers import BatchDigest, PersonId
from withhold.model.limits import IDENTIFIER


class Event(models.Model):
    """One event. A trigger in both databases rejects UPDATE and DELETE. The audit finds changes that evade it.

    `payload`, `content` and `opening` are encrypted at rest. Payload and opening are permanent. The content of a case
    ends with the data key of its batch. `leaf` is the 70 bytes that go on the ledger. `tag` is the 32 of them by which
    the record subject can find the entry.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=160)
    version = models.PositiveIntegerField()
    kind = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    actor: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=IDENTIFIER)
    role = models.CharField(max_length=40)
    payload = models.BinaryField()
    content = models.BinaryField(null=True)
    opening = models.BinaryField()
    leaf = models.BinaryField(max_length=70)
    tag = models.BinaryField(max_length=32, unique=True)

    class Meta:
        """Only one event of a stream can have a version, so two processes cannot both append the same one."""

        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["stream", "version"], name="one_event_per_version"),)
        indexes = (
            models.Index(fields=["kind", "actor", "recorded_at"], name="done_by"),
            models.Index(fields=["recorded_at", "kind"], name="happened_at"),
        )


class Block(models.Model):
    """The row leaves of one batch, which are in a file. A batch can have a million of them, too many for rows here.

    `path` is relative to the instance's directory. `digest` is the SHA-256, in hex, of the file of `count` leaves.
    """

    batch: "models.CharField[BatchDigest, BatchDigest]" = models.CharField(max_length=64, primary_key=True)
    path = models.CharField(max_length=200)
    count = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        """Read by key."""

        app_label = "records"


class Entry(models.Model):
    """The leaf of one event, or a block of leaves, that has a position in the ledger or waits for one.

    `first` is the position of its first leaf, and null until it is sequenced. Rows are sequenced in order of `id`. For
    example, a block of 100 leaves with `first` 40 has the positions 40 to 139.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.OneToOneField(Event, null=True, on_delete=models.PROTECT, related_name="entry")
    block = models.OneToOneField(Block, null=True, on_delete=models.PROTECT, related_name="entry")
    first = models.BigIntegerField(null=True, unique=True)

    class Meta:
        """An entry has either an event or a block."""

        app_label = "records"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(event__isnull=True) ^ models.Q(block__isnull=True), name="event_or_block"
            ),
        )


class LogState(models.Model):
    """One row with the size, the root and the signed checkpoint of the ledger.

    The transaction that moves it, by compare-and-swap, is the commit point of the ledger.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    checkpoint = models.TextField()

    class Meta:
        """A table of one row."""

        app_label = "records"
