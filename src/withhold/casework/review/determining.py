"""Two reviewers decide a case. Each is blind to the other, and signs the dossier they saw with their own passkey."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from withhold.casework.checks import acting
from withhold.casework.instance import Instance, stream_of
from withhold.casework.review.acting import append, draft
from withhold.events.acts import Draft, Touch
from withhold.model.cases import commands
from withhold.model.cases.case import Case
from withhold.model.cases.determination import Answer, Decision, Determination
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import CaseId, PersonId
from withhold.model.kinds import Kind
from withhold.records.log.journal import Stored
from withhold.records.projections.reviews import Reviewed


@dataclass(frozen=True, slots=True)
class DossierRef:
    """The dossier as a reviewer is shown it. It contains nothing about the other reviewer."""

    case_id: CaseId
    dossier: str
    digest: str


def view_dossier(instance: Instance, actor: Actor, case_id: CaseId) -> DossierRef:
    """Return the dossier for a reviewer. The view is recorded as an event. Raises Forbidden or Conflict."""
    with acting(instance, actor, commands.ViewDossier) as at:
        case = append(instance, actor, instance.case(case_id), commands.ViewDossier(), at)
    return DossierRef(case_id, case.dossier, case.digest)


def determination(
    instance: Instance, actor: Actor, seen: DossierRef, decision: Decision, answers: tuple[Answer, ...]
) -> Draft:
    """Return what the reviewer's passkey must sign for this decision on this dossier.

    It names the entry that opened the review, and nothing that the other reviewer does changes it. Because it has the
    decision, a signature given for a refusal does not verify for an approval. Raises Forbidden or Conflict.
    """
    return draft(instance, actor, seen.case_id, commands.Determine(_made(actor, seen, decision), answers))


def determine(
    instance: Instance,
    actor: Actor,
    seen: DossierRef,
    decision: Decision,
    answers: tuple[Answer, ...],
    touch: Touch,
) -> Case:
    """Record one reviewer's determination, and return the case after it.

    The checks have the same numbers in the code, and all run inside one write:

    1. The role may decide, and the accreditation is in force.
    2. The pack under which the dossier was made is in force.
    3. The reviewer has viewed this dossier, and it is the case's.
    4. Every question is answered with a reason.
    5. The reviewer has not reached today's limit.
    6. No stay covers the case, and its state allows a determination.
    7. The signature verifies over dossier, decision and answers. The passkey's counter is stored.

    Raises Forbidden, Conflict, Stayed, or PasskeyRejected.
    """
    with acting(instance, actor, commands.Determine) as at:  # 1
        case = instance.case(seen.case_id)
        instance.pack.require_current(case.pack, at.date())  # 2
        looked = _require_seen(instance, actor, case, seen)  # 3
        instance.pack.require_answers(case.request.as_text(), answers)  # 4
        _require_under_ceiling(instance, actor)  # 5
        made = _made(actor, seen, decision)
        case = append(instance, actor, case, commands.Determine(made, answers), at, touch)  # 6, 7
        instance.reviews.add(reviewed(case.case_id, made, looked, at), at)
        return case


def _made(actor: Actor, seen: DossierRef, decision: Decision) -> Determination:
    return Determination(actor.person, actor.role, decision, seen.digest)


def reviewed(case_id: CaseId, made: Determination, looked: datetime, at: datetime) -> Reviewed:
    """Return a determination as the figures count it: with its decision and the seconds from `looked` to `at`.

    `looked` is when the reviewer first viewed the dossier, and `at` is when they signed.
    """
    approved, seconds = made.decision is Decision.APPROVE, int((at - looked).total_seconds())
    return Reviewed(case_id, made.reviewer, made.role.value, approved, seconds)


def _require_seen(instance: Instance, actor: Actor, case: Case, seen: DossierRef) -> datetime:
    """Return when the reviewer first viewed the dossier. Raises Conflict if they never did, or saw another dossier."""
    looked = first_look(instance.journal.stream(stream_of(case.case_id)), actor.person)
    if looked is None or seen.digest != case.digest:
        raise Conflict(Code.DETERMINATION_VIEW_FIRST)
    return looked


def first_look(events: Sequence[Stored], reviewer: PersonId) -> datetime | None:
    """Return when somebody first viewed the dossier of the case whose events these are. None if they never did."""
    views = (each for each in events if each.kind == Kind.DOSSIER_VIEWED and each.actor == reviewer)
    return next((each.recorded_at for each in views), None)


def _require_under_ceiling(instance: Instance, actor: Actor) -> None:
    """Raise Conflict if the reviewer has reached today's limit (UTC). The same number sizes the docket."""
    today = instance.now().replace(hour=0, minute=0, second=0, microsecond=0)
    limit = instance.configuration.reviews_per_day
    if instance.journal.count(Kind.DETERMINATION_MADE, actor.person, today) >= limit:
        raise Conflict(Code.DETERMINATION_DAILY_LIMIT, count=limit)
