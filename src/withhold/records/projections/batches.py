"""Batches taken in, for how many people each key of a pattern was given, and how often the register was asked."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import Count, Sum
from django.db.models.functions import Coalesce

from withhold.model.occurrences import BatchReceived
from withhold.records.models import Batch, IdentityAttempt, PatternUse

Use = tuple[str, bytes]
"""A pattern and the keyed hash of a key of it."""

_SUMMED = {"requests": "rows", "refused": "refused", "returned": "returned", "docketed": "docketed"}
_AT_ONCE = 200
"""Keys in one query: fewer than any database takes."""


class Batches:
    """One home's batches and what is counted across them. Writing belongs inside `write_transaction`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def add(self, received: BatchReceived, evidence_path: str, purposes: Mapping[str, int], at: datetime) -> None:
        """Enter a batch; `evidence_path` is relative to the home, `purposes` counts its rows."""
        Batch.objects.using(self._alias).create(
            digest=received.digest,
            agency=received.agency,
            signer=received.signer,
            filed_at=at,
            rows=received.rows,
            returned=received.returned,
            refused=received.refused,
            docketed=received.docketed,
            purposes=dict(purposes),
            evidence_path=evidence_path,
            evidence_digest=received.evidence,
        )

    def get(self, digest: str) -> Batch | None:
        """The batch of that digest."""
        return Batch.objects.using(self._alias).filter(digest=digest).first()

    def name_taken(self, digest: str) -> bool:
        """Whether a batch is here whose digest begins with the same 16 digits: its cases and its key go by them."""
        return Batch.objects.using(self._alias).filter(digest__startswith=digest[:16]).exists()

    def list_all(self) -> list[Batch]:
        """All batches, oldest first."""
        return list(Batch.objects.using(self._alias).order_by("filed_at", "digest"))

    def since(self, at: datetime) -> list[Batch]:
        """The batches filed since then, oldest first."""
        return list(Batch.objects.using(self._alias).filter(filed_at__gte=at).order_by("filed_at", "digest"))

    def filed_since(self, agency: str, at: datetime) -> dict[str, int]:
        """Files, requests, refused, returned and docketed, of an agency since then."""
        rows = Batch.objects.using(self._alias).filter(agency=agency, filed_at__gte=at)
        sums = {name: Coalesce(Sum(column), 0) for name, column in _SUMMED.items()}
        return rows.aggregate(files=Count("digest"), **sums)

    def of_year(self, year: int) -> list[Batch]:
        """The batches filed in a year (UTC)."""
        return list(Batch.objects.using(self._alias).filter(filed_at__year=year).order_by("filed_at", "digest"))

    def of_signer(self, signer: str, limit: int) -> list[Batch]:
        """The latest batches that a signer filed."""
        return list(Batch.objects.using(self._alias).filter(signer=signer).order_by("-filed_at")[:limit])

    def filed_by(self, agency: str) -> int:
        """How many batches the agency has filed."""
        return Batch.objects.using(self._alias).filter(agency=agency).count()

    def count_uses(self, agency: str, people: Mapping[Use, int], day: date) -> None:
        """Add to how many people each key (by keyed hash) of a pattern was given for on that day."""
        uses = PatternUse.objects.using(self._alias)
        keys = list(people)
        for start in range(0, len(keys), _AT_ONCE):
            chunk = keys[start : start + _AT_ONCE]
            rows = uses.filter(agency=agency, day=day, key__in=[key for _, key in chunk])
            known = {(row.pattern, bytes(row.key)): row for row in rows}
            for use, row in known.items():
                row.people += people.get(use, 0)
            uses.bulk_update(known.values(), ["people"])
            new = [(pattern, key) for pattern, key in chunk if (pattern, key) not in known]
            uses.bulk_create(PatternUse(agency=agency, pattern=p, key=k, day=day, people=people[p, k]) for p, k in new)

    def uses_since(self, agency: str, since: date, among: Collection[Use] | None = None) -> dict[str, dict[bytes, int]]:
        """Pattern to keyed hash to people, from that day on: all of the agency's, or those asked for."""
        rows = PatternUse.objects.using(self._alias).filter(agency=agency, day__gte=since)
        if among is not None:
            rows = rows.filter(key__in=[key for _, key in among])
        found: dict[str, dict[bytes, int]] = {}
        for row in rows.values("pattern", "key").annotate(given=Sum("people")):
            found.setdefault(row["pattern"], {})[bytes(row["key"])] = row["given"]
        return found

    def attempted(self, subject: bytes, official: str, at: datetime) -> None:
        """Note that the register was asked about a person for an official."""
        IdentityAttempt.objects.using(self._alias).create(subject=subject, official=official, at=at)

    def attempts(self, subject: bytes, official: str, since: datetime) -> tuple[int, int]:
        """How often since then: about this person by anyone, and by this official about anyone."""
        rows = IdentityAttempt.objects.using(self._alias).filter(at__gte=since)
        return rows.filter(subject=subject).count(), rows.filter(official=official).count()
