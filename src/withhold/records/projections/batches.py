"""Batches received, uses of each key of a pattern, and how often the register was asked."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from withhold.model.identifiers import AgencyId, BatchDigest, CaseId, PersonId
from withhold.model.occurrences import BatchReceived
from withhold.records.models import Batch, IdentityAttempt, PatternUse, Refiling

Use = tuple[str, bytes]
"""A pattern, and the keyed hash of one of its keys, or the sketch of one of its texts."""

_SUMMED = {"requests": "rows", "refused": "refused", "returned": "returned", "docketed": "docketed"}
SAME, ONLY, MORE = "same", "only", "more"
"""Cells that a signer changed before a returned row was admitted, seen from one element that it had not met: none that
the element is about, only such that it or another unmet element is about, or others too."""
_AT_ONCE = 200
"""Keys in one query. Both databases accept more."""
_ROWS_AT_ONCE = 5_000


class Batches:
    """The batches of one instance, and what is counted across them. Write inside `write_transaction`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def add(self, received: BatchReceived, evidence_path: str, purposes: Mapping[str, int], at: datetime) -> None:
        """Add a batch. `evidence_path` is relative to the instance's directory. `purposes` is purpose → rows."""
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

    def get(self, digest: BatchDigest) -> Batch | None:
        """Return the batch with that digest. None if there is none."""
        return Batch.objects.using(self._alias).filter(digest=digest).first()

    def name_taken(self, digest: BatchDigest) -> bool:
        """Return whether a batch has a digest with the same first 16 digits.

        The ids of a batch's cases and the label of its data key contain only those digits.
        """
        return Batch.objects.using(self._alias).filter(digest__startswith=digest[:16]).exists()

    def named(self, name: str) -> Batch | None:
        """Return the batch whose digest begins with these 16 digits. None if there is none."""
        return Batch.objects.using(self._alias).filter(digest__startswith=name).first()

    def list_all(self) -> list[Batch]:
        """Return all batches, oldest first."""
        return list(Batch.objects.using(self._alias).order_by("filed_at", "digest"))

    def since(self, at: datetime) -> list[Batch]:
        """Return the batches filed since then, oldest first."""
        return list(Batch.objects.using(self._alias).filter(filed_at__gte=at).order_by("filed_at", "digest"))

    def filed_since(self, agency: AgencyId, at: datetime) -> dict[str, int]:
        """Return how many files, requests, refused, returned and docketed rows an agency has had since then."""
        rows = Batch.objects.using(self._alias).filter(agency=agency, filed_at__gte=at)
        sums = {name: Coalesce(Sum(column), 0) for name, column in _SUMMED.items()}
        return rows.aggregate(files=Count("digest"), **sums)

    def of_year(self, year: int) -> list[Batch]:
        """Return the batches filed in a year (UTC), oldest first."""
        return list(Batch.objects.using(self._alias).filter(filed_at__year=year).order_by("filed_at", "digest"))

    def of_signer(self, signer: PersonId, limit: int) -> list[Batch]:
        """Return the latest batches that a signer filed, latest first."""
        return list(Batch.objects.using(self._alias).filter(signer=signer).order_by("-filed_at")[:limit])

    def filed_by(self, agency: AgencyId) -> int:
        """Return how many batches the agency has filed."""
        return Batch.objects.using(self._alias).filter(agency=agency).count()

    def count_uses(self, agency: AgencyId, people: Mapping[Use, int], day: date) -> None:
        """Add to the number of people for each key of a pattern on that day. `people` is use → people to add."""
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

    def uses_since(
        self, agency: AgencyId, since: date, among: Collection[Use] | None = None, pattern: str = ""
    ) -> dict[str, dict[bytes, int]]:
        """Return pattern → keyed hash → people, from that day on. With `among` or `pattern`, only of those."""
        rows = PatternUse.objects.using(self._alias).filter(agency=agency, day__gte=since)
        if among is not None:
            rows = rows.filter(key__in=[key for _, key in among])
        if pattern:
            rows = rows.filter(pattern=pattern)
        found: dict[str, dict[bytes, int]] = {}
        # Added here, because a database would sort all keys to group them.
        for name, key, people in rows.values_list("pattern", "key", "people").iterator(_ROWS_AT_ONCE):
            given = found.setdefault(name, {})
            given[bytes(key)] = given.get(bytes(key), 0) + people
        return found

    def refiled(self, corrected: CaseId, agency: AgencyId, returned_at: datetime, changes: Mapping[str, str]) -> None:
        """Record that a returned row was filed again. `changes` is element → `SAME`, `ONLY`, `MORE`, or "".

        "" is for a new request that was not admitted. It never replaces what is known of one that was.
        """
        rows = Refiling.objects.using(self._alias)
        for element, change in changes.items():
            new = {"agency": agency, "returned_at": returned_at, "change": change}
            row, made = rows.get_or_create(corrected=corrected, element=element, defaults=new)
            if change and not made:
                row.change = change
                row.save(using=self._alias, update_fields=["change"])

    def refilings_since(self, at: datetime) -> list[tuple[AgencyId, str, int, int, int, int]]:
        """Return (agency, element, filed again, admitted, with `ONLY`, with `SAME`), in no order.

        They are of the rows of batches filed since then.
        """
        counted = (
            Refiling.objects.using(self._alias)
            .filter(returned_at__gte=at)
            .values("agency", "element")
            .annotate(
                again=Count("id"),
                admitted=Count("id", filter=~Q(change="")),
                only=Count("id", filter=Q(change=ONLY)),
                same=Count("id", filter=Q(change=SAME)),
            )
        )
        return list(counted.order_by().values_list("agency", "element", "again", "admitted", "only", "same"))

    def attempted(self, subject: bytes, official: PersonId, at: datetime) -> None:
        """Record that the register was asked about a person for an official."""
        IdentityAttempt.objects.using(self._alias).create(subject=subject, official=official, at=at)

    def attempts(self, subject: bytes, official: PersonId, since: datetime) -> tuple[int, int]:
        """Return how often the register was asked since then: about this person, and for this official."""
        rows = IdentityAttempt.objects.using(self._alias).filter(at__gte=since)
        return rows.filter(subject=subject).count(), rows.filter(official=official).count()
