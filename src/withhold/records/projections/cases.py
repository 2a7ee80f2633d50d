"""The index of cases: the state of each, and the columns by which it is found.

It is derived from events and written in the same transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from withhold.model.cases.case import Case, State
from withhold.model.identifiers import AgencyId, BatchDigest, CaseId, PersonId
from withhold.records.models import CaseIndex

OPEN = (State.DOCKETED, State.UNDER_REVIEW, State.APPROVED, State.RELEASED)
"""The states in which a matter is open. An agency's second request for an open matter is a duplicate."""
ENGAGING = (*OPEN, State.RETRIEVED)
"""The states that count toward an official's open matters: everything that has not ended or been disposed of."""
IN_REVIEW = (State.DOCKETED, State.UNDER_REVIEW)
"""The states that use review capacity."""
RELEASED = (State.RELEASED, State.RETRIEVED, State.DISPOSED)
"""The states after a release was sealed to the official."""
APPROVED = (State.APPROVED, *RELEASED)
"""The states after two people approved, unless the request was withdrawn or recalled."""


@dataclass(frozen=True, slots=True)
class FoundBy:
    """The keyed hashes by which a case is found.

    `subject` is the hash of its person, `matter` of its matter about that person, `keys` of its key of each pattern.
    `text` is the digest of its text's sketch, or empty.
    """

    subject: bytes
    matter: bytes
    keys: Mapping[str, bytes] = field(default_factory=dict)
    text: bytes = b""


