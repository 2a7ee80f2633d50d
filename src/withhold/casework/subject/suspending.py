"""Suspending the accounting of a case: written, reasoned, limited in time. It ends by itself.

Only what the custodian tells of the case waits: the entries stand on the ledger, where the person's code finds them.
The limits are the custodian's rule; docs/operating.md says what they are taken from.
"""

from datetime import date, timedelta

from withhold.casework.checks import acting
from withhold.casework.desk import Desk
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict
from withhold.model.given_reasons import required_reason
from withhold.model.occurrences import AccountingSuspended

LONGEST = timedelta(days=180)
"""From the day it is stated; another statement, with its own reason, may follow."""
_STREAM = "suspension/"


def suspend_accounting(desk: Desk, actor: Actor, case_id: str, until: date, reason: str) -> None:
    """Suspend the accounting of a case up to and including a day. Raises Forbidden, or Conflict if it may not be."""
    with acting(desk, actor, commands.SuspendAccounting) as at:
        given = required_reason(reason, "a suspension")  # what telling the person now would impede
        if not at.date() <= until <= at.date() + LONGEST:
            raise Conflict(f"a suspension ends within {LONGEST.days} days")
        desk.case(case_id)
        suspended = AccountingSuspended(case_id, until.isoformat(), given)
        desk.recorder.record(desk.recorder.tail(_STREAM + case_id), [suspended], actor, at)


def suspended_until(desk: Desk, case_id: str) -> date | None:
    """The last day of a suspension that is in force now; None if there is none."""
    head = desk.journal.head(_STREAM + case_id)
    happening = None if head is None else desk.recorder.happening(head)
    if not isinstance(happening, AccountingSuspended):
        return None
    until = date.fromisoformat(happening.until)
    return until if desk.now().date() <= until else None
