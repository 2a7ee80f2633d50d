"""Runs one command on one case, inside one write: authorize, load, check, decide, verify the signature, append."""

from datetime import datetime

from withhold.casework.acts.signing import latest_leaf, verified
from withhold.casework.checks import MACHINE, acting
from withhold.casework.instance import Instance, stream_of
from withhold.casework.stays.placing import require_no_stay
from withhold.events.acts import Draft, Touch
from withhold.identity.tins import canonical_tin
from withhold.model.cases import commands
from withhold.model.cases.case import Case
from withhold.model.cases.deciding import Decided, decide
from withhold.model.cases.permissions import PERMISSIONS, Actor, authorize
from withhold.model.errors import Code, Fault, Forbidden
from withhold.model.identifiers import CaseId
from withhold.model.kinds import Kind

Signed = commands.CertifyDisposal | commands.Withdraw | commands.Recall
"""Commands that need the common checks and a signature. Every other one has a use case of its own."""

_RESTS_ON: dict[type[commands.CaseCommand], Kind] = {
    # Never the latest event of the case: the other reviewer's look would change it.
    commands.Determine: Kind.REVIEW_OPENED,
    commands.Recall: Kind.REQUEST_APPROVED,
    commands.Withdraw: Kind.REQUEST_DOCKETED,
    commands.CertifyDisposal: Kind.RETRIEVED,
}
"""Command -> the kind of the entry of the case that its signature names."""


def draft(instance: Instance, actor: Actor, case_id: CaseId, command: commands.CaseCommand) -> Draft:
    """Return what the actor's passkey must sign for a command, before anything is recorded.

    Raises Forbidden, or Conflict if the case does not allow the command.
    """
    authorize(actor, type(command))
    case = instance.case(case_id)
    return _draft(instance, case, decide(actor, case, command), command)


def act(instance: Instance, actor: Actor, case_id: CaseId, command: Signed, touch: Touch) -> Case:
    """Carry out a signed command, for example `commands.Withdraw`, and return the case after it.

    Raises Forbidden, also for another command, Conflict, PasskeyRejected, or Stayed if a stay blocks the step.
    """
    if not isinstance(command, Signed):
        raise Forbidden()
    with acting(instance, actor, type(command)) as at:
        return append(instance, actor, instance.case(case_id), command, at, touch)


def append(
    instance: Instance,
    actor: Actor,
    case: Case,
    command: commands.CaseCommand,
    at: datetime,
    touch: Touch | None = None,
) -> Case:
    """Decide, verify and append, inside the caller's write. Returns the case after the command. Raises as `act` does.

    `touch` is the person's signature, for a command that needs one.
    """
    made = decide(actor, case, command)
    if PERMISSIONS[type(command)].stayable:
        require_no_stay(instance, case)
    signature = salt = None
    if touch is not None:
        signature, salt = verified(instance, actor, _draft(instance, case, made, command), touch)
    tin, (first, *outcome) = canonical_tin(case.request.tin) or "", made.events
    end = instance.recorder.tail(stream_of(case.case_id))
    end = instance.recorder.record(end, [first], actor, at, tin, signature=signature, salt=salt)
    # What follows from two determinations is nobody's own act.
    instance.recorder.record(end, outcome, MACHINE, at, tin)
    instance.cases.move(made.case, at)
    return made.case


def _draft(instance: Instance, case: Case, made: Decided, command: commands.CaseCommand) -> Draft:
    stream = stream_of(case.case_id)
    if type(command) not in _RESTS_ON:
        raise Fault(Code.ACT_NOT_SIGNED)
    return Draft(stream, made.events[0], latest_leaf(instance.journal.stream(stream), _RESTS_ON[type(command)]))
