"""Stays in force.

If a check inside `write_transaction` finds no stay, none can be placed before that transaction commits. So a stay is
never missed by a release.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import PersonId
from withhold.model.stays import StayScope
from withhold.records.models import Stay

EVERYTHING, AGENCY, OFFICIAL, CASE, SUBJECT = tuple(StayScope)


class Stays:
    """The stays of one instance. Write inside `write_transaction`."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def place(self, stay_id: str, scope: StayScope, value: str, at: datetime) -> None:
        """Put a stay in force. For a record subject, `value` is the keyed hash by which they are found, in hex."""
        Stay.objects.using(self._alias).create(stay_id=stay_id, scope=scope.value, value=value, placed_at=at)

    def get(self, stay_id: str) -> Stay:
        """Return the stay with that id. Raises Conflict if it is not in force."""
        stay = Stay.objects.using(self._alias).filter(stay_id=stay_id, lifted_at__isnull=True).first()
        if stay is None:
            raise Conflict(Code.STAY_NOT_IN_FORCE)
        return stay

    def known(self, stay_id: str) -> Stay | None:
        """Return a stay, in force or lifted. None if there is none."""
        return Stay.objects.using(self._alias).filter(stay_id=stay_id).first()

    def list_all(self) -> list[str]:
        """Return all stay ids."""
        return list(Stay.objects.using(self._alias).values_list("stay_id", flat=True))

    def propose_lift(self, stay_id: str, person: PersonId) -> None:
        """Record the first of the two people who lift it."""
        Stay.objects.using(self._alias).filter(stay_id=stay_id).update(proposed_by=person)

    def lift(self, stay_id: str, at: datetime) -> None:
        """End the stay."""
        Stay.objects.using(self._alias).filter(stay_id=stay_id).update(lifted_at=at)

    def covers(self, scopes: Iterable[tuple[StayScope, str]]) -> bool:
        """Return whether a stay on everything, or on any of these (scope, value) pairs, is in force.

        For example, the pairs of a case are its agency, its official, the case itself and its record subject.
        """
        covering = Q(scope=EVERYTHING.value)
        for scope, value in scopes:
            covering |= Q(scope=scope.value, value=value)
        return Stay.objects.using(self._alias).filter(covering, lifted_at__isnull=True).exists()

    def values(self, scope: StayScope) -> frozenset[str]:
        """Return the values of the stays of that scope that are in force."""
        rows = Stay.objects.using(self._alias).filter(scope=scope.value, lifted_at__isnull=True)
        return frozenset(rows.values_list("value", flat=True))
