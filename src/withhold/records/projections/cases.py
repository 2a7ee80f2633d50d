"""The index of cases: where each stands and what it is found by. Derived from events, in the same write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from withhold.model.cases.case import Case, State
from withhold.records.models import CaseIndex

OPEN = (State.DOCKETED, State.UNDER_REVIEW, State.APPROVED, State.RELEASED)
"""A matter is open, for duplicates, until it is refused, handed over or given up."""
ENGAGING = (*OPEN, State.RETRIEVED)
"""What counts against an official's engagement: everything not yet disposed of or ended."""
IN_REVIEW = (State.DOCKETED, State.UNDER_REVIEW)
"""What takes up review capacity."""
RELEASED = (State.RELEASED, State.RETRIEVED, State.DISPOSED)
"""What was sealed to the official, or has been since."""
APPROVED = (State.APPROVED, *RELEASED)
"""What two people approved and nobody took back."""


@dataclass(frozen=True, slots=True)
class FoundBy:
    """The keyed hashes that a case is found by: its person, its matter about that person, its key of each pattern; and
    the purpose it is counted under.
    """

    subject: bytes
    matter: bytes
    keys: Mapping[str, bytes] = field(default_factory=dict)
    purpose: str = ""


class Cases:
    """One home's cases. Writing belongs inside `write_transaction`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def add(self, case: Case, found_by: FoundBy, at: datetime) -> None:
        """Index a case that has just been taken in."""
        CaseIndex.objects.using(self._alias).create(
            case_id=case.case_id,
            state=case.state.value,
            version=case.version,
            agency=case.agency,
            official=case.request.official_id,
            signer=case.request.signer_id,
            batch=case.batch,
            row=case.row,
            request_ref=case.request.request_ref,
            subject=found_by.subject,
            purpose=found_by.purpose,
            matter=found_by.matter,
            keys={pattern: key.hex() for pattern, key in found_by.keys.items()},
            received_at=at,
            docketed_at=at if case.state is State.DOCKETED else None,
        )

    def move(self, case: Case, at: datetime) -> None:
        """Bring the index of one case up to where its events are."""
        changed: dict[str, object] = {"state": case.state.value, "version": case.version}
        if case.state is State.RETRIEVED:
            changed["retrieved_at"] = at
        CaseIndex.objects.using(self._alias).filter(case_id=case.case_id).update(**changed)

    def get(self, case_id: str) -> CaseIndex | None:
        """The case's index row."""
        return CaseIndex.objects.using(self._alias).filter(case_id=case_id).first()

    def list_all(self) -> list[str]:
        """All case ids."""
        return list(CaseIndex.objects.using(self._alias).values_list("case_id", flat=True))

    def in_state(self, *states: State) -> list[str]:
        """Case ids in those states, in order of admission."""
        rows = CaseIndex.objects.using(self._alias).filter(state__in=[state.value for state in states])
        return list(rows.order_by("docketed_at", "batch", "row").values_list("case_id", flat=True))

    def of_batch(self, batch: str) -> list[CaseIndex]:
        """A batch's cases, in order of row."""
        return list(CaseIndex.objects.using(self._alias).filter(batch=batch).order_by("row"))

    def of_signer(self, signer: str, limit: int) -> list[CaseIndex]:
        """The latest cases that a signer asked for."""
        rows = CaseIndex.objects.using(self._alias).filter(signer=signer)
        return list(rows.order_by("-received_at", "-batch", "-row")[:limit])

    def of_official(self, official: str, limit: int) -> list[CaseIndex]:
        """The latest cases that name an official."""
        rows = CaseIndex.objects.using(self._alias).filter(official=official)
        return list(rows.order_by("-received_at", "-batch", "-row")[:limit])

    def waiting_for(self, official: str) -> list[str]:
        """Approved cases that an official has yet to retrieve."""
        held = (State.APPROVED.value, State.RELEASED.value)
        rows = CaseIndex.objects.using(self._alias).filter(official=official, state__in=held)
        return list(rows.values_list("case_id", flat=True))

    def docket(self, limit: int, after: int = 0) -> list[CaseIndex]:
        """Cases under review, in order of admission, past the first `after`."""
        rows = CaseIndex.objects.using(self._alias).filter(state=State.UNDER_REVIEW.value)
        return list(rows.order_by("docketed_at", "batch", "row")[after : after + limit])

    def states_of(self, cases: Sequence[str]) -> dict[str, str]:
        """Case id to state."""
        rows = CaseIndex.objects.using(self._alias).filter(case_id__in=cases)
        return dict(rows.values_list("case_id", "state"))

    def about(self, agency: str, subject: bytes) -> list[str]:
        """The agency's cases about one person, oldest first."""
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, subject=subject)
        return list(rows.order_by("received_at", "case_id").values_list("case_id", flat=True))

    def open_matters(self, agency: str) -> frozenset[bytes]:
        """The keyed hashes of the matters that the agency has open: never more than review could take."""
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, state__in=[state.value for state in OPEN])
        return frozenset(map(bytes, rows.values_list("matter", flat=True)))

    def engagements(self, agency: str) -> dict[str, int]:
        """Official id to matters not yet disposed of."""
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, state__in=[state.value for state in ENGAGING])
        counted = rows.values("official").annotate(matters=Count("case_id"))
        return {row["official"]: row["matters"] for row in counted}

    def engagement(self, agency: str, official: str) -> int:
        """One official's matters not yet disposed of."""
        states = [state.value for state in ENGAGING]
        return CaseIndex.objects.using(self._alias).filter(agency=agency, official=official, state__in=states).count()

    def taken_in_for(self, agency: str, official: str, since: datetime) -> int:
        """One official's matters taken in since then, whatever became of them."""
        rows = CaseIndex.objects.using(self._alias).filter(official=official, received_at__gte=since)
        return rows.filter(agency=agency).count()

    def taken_in_since(self, agency: str, since: datetime) -> dict[str, int]:
        """Official id to matters taken in since then, whatever became of them."""
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, received_at__gte=since)
        counted = rows.values("official").annotate(matters=Count("case_id"))
        return {row["official"]: row["matters"] for row in counted}

    def handed_over_since(self, agency: str, since: datetime) -> int:
        """An agency's releases that were handed over since then."""
        return CaseIndex.objects.using(self._alias).filter(agency=agency, retrieved_at__gte=since).count()

    def agencies_about(self, subject: bytes, since: datetime) -> int:
        """How many agencies have had a case about one person since then."""
        rows = CaseIndex.objects.using(self._alias).filter(subject=subject, received_at__gte=since)
        return rows.values("agency").distinct().count()

    def awaiting_review(self) -> int:
        """Cases that take up review capacity now."""
        rows = CaseIndex.objects.using(self._alias)
        return rows.filter(state__in=[state.value for state in IN_REVIEW]).count()

    def undisposed_since(self, agency: str, before: datetime) -> bool:
        """Whether something handed over before then has not been certified as disposed of, recalled or not."""
        held = (State.RETRIEVED.value, State.RECALLED.value)
        rows = CaseIndex.objects.using(self._alias).filter(agency=agency, state__in=held)
        return rows.filter(retrieved_at__lt=before).exists()

    def counts_since(self, since: datetime) -> list[tuple[str, str, int, int, int]]:
        """(agency, official, cases, approved, released) of the cases taken in since then, in no order."""
        rows = CaseIndex.objects.using(self._alias).filter(received_at__gte=since).values("official", "agency")
        counted = rows.annotate(
            cases=Count("official"),
            approved=Count("official", filter=_in(APPROVED)),
            released=Count("official", filter=_in(RELEASED)),
        )
        return list(counted.order_by().values_list("agency", "official", "cases", "approved", "released"))

    def open_in(self, **found_by: str | bytes) -> tuple[int, int]:
        """How many cases found by these columns are open, and how many of those are approved and not handed over.

        Read from an index, so that it takes as long as there are open cases found, however many have ended.
        """
        rows = CaseIndex.objects.using(self._alias).filter(state__in=[state.value for state in OPEN], **found_by)
        counted = dict(rows.order_by().values_list("state").annotate(cases=Count("state")))
        releases = counted.get(State.APPROVED.value, 0) + counted.get(State.RELEASED.value, 0)
        return sum(counted.values()), releases

    def any_of(self, **found_by: str) -> bool:
        """Whether there is a case, open or not, found by these columns."""
        return CaseIndex.objects.using(self._alias).filter(**found_by).exists()

    def latest(self, limit: int) -> list[CaseIndex]:
        """The cases taken in last."""
        return list(CaseIndex.objects.using(self._alias).order_by("-received_at", "-batch", "-row")[:limit])

    def disclosed_in(self, year: int) -> list[tuple[str, str, bytes]]:
        """Agency, purpose and person (keyed hash) of each disclosure of a year (UTC)."""
        rows = CaseIndex.objects.using(self._alias).filter(retrieved_at__year=year)
        return [
            (agency, purpose, bytes(subject))
            for agency, purpose, subject in rows.values_list("agency", "purpose", "subject")
        ]

    def counts(self) -> dict[str, int]:
        """State to number of cases."""
        rows = CaseIndex.objects.using(self._alias).values("state").annotate(cases=Count("case_id"))
        return {row["state"]: row["cases"] for row in rows}


def _in(states: Sequence[State]) -> Q:
    return Q(state__in=[state.value for state in states])
