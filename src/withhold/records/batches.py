"""Batches taken in, how often a reason was given, and how often the register was asked."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db.models import F, Sum

from withhold.model.occurrences import BatchReceived
from withhold.records.models import Batch, IdentityAttempt, ReasonUse


class Batches:
    """One home's batches and what is counted across them. Writing belongs inside `writing`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def add(self, received: BatchReceived, evidence_path: str, at: datetime) -> None:
        """Enter a batch; `evidence_path` is relative to the home."""
        Batch.objects.using(self._alias).create(
            digest=received.digest,
            agency=received.agency,
            signer=received.signer,
            filed_at=at,
            rows=received.rows,
            returned=received.returned,
            refused=received.refused,
            docketed=received.docketed,
            evidence_path=evidence_path,
            evidence_digest=received.evidence,
        )

    def found(self, digest: str) -> Batch | None:
        """The batch of that digest."""
        return Batch.objects.using(self._alias).filter(digest=digest).first()

    def name_taken(self, digest: str) -> bool:
        """Whether a batch is here whose digest begins with the same 16 digits: its cases and its key go by them."""
        return Batch.objects.using(self._alias).filter(digest__startswith=digest[:16]).exists()

    def every(self) -> list[Batch]:
        """All batches, oldest first."""
        return list(Batch.objects.using(self._alias).order_by("filed_at", "digest"))

    def refs_used(self, agency: str) -> bool:
        """Whether the agency has filed before."""
        return Batch.objects.using(self._alias).filter(agency=agency).exists()

    def count_reasons(self, agency: str, people: Mapping[bytes, int], day: date) -> None:
        """Add to how many people each masked reason (by keyed hash) was given for on that day."""
        for mask, number in people.items():
            row, made = ReasonUse.objects.using(self._alias).get_or_create(
                agency=agency, mask=mask, day=day, defaults={"people": number}
            )
            if not made:
                ReasonUse.objects.using(self._alias).filter(pk=row.pk).update(people=F("people") + number)

    def reasons_since(self, agency: str, since: date) -> dict[bytes, int]:
        """Keyed hash of masked reason to people, from that day on."""
        rows = ReasonUse.objects.using(self._alias).filter(agency=agency, day__gte=since)
        summed = rows.values("mask").annotate(given=Sum("people"))
        return {bytes(row["mask"]): row["given"] for row in summed}

    def attempted(self, subject: bytes, official: str, at: datetime) -> None:
        """Note that the register was asked about a person for an official."""
        IdentityAttempt.objects.using(self._alias).create(subject=subject, official=official, at=at)

    def attempts(self, subject: bytes, official: str, since: datetime) -> tuple[int, int]:
        """How often since then: about this person by anyone, and by this official about anyone."""
        rows = IdentityAttempt.objects.using(self._alias).filter(at__gte=since)
        return rows.filter(subject=subject).count(), rows.filter(official=official).count()
