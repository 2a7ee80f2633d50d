"""Projections: tables for look-ups, derived from the events and written in the same transaction.

They contain no name, TIN or address of a record subject. The columns `subject` and `matter` are keyed hashes
(HMAC-SHA256).
"""

from django.db import models

from withhold.model.identifiers import AgencyId, BatchDigest, CaseId, PersonId
from withhold.model.limits import ADDRESS, CREDENTIAL_ID, IDENTIFIER, NAME, REQUEST_REF, STAY_VALUE


class CaseIndex(models.Model):
    """One row for each case: its state, and the columns by which it is found.

    `keys` is pattern → the keyed hash or the sketch, in hex, by which its request is counted. `text` is a digest of the
    sketch, by which the cases with one text are found. It is empty if the request has no text.

    After the batch was erased, `request_ref`, `subject`, `matter`, `keys` and `text` are empty. Then `counts_person`
    says whether the case counts its person in the annual report.
    """

    case_id: "models.CharField[CaseId, CaseId]" = models.CharField(max_length=IDENTIFIER, primary_key=True)
    state = models.CharField(max_length=20, db_index=True)
    version = models.PositiveIntegerField()
    agency: "models.CharField[AgencyId, AgencyId]" = models.CharField(max_length=IDENTIFIER)
    official: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=IDENTIFIER)
    signer: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=IDENTIFIER)
    batch: "models.CharField[BatchDigest, BatchDigest]" = models.CharField(max_length=64)
    row = models.PositiveBigIntegerField()
    request_ref = models.CharField(max_length=REQUEST_REF)
    subject = models.BinaryField(max_length=32)
    matter = models.BinaryField(max_length=32)
    keys = models.JSONField(default=dict)
    text = models.BinaryField(max_length=16, default=b"")
    purpose = models.CharField(max_length=20, default="")
    counts_person = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    docketed_at = models.DateTimeField(null=True)
    retrieved_at = models.DateTimeField(null=True)

    class Meta:
        """Found by agency and official (open matters), by time (pace), by subject (stays), by matter, by text."""

        app_label = "records"
        indexes = (
            models.Index(fields=["state", "docketed_at", "batch", "row"], name="docket_order"),
            models.Index(fields=["signer", "received_at"], name="cases_of_signer"),
            models.Index(fields=["official", "received_at"], name="cases_of_official"),
            models.Index(fields=["batch", "row"], name="cases_of_batch"),
            models.Index(fields=["received_at", "batch", "row"], name="cases_in_time"),
            models.Index(fields=["agency", "official", "state"], name="open_matters"),
            models.Index(fields=["agency", "state"], name="agency_in_state"),
            models.Index(fields=["official", "state"], name="official_in_state"),
            models.Index(fields=["agency", "received_at"], name="taken_in"),
            models.Index(fields=["retrieved_at"], name="cases_retrieved"),
            models.Index(fields=["subject"], name="by_subject"),
            models.Index(fields=["agency", "matter"], name="by_matter"),
            models.Index(fields=["agency", "text"], name="by_text"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["agency", "request_ref", "batch"], name="one_ref_per_batch", condition=~models.Q(request_ref="")
            ),
        )


class Review(models.Model):
    """One reviewer's determination of a case. `seconds` is the time from their first view to their signature."""

    id = models.BigAutoField(primary_key=True)
    case_id: "models.CharField[CaseId, CaseId]" = models.CharField(max_length=IDENTIFIER)
    reviewer: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=IDENTIFIER)
    role = models.CharField(max_length=40)
    approved = models.BooleanField()
    seconds = models.PositiveIntegerField()
    decided_at = models.DateTimeField(db_index=True)

    class Meta:
        """A reviewer decides a case once."""

        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["case_id", "reviewer"], name="one_review_each"),)


class Agency(models.Model):
    """An accredited agency, and whether its safeguards are good."""

    agency_id: "models.CharField[AgencyId, AgencyId]" = models.CharField(max_length=IDENTIFIER, primary_key=True)
    name = models.CharField(max_length=NAME)
    address = models.CharField(max_length=ADDRESS)
    safeguards_good = models.BooleanField(default=False)

    class Meta:
        """Read by key."""

        app_label = "records"


