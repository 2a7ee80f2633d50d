"""Suspending the accounting of a case: in writing, with a reason, and for a limited time.

Only what the custodian reveals about the case is delayed. The entries are on the ledger, and the person's code finds
them. The limits are the custodian's rule. docs/operating.md has their sources.
"""

from datetime import date, timedelta

from withhold.casework.checks import acting
from withhold.casework.instance import Instance
from withhold.events.recorder import SUSPENSION
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict
from withhold.model.given_reasons import ReasonContent, required_reason
from withhold.model.identifiers import CaseId
from withhold.model.occurrences import AccountingSuspended

LONGEST = timedelta(days=180)
"""The longest time, from the day of the statement. Another statement, with a reason of its own, may follow."""


def suspend_accounting(instance: Instance, actor: Actor, case_id: CaseId, until: date, reason: str) -> None:
    """Suspend the accounting of a case up to and including a day.

    Raises Forbidden, also if there is no such case, or Conflict if the day is past or too late or no reason is given.
    """
    with acting(instance, actor, commands.SuspendAccounting) as at:
        given = required_reason(reason, "a suspension")  # why notice now would interfere with an investigation
        if not at.date() <= until <= at.date() + LONGEST:
            raise Conflict(Code.ACCOUNTING_SUSPENSION_TOO_LONG, count=LONGEST.days)
        instance.case(case_id)
        suspended = AccountingSuspended(case_id, until.isoformat(), ReasonContent(given))
        instance.recorder.record(instance.recorder.tail(SUSPENSION + case_id), [suspended], actor, at)


def suspended_until(instance: Instance, case_id: CaseId) -> date | None:
    """Return the last day of the suspension that is in force now, or None if there is none."""
    head = instance.journal.head(SUSPENSION + case_id)
    event = None if head is None else instance.recorder.read_event(head)
    if not isinstance(event, AccountingSuspended):
        return None
    until = date.fromisoformat(event.until)
    return until if instance.now().date() <= until else None