class Cases:
    """The cases of one instance. Write inside `write_transaction`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def add(self, case: Case, found_by: FoundBy, at: datetime) -> None:
        """Add a case that has just been received."""
        CaseIndex.objects.using(self._alias).create(
            case_id=case.case_id,
            state=case.state.value,
            version=case.version,
            agency=case.agency,
            official=case.official,
            signer=case.signer,
            batch=case.batch,
            row=case.row,
            request_ref=case.request.request_ref,
            subject=found_by.subject,
            purpose=case.purpose,
            matter=found_by.matter,
            keys={pattern: key.hex() for pattern, key in found_by.keys.items()},
            text=found_by.text,
            received_at=at,
            docketed_at=at if case.state is State.DOCKETED else None,
        )

    def move(self, case: Case, at: datetime) -> None:
        """Update the index row of one case after new events."""
        changed: dict[str, object] = {"state": case.state.value, "version": case.version}
        if case.state is State.RETRIEVED:
            changed["retrieved_at"] = at
        CaseIndex.objects.using(self._alias).filter(case_id=case.case_id).update(**changed)

    def get(self, case_id: CaseId) -> CaseIndex | None:
        """Return the case's index row. None if there is none."""
        return CaseIndex.objects.using(self._alias).filter(case_id=case_id).first()

    def find(self, cases: Iterable[CaseId]) -> dict[CaseId, CaseIndex]:
        """Return case id → index row, for those of the cases that have one."""
        rows = CaseIndex.objects.using(self._alias).filter(case_id__in=cases)
        return {CaseId(row.case_id): row for row in rows}

    def list_all(self) -> list[CaseId]:
        """Return all case ids."""
        return [*map(CaseId, CaseIndex.objects.using(self._alias).values_list("case_id", flat=True))]

    def in_state(self, *states: State) -> list[CaseId]:
        """Return the ids of the cases in those states, in order of admission."""
        rows = CaseIndex.objects.using(self._alias).filter(state__in=[state.value for state in states])
        return [*map(CaseId, rows.order_by("docketed_at", "batch", "row").values_list("case_id", flat=True))]

    def of_batch(self, batch: BatchDigest) -> list[CaseIndex]:
        """Return a batch's cases, in order of row."""
        return list(CaseIndex.objects.using(self._alias).filter(batch=batch).order_by("row"))

    def of_signer(self, signer: PersonId, limit: int) -> list[CaseIndex]:
        """Return the latest cases that a signer requested, latest first."""
        rows = CaseIndex.objects.using(self._alias).filter(signer=signer)
        return list(rows.order_by("-received_at", "-batch", "-row")[:limit])

    def of_official(self, official: PersonId, limit: int) -> list[CaseIndex]:
        """Return the latest cases that name an official, latest first."""
        rows = CaseIndex.objects.using(self._alias).filter(official=official)
        return list(rows.order_by("-received_at", "-batch", "-row")[:limit])

    def waiting_for(self, official: PersonId) -> list[CaseId]:
        """Return the ids of approved cases that an official has not retrieved yet."""
        states = (State.APPROVED.value, State.RELEASED.value)
        rows = CaseIndex.objects.using(self._alias).filter(official=official, state__in=states)
        return [*map(CaseId, rows.values_list("case_id", flat=True))]

    def docket(self, limit: int, after: int = 0) -> list[CaseIndex]:
        """Return the cases under review, in order of admission, without the first `after`."""
        rows = CaseIndex.objects.using(self._alias).filter(state=State.UNDER_REVIEW.value)
        return list(rows.order_by("docketed_at", "batch", "row")[after : after + limit])

    def states_of(self, cases: Sequence[CaseId]) -> dict[CaseId, str]:
        """Return case id → state."""
        rows = CaseIndex.objects.using(self._alias).filter(case_id__in=cases)
        return {CaseId(case_id): state for case_id, state in rows.values_list("case_id", "state")}

    def about(self, agency: AgencyId, subject: bytes) -> list[CaseId]:
        """Return the ids of the agency's cases about one person, oldest first."""
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, subject=subject)
        return [*map(CaseId, rows.order_by("received_at", "case_id").values_list("case_id", flat=True))]

    def with_texts(
        self, agency: AgencyId, texts: Iterable[bytes], since: datetime, but: bytes, limit: int
    ) -> list[CaseIndex]:
        """Return an agency's cases since then that have one of these texts, latest first, at most `limit`.

        `texts` are digests of sketches. Cases about one person are left out: `but` is the keyed hash of that person.
        """
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, text__in=list(texts), received_at__gte=since)
        return list(rows.exclude(subject=but).order_by("-received_at", "-batch", "-row")[:limit])

    def open_matters(self, agency: AgencyId) -> frozenset[bytes]:
        """Return the keyed hashes of the matters that the agency has open. The docket's capacity limits them."""
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, state__in=[state.value for state in OPEN])
        return frozenset(map(bytes, rows.values_list("matter", flat=True)))

    def engagements(self, agency: AgencyId) -> dict[PersonId, int]:
        """Return official id → number of matters not yet disposed of."""
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, state__in=[state.value for state in ENGAGING])
        counted = rows.values("official").annotate(matters=Count("case_id"))
        return {row["official"]: row["matters"] for row in counted}

    def engagement(self, agency: AgencyId, official: PersonId) -> int:
        """Return the number of one official's matters not yet disposed of."""
        states = [state.value for state in ENGAGING]
        return CaseIndex.objects.using(self._alias).filter(agency=agency, official=official, state__in=states).count()

    def received_for(self, agency: AgencyId, official: PersonId, since: datetime) -> int:
        """Return the number of one official's matters received since then, whatever their state is."""
        rows = CaseIndex.objects.using(self._alias).filter(official=official, received_at__gte=since)
        return rows.filter(agency=agency).count()

    def received_since(self, agency: AgencyId, since: datetime) -> dict[PersonId, int]:
        """Return official id → number of matters received since then, whatever their state is."""
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, received_at__gte=since)
        counted = rows.values("official").annotate(matters=Count("case_id"))
        return {row["official"]: row["matters"] for row in counted}

    def handed_over_since(self, agency: AgencyId, since: datetime) -> int:
        """Return the number of an agency's releases that were handed over since then."""
        return CaseIndex.objects.using(self._alias).filter(agency=agency, retrieved_at__gte=since).count()

    def agencies_about(self, subject: bytes, since: datetime) -> int:
        """Return how many agencies have had a case about one person since then."""
        rows = CaseIndex.objects.using(self._alias).filter(subject=subject, received_at__gte=since)
        return rows.values("agency").distinct().count()

    def awaiting_review(self) -> int:
        """Return the number of cases that use review capacity now."""
        rows = CaseIndex.objects.using(self._alias)
        return rows.filter(state__in=[state.value for state in IN_REVIEW]).count()

    def undisposed_since(self, agency: AgencyId, before: datetime) -> bool:
        """Return whether a release that was handed over before then is not certified as disposed of.

        Recalled ones count too.
        """
        states = (State.RETRIEVED.value, State.RECALLED.value)
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, state__in=states)
        return rows.filter(retrieved_at__lt=before).exists()

    def counts_since(self, since: datetime) -> list[tuple[AgencyId, PersonId, int, int, int]]:
        """Return (agency, official, cases, approved, released) of the cases received since then, in no order."""
        rows = CaseIndex.objects.using(self._alias).filter(received_at__gte=since).values("official", "agency")
        counted = rows.annotate(
            cases=Count("official"),
            approved=Count("official", filter=_in(APPROVED)),
            released=Count("official", filter=_in(RELEASED)),
        )
        return list(counted.order_by().values_list("agency", "official", "cases", "approved", "released"))

    def open_in(self, **found_by: str | bytes) -> tuple[int, int]:
        """Return how many cases with these columns are open, and how many of those are approved but not handed over.

        For example, ``open_in(agency="AGY-0001")``. The time it takes depends on the open cases only, which an index
        finds.
        """
        rows = CaseIndex.objects.using(self._alias).filter(state__in=[state.value for state in OPEN], **found_by)
        counted = dict(rows.order_by().values_list("state").annotate(cases=Count("state")))
        releases = counted.get(State.APPROVED.value, 0) + counted.get(State.RELEASED.value, 0)
        return sum(counted.values()), releases

    def any_of(self, **found_by: str) -> bool:
        """Return whether there is a case with these columns, open or not."""
        return CaseIndex.objects.using(self._alias).filter(**found_by).exists()

    def latest(self, limit: int) -> list[CaseIndex]:
        """Return the cases received last, latest first."""
        return list(CaseIndex.objects.using(self._alias).order_by("-received_at", "-batch", "-row")[:limit])

    def disclosed_in(self, year: int) -> list[tuple[AgencyId, str, bytes]]:
        """Return (agency, purpose, person) of each disclosure of a year (UTC).

        The person is the keyed hash. If the case was erased, it is a text of that case alone if the case counts its
        person, and else empty.
        """
        rows = CaseIndex.objects.using(self._alias).filter(retrieved_at__year=year)
        return [
            (agency, purpose, bytes(subject) or (case_id.encode() if counts else b""))
            for case_id, agency, purpose, subject, counts in rows.values_list(
                "case_id", "agency", "purpose", "subject", "counts_person"
            )
        ]

    def counts(self) -> dict[str, int]:
        """Return state → number of cases."""
        rows = CaseIndex.objects.using(self._alias).values("state").annotate(cases=Count("case_id"))
        return {row["state"]: row["cases"] for row in rows}


def _in(states: Sequence[State]) -> Q:
    return Q(state__in=[state.value for state in states])
