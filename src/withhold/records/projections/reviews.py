"""Each reviewer's decisions and the time they took. The figures on reviewing are computed from these."""

from dataclasses import dataclass
from datetime import datetime

from withhold.model.identifiers import CaseId, PersonId
from withhold.records.models import Review


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One determination. `seconds` is the time from the reviewer's first view of the dossier to their signature."""

    case_id: CaseId
    reviewer: PersonId
    role: str
    approved: bool
    seconds: int


class Reviews:
    """The determinations of one instance. Write inside `write_transaction`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def add(self, reviewed: Reviewed, at: datetime) -> None:
        """Add a determination."""
        columns = {name: getattr(reviewed, name) for name in Reviewed.__slots__}
        Review.objects.using(self._alias).create(**columns, decided_at=at)

    def since(self, at: datetime) -> list[Reviewed]:
        """Return the determinations since then, in order of time."""
        rows = Review.objects.using(self._alias).filter(decided_at__gte=at).order_by("decided_at", "id")
        return [Reviewed(*row) for row in rows.values_list(*Reviewed.__slots__)]

    def by_case(self) -> dict[CaseId, list[Reviewed]]:
        """Return case id → its determinations, in order."""
        found: dict[CaseId, list[Reviewed]] = {}
        for row in Review.objects.using(self._alias).order_by("id").values_list(*Reviewed.__slots__):
            each = Reviewed(*row)
            found.setdefault(each.case_id, []).append(each)
        return found
