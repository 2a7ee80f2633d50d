"""Placing stays in tests: by a court's order, on whatever is on record, open or not."""

from support.acts import place_stay
from withhold.casework.instance import Instance
from withhold.model.cases.permissions import Actor
from withhold.model.occurrences import StayPlaced
from withhold.model.stays import Channel, StayScope
from withhold.records.writing import write_transaction

ORDER = "Order of a court."


def stay_on(instance: Instance, actor: Actor, scope: str, value: str, reason: str = ORDER) -> str:
    """Place a stay, also if nothing is open in its scope, and return its id."""
    return place_stay(instance, actor, scope, value, reason, confirm_none=True).stay_id


def stay_on_case_to_come(instance: Instance, actor: Actor, case_id: str) -> str:
    """Place a stay on a case that is not on record yet, as if between screening and docketing. Returns its id."""
    with write_transaction(instance.alias):
        placed = StayPlaced(StayScope.CASE, case_id, ORDER, Channel.CONSOLE)
        instance.recorder.record(instance.recorder.tail("stay/0123456789abcdef"), [placed], actor, instance.now())
        instance.stays.place("0123456789abcdef", StayScope.CASE, case_id, instance.now())
    return "0123456789abcdef"
