"""Stays in force. A check inside `write_transaction` holds until that write commits: no release slips past a stay."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from withhold.model.errors import Conflict
from withhold.model.stays import StayScope
from withhold.records.models import Stay

EVERYTHING, AGENCY, OFFICIAL, CASE, SUBJECT = tuple(StayScope)


class Stays:
    """One home's stays. Writing belongs inside `write_transaction`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def place(self, stay_id: str, scope: StayScope, value: str, at: datetime) -> None:
        """Put a stay in force. For a person, `value` is the hex of the keyed hash they are found by."""
        Stay.objects.using(self._alias).create(stay_id=stay_id, scope=scope.value, value=value, placed_at=at)

    def get(self, stay_id: str) -> Stay:
        """A stay in force. Raises Conflict if there is none of that id."""
        stay = Stay.objects.using(self._alias).filter(stay_id=stay_id, lifted_at__isnull=True).first()
        if stay is None:
            raise Conflict("no such stay is in force")
        return stay

    def known(self, stay_id: str) -> Stay | None:
        """A stay, in force or lifted."""
        return Stay.objects.using(self._alias).filter(stay_id=stay_id).first()

    def list_all(self) -> list[str]:
        """All stay ids."""
        return list(Stay.objects.using(self._alias).values_list("stay_id", flat=True))

    def propose_lift(self, stay_id: str, person: str) -> None:
        """Note the first of the two who lift it."""
        Stay.objects.using(self._alias).filter(stay_id=stay_id).update(proposed_by=person)

    def lift(self, stay_id: str, at: datetime) -> None:
        """End the stay."""
        Stay.objects.using(self._alias).filter(stay_id=stay_id).update(lifted_at=at)

    def bears_on(self, scopes: Iterable[tuple[StayScope, str]]) -> bool:
        """Whether a stay is in force over everything, or over any of these (scope, value) pairs."""
        bearing = Q(scope=EVERYTHING.value)
        for scope, value in scopes:
            bearing |= Q(scope=scope.value, value=value)
        return Stay.objects.using(self._alias).filter(bearing, lifted_at__isnull=True).exists()

    def values(self, scope: StayScope) -> frozenset[str]:
        """The values under a stay of that scope."""
        rows = Stay.objects.using(self._alias).filter(scope=scope.value, lifted_at__isnull=True)
        return frozenset(rows.values_list("value", flat=True))
