"""Two people decide, each blind to the other, each signing the dossier they saw with their own passkey."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from withhold.casework.checks import acting
from withhold.casework.desk import Desk, stream_of
from withhold.casework.review.acting import act, append
from withhold.casework.review.dossier import challenge_of
from withhold.casework.sign_in.registered_passkeys import holds_still, verify_passkey_signature
from withhold.model.cases import commands
from withhold.model.cases.case import Case
from withhold.model.cases.determination import Answer, Assertion, Decision, Determination
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict, Forbidden
from withhold.model.kinds import Kind
from withhold.records.log.journal import Stored
from withhold.records.projections.reviews import Reviewed


@dataclass(frozen=True, slots=True)
class DossierRef:
    """What a reviewer is shown. Nothing of the other reviewer is in it."""

    case_id: str
    dossier: str
    digest: str


def view_dossier(desk: Desk, actor: Actor, case_id: str) -> DossierRef:
    """Show a reviewer the dossier; the view is an event. Raises Forbidden or Conflict."""
    case = act(desk, actor, case_id, commands.ViewDossier())
    return DossierRef(case_id, case.dossier, case.digest)


def challenge(actor: Actor, seen: DossierRef, decision: Decision, answers: tuple[Answer, ...]) -> bytes:
    """What the reviewer's passkey must sign for this decision on this dossier: 32 bytes."""
    return challenge_of(seen.case_id, seen.digest, actor.person, actor.role, decision, answers)


def determine(
    desk: Desk, actor: Actor, seen: DossierRef, decision: Decision, answers: tuple[Answer, ...], assertion: Assertion
) -> Case:
    """Take in one reviewer's determination; the case after it.

    In order, inside one write: (1) the role may decide and the accreditation is in force; (2) the pack that the
    dossier rests on is in force; (3) this reviewer has viewed this dossier, and it is the case's; (4) every question
    is answered with a reason; (5) the daily ceiling holds; (6) the passkey's assertion verifies over dossier,
    decision and answers, and its counter moves; (7) no stay, and the case takes it. Raises Forbidden, Conflict,
    Stayed, or PasskeyRejected.
    """
    with acting(desk, actor, commands.Determine) as at:  # 1
        case = desk.case(seen.case_id)
        desk.pack.require_current(case.pack, at.date())  # 2
        looked = _require_seen(desk, actor, case, seen)  # 3
        desk.pack.require_answers(answers)  # 4
        _require_under_ceiling(desk, actor)  # 5
        _verify_signature(desk, actor, seen, decision, answers, assertion)  # 6
        made = Determination(actor.person, actor.role, decision, answers, seen.digest, assertion)
        case = append(desk, actor, case, commands.Determine(made), at)  # 7
        desk.reviews.add(reviewed(case.case_id, made, looked, at), at)
        return case


def reviewed(case_id: str, made: Determination, looked: datetime, at: datetime) -> Reviewed:
    """A determination as the figures count it, made at `at` by a reviewer who first looked at `looked`."""
    approved, seconds = made.decision is Decision.APPROVE, int((at - looked).total_seconds())
    return Reviewed(case_id, made.reviewer, made.role.value, approved, seconds)


def _require_seen(desk: Desk, actor: Actor, case: Case, seen: DossierRef) -> datetime:
    """When the reviewer first looked. Raises Conflict if they never did, or at another dossier."""
    looked = first_look(desk.journal.stream(stream_of(case.case_id)), actor.person)
    if looked is None or seen.digest != case.digest:
        raise Conflict("decide on the dossier as it stands: view it first")
    return looked


def first_look(events: Sequence[Stored], reviewer: str) -> datetime | None:
    """When somebody first looked at the dossier of the case whose events these are."""
    views = (each for each in events if each.kind == Kind.DOSSIER_VIEWED and each.actor == reviewer)
    return next((each.recorded_at for each in views), None)


def _require_under_ceiling(desk: Desk, actor: Actor) -> None:
    """Review that nobody could do with care is not review: the ceiling is also what sizes the docket."""
    today = desk.now().replace(hour=0, minute=0, second=0, microsecond=0)
    limit = desk.configuration.reviews_per_day
    if desk.journal.count(Kind.DETERMINATION_MADE, actor.person, today) >= limit:
        raise Conflict(f"You have reached today's limit of {limit} decisions.")


def _verify_signature(
    desk: Desk, actor: Actor, seen: DossierRef, decision: Decision, answers: tuple[Answer, ...], assertion: Assertion
) -> None:
    verify_passkey_signature(desk, actor.person, assertion, challenge(actor, seen, decision, answers))


def verify_again(desk: Desk, case_id: str, made: Determination) -> None:
    """Verify a recorded determination's signature anew, as a release must.

    Raises PasskeyRejected, or Forbidden if the passkey is no longer registered.
    """
    signed = challenge_of(case_id, made.dossier, made.reviewer, made.role, made.decision, made.answers)
    if not holds_still(desk, made.reviewer, made.assertion, signed):
        raise Forbidden("not permitted")
