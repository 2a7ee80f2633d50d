"""Events and their places in the ledger."""

from django.db import models

from withhold.model.limits import IDENTIFIER


class Event(models.Model):
    """One event. A trigger rejects UPDATE and DELETE in both databases; `audit` finds what got past it.

    `payload` and `opening` are sealed by the vault; `leaf` is the 70 bytes that go on the ledger, `tag` the 32 of
    them that let the record subject find it.
    """

    id = models.BigAutoField(primary_key=True)
    stream = models.CharField(max_length=160)
    version = models.PositiveIntegerField()
    kind = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=IDENTIFIER)
    role = models.CharField(max_length=40)
    payload = models.BinaryField()
    opening = models.BinaryField()
    leaf = models.BinaryField(max_length=70)
    tag = models.BinaryField(max_length=32, unique=True)

    class Meta:
        """Two events cannot both be the n-th of one stream: that is what makes appends safe against each other."""

        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["stream", "version"], name="one_event_per_version"),)
        indexes = (
            models.Index(fields=["kind", "actor", "recorded_at"], name="done_by"),
            models.Index(fields=["recorded_at", "kind"], name="happened_at"),
        )


class Block(models.Model):
    """The row leaves of one batch, in a file: a million refusals must not drown the docket.

    `path` is relative to the home; `digest` is the hex SHA-256 of the file of `count` leaves.
    """

    batch = models.CharField(max_length=64, primary_key=True)
    path = models.CharField(max_length=200)
    count = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        """No ordering: read by key."""

        app_label = "records"


class Entry(models.Model):
    """What waits for, or has, a place in the ledger: one event's leaf, or a block of leaves.

    `first` is the position of its first leaf, null until sequenced. Rows are sequenced in order of `id`.
    """

    id = models.BigAutoField(primary_key=True)
    event = models.OneToOneField(Event, null=True, on_delete=models.PROTECT, related_name="entry")
    block = models.OneToOneField(Block, null=True, on_delete=models.PROTECT, related_name="entry")
    first = models.BigIntegerField(null=True, unique=True)

    class Meta:
        """An entry is one thing or the other."""

        app_label = "records"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(event__isnull=True) ^ models.Q(block__isnull=True), name="event_or_block"
            ),
        )


class LogState(models.Model):
    """The one row that says how far the ledger has come. Moving it, by compare-and-swap, is the commit point."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    checkpoint = models.TextField()

    class Meta:
        """A table of one row."""

        app_label = "records"