class Person(models.Model):
    """A person who is accredited in one role. `keys` are public keys by name. Both dates are inclusive."""

    person_id: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=IDENTIFIER, primary_key=True)
    role = models.CharField(max_length=40, db_index=True)
    agency: "models.CharField[AgencyId, AgencyId]" = models.CharField(max_length=IDENTIFIER, db_index=True)
    office = models.CharField(max_length=IDENTIFIER)
    name = models.CharField(max_length=NAME)
    title = models.CharField(max_length=NAME)
    address = models.CharField(max_length=ADDRESS)
    keys = models.JSONField(default=dict)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Read by key, by role and by agency."""

        app_label = "records"


class Passkey(models.Model):
    """A registered passkey. `sign_count` only grows. The transaction that accepts an assertion updates it."""

    credential_id = models.CharField(max_length=CREDENTIAL_ID, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="passkeys")
    public_key = models.TextField()
    user_handle = models.TextField()
    aaguid = models.CharField(max_length=40)
    sign_count = models.BigIntegerField(default=0)

    class Meta:
        """Read by key."""

        app_label = "records"


class UsedKey(models.Model):
    """A key pair or credential id that a person ever registered. Nobody may register it again."""

    digest = models.CharField(max_length=64, primary_key=True)
    person: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=80)

    class Meta:
        """Read by key."""

        app_label = "records"


class Stay(models.Model):
    """A stay. `value` is an id. For a record subject it is the keyed hash, in hex."""

    stay_id = models.CharField(max_length=IDENTIFIER, primary_key=True)
    scope = models.CharField(max_length=20)
    value = models.CharField(max_length=STAY_VALUE)
    placed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=IDENTIFIER, default="")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        """Found by scope and value among those in force."""

        app_label = "records"
        indexes = (models.Index(fields=["scope", "value", "lifted_at"], name="stays_in_force"),)


class Batch(models.Model):
    """A batch that was received, the path of its evidence, and purpose → number of rows."""

    digest: "models.CharField[BatchDigest, BatchDigest]" = models.CharField(max_length=64, primary_key=True)
    agency: "models.CharField[AgencyId, AgencyId]" = models.CharField(max_length=IDENTIFIER, db_index=True)
    signer: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=IDENTIFIER)
    filed_at = models.DateTimeField()
    rows = models.PositiveBigIntegerField()
    returned = models.PositiveBigIntegerField()
    refused = models.PositiveBigIntegerField()
    docketed = models.PositiveBigIntegerField()
    purposes = models.JSONField(default=dict)
    evidence_path = models.CharField(max_length=200)
    evidence_digest = models.CharField(max_length=64)

    class Meta:
        """Read by key, by agency and by time."""

        app_label = "records"


class Refiling(models.Model):
    """One element that a returned row did not meet, of a row that was filed again with a link to it.

    `corrected` is the id of the returned row, and `returned_at` when its batch was filed. `change` says which cells
    were changed when it was admitted, seen from the element. It is "" if the new request was not admitted.
    """

    corrected: "models.CharField[CaseId, CaseId]" = models.CharField(max_length=IDENTIFIER)
    element = models.CharField(max_length=60)
    agency: "models.CharField[AgencyId, AgencyId]" = models.CharField(max_length=IDENTIFIER)
    returned_at = models.DateTimeField(db_index=True)
    change = models.CharField(max_length=20, default="")

    class Meta:
        """One row for each element of a returned row, however often it is filed again."""

        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["corrected", "element"], name="one_refiling_per_element"),)


class PatternUse(models.Model):
    """For how many people an agency's requests of one day have one key of a pattern.

    `key` is a keyed hash, or the sketch of a text (`screening.alike.sketches`). For example, an agency sets forth one
    address in requests for 40 people on one day.
    """

    agency: "models.CharField[AgencyId, AgencyId]" = models.CharField(max_length=IDENTIFIER)
    pattern = models.CharField(max_length=60)
    key = models.BinaryField(max_length=256)
    day = models.DateField()
    people = models.PositiveIntegerField()

    class Meta:
        """One row for each agency, key and day."""

        app_label = "records"
        constraints = (models.UniqueConstraint(fields=["agency", "pattern", "key", "day"], name="one_use_per_day"),)


class IdentityAttempt(models.Model):
    """One question to the register. They are counted for each person and each official, and limited.

    Otherwise somebody could learn by many requests what the register contains.
    """

    subject = models.BinaryField(max_length=32)
    official: "models.CharField[PersonId, PersonId]" = models.CharField(max_length=IDENTIFIER)
    at = models.DateTimeField()

    class Meta:
        """Counted over a window of days."""

        app_label = "records"
        indexes = (
            models.Index(fields=["subject", "at"], name="attempts_on_subject"),
            models.Index(fields=["official", "at"], name="attempts_by_official"),
        )
