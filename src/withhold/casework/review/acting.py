"""Runs one command on one case, inside one write: authorize, load, check, decide, append."""

from datetime import datetime

from withhold.casework.checks import acting
from withhold.casework.instance import Instance, stream_of
from withhold.casework.stays.placing import require_no_stay
from withhold.identity.tins import canonical_tin
from withhold.model.cases import commands
from withhold.model.cases.case import Case
from withhold.model.cases.deciding import decide
from withhold.model.cases.permissions import PERMISSIONS, Actor
from withhold.model.errors import Forbidden
from withhold.model.identifiers import CaseId

Plain = commands.ViewDossier | commands.CertifyDisposal | commands.Withdraw | commands.Recall
"""Commands that need the common checks only. Every other one has a use case of its own, with signatures or proofs."""


def act(instance: Instance, actor: Actor, case_id: CaseId, command: Plain) -> Case:
    """Carry out a plain command, for example `commands.Withdraw`, and return the case after it.

    Raises Forbidden, also for a command that is not a plain one, Conflict, or Stayed if a stay blocks the step.
    """
    if not isinstance(command, Plain):
        raise Forbidden()
    with acting(instance, actor, type(command)) as at:
        return append(instance, actor, instance.case(case_id), command, at)


def append(
    instance: Instance,
    actor: Actor,
    case: Case,
    command: commands.CaseCommand,
    at: datetime,
    *,
    salt: bytes | None = None,
) -> Case:
    """Decide and append, inside the caller's write. Returns the case after the command.

    `salt` is as in `Recorder.record`. Raises as `act` does.
    """
    made = decide(actor, case, command)
    if PERMISSIONS[type(command)].stayable:
        require_no_stay(instance, case)
    tin = canonical_tin(case.request.tin) or ""
    stream = instance.recorder.tail(stream_of(case.case_id))
    instance.recorder.record(stream, made.events, actor, at, tin, salt=salt)
    instance.cases.move(made.case, at)
    return made.case
