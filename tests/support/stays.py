"""Placing stays in tests: by a court's order, on whatever is on record, open or not."""

from withhold.casework.desk import Desk
from withhold.casework.stays.placing import place_stay
from withhold.model.cases.permissions import Actor
from withhold.model.occurrences import StayPlaced
from withhold.model.stays import Channel, StayScope
from withhold.records.writing import write_transaction

ORDER = "Order of a court."


def stay_on(desk: Desk, actor: Actor, scope: str, value: str, reason: str = ORDER) -> str:
    """Place a stay, also if nothing is open in its scope, and return its id."""
    return place_stay(desk, actor, scope, value, reason, confirm_none=True).stay_id


def stay_on_case_to_come(desk: Desk, actor: Actor, case_id: str) -> str:
    """Place a stay on a case that is not on record yet, as if between screening and docketing. Returns its id."""
    with write_transaction(desk.alias):
        placed = StayPlaced(StayScope.CASE, case_id, ORDER, Channel.PAGES)
        desk.recorder.record(desk.recorder.tail("stay/0123456789abcdef"), [placed], actor, desk.now())
        desk.stays.place("0123456789abcdef", StayScope.CASE, case_id, desk.now())
    return "0123456789abcdef"
