"""Placing and lifting stays.

One person places a stay, and it takes effect at once, at every step. Lifting it takes two people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from withhold.casework.acts.signing import leaf_of, record_act
from withhold.casework.checks import acting, require_accredited
from withhold.casework.instance import Instance
from withhold.casework.stays.scopes import covered, label_of, stopped_by
from withhold.events.acts import Draft, Terms, Touch
from withhold.identity.tins import canonical_tin
from withhold.model.cases import commands
from withhold.model.cases.case import Case
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Code, Conflict
from withhold.model.given_reasons import required_reason
from withhold.model.kinds import Kind
from withhold.model.occurrences import StayLifted, StayLiftProposed, StayPlaced
from withhold.model.stays import Channel, StayScope, Stopped
from withhold.records.log.journal import Stored
from withhold.records.projections.stays import AGENCY, CASE, EVERYTHING, OFFICIAL, SUBJECT


class Stayed(Conflict):
    """A stay covers this. Nothing in its scope can happen until two people have lifted it."""


class StopsNothing(Conflict):
    """The stay would stop nothing now, and the person who places it has not confirmed it. Nothing was recorded."""


@dataclass(frozen=True, slots=True)
class PlacedStay:
    """A stay that was just placed: what it covers, as people read it, and what it stopped."""

    stay_id: str
    scope: StayScope
    label: str
    stopped: Stopped


def placement(instance: Instance, actor: Actor, scope: str, value: str, reason: str, terms: Terms) -> Draft:
    """Return what the passkey must sign to place this stay. The stay's id comes from the nonce of the act.

    Raises Forbidden, ScopeUnknown if the value is not on record, or Conflict if no reason is given.
    """
    authorize(actor, commands.PlaceStay)
    found, given = covered(instance, scope, value), required_reason(reason, "a stay")
    return Draft(f"stay/{terms.nonce[:16]}", StayPlaced(found.scope, found.value, given, Channel.PAGES))


def place_stay(
    instance: Instance,
    actor: Actor,
    scope: str,
    value: str,
    reason: str,
    touch: Touch | None,
    *,
    confirm_none: bool = False,
) -> PlacedStay:
    """Stop everything in scope from the moment this returns. Returns what the stay covers and what it stopped.

    `touch` is the signature of the person who places it. It is None at the console, and then the event is marked
    `console`, because a stay must be possible when no page works.

    `value` is the id or name of the agency or the named official, the id of the case, the TIN of a person, or "" for
    everything. A stay that would stop nothing now is placed only with `confirm_none`, because it may be a mistake. For
    example, the TIN may be mistyped, or the first request about the person may still be to come. A stay on everything
    needs no confirmation.

    Raises Forbidden, ScopeUnknown if the value is not on record, StopsNothing, PasskeyRejected, or Conflict if no
    reason is given.
    """
    with acting(instance, actor, commands.PlaceStay) as at:
        given = required_reason(reason, "a stay")
        found = covered(instance, scope, value)
        stopped = stopped_by(instance, found.scope, found.value)
        if not stopped.cases and found.scope is not EVERYTHING and not confirm_none:
            raise StopsNothing(Code.STAY_STOPS_NOTHING, label=found.label)
        if touch is None:
            stay_id = instance.entropy(8).hex()
            stream = instance.recorder.tail(f"stay/{stay_id}")
            placed = StayPlaced(found.scope, found.value, given, Channel.CONSOLE)
            instance.recorder.record(stream, [placed], actor, at)
        else:
            draft = placement(instance, actor, scope, value, reason, touch.terms)
            stay_id = draft.about.removeprefix("stay/")
            record_act(instance, actor, draft, touch, at)
        instance.stays.place(stay_id, found.scope, found.value, at)
    return PlacedStay(stay_id, found.scope, found.label, stopped)


def lifting(instance: Instance, actor: Actor, stay_id: str, reason: str) -> Draft:
    """Return what the passkey must sign to agree to lift a stay: a proposal, or the lifting if somebody proposed it.

    It names the entries that it rests on: the placing of the stay, and the proposal. Raises Forbidden, or Conflict if
    no such stay is in force, no reason is given, or the person placed the stay or has proposed to lift it.
    """
    authorize(actor, commands.LiftStay)
    given = required_reason(reason, "lifting a stay")
    history = instance.journal.stream(f"stay/{stay_id}")
    if not history or any(each.kind == Kind.STAY_LIFTED for each in history):
        raise Conflict(Code.STAY_NOT_IN_FORCE)
    if history[0].actor == actor.person:
        raise Conflict(Code.STAY_PLACED_BY_YOU)
    proposed = [each for each in history if each.kind == Kind.STAY_LIFT_PROPOSED]
    if not proposed:
        return Draft(f"stay/{stay_id}", StayLiftProposed(given), (leaf_of(history[0]),))
    if proposed[-1].actor == actor.person:
        raise Conflict(Code.STAY_SECOND_PERSON)
    lifted = StayLifted(proposed[-1].actor)
    return Draft(f"stay/{stay_id}", lifted, (leaf_of(history[0]), leaf_of(proposed[-1])))


def lift_stay(instance: Instance, actor: Actor, stay_id: str, reason: str, touch: Touch) -> bool:
    """Agree to lift a stay. The first person proposes, and a second, different person lifts it.

    Neither of them may have placed it. Returns whether the stay is lifted now. Raises as `lifting` does, or
    PasskeyRejected.
    """
    with acting(instance, actor, commands.LiftStay) as at:
        draft = lifting(instance, actor, stay_id, reason)
        record_act(instance, actor, draft, touch, at)
        if isinstance(draft.event, StayLiftProposed):
            instance.stays.propose_lift(stay_id, actor.person)
            return False
        instance.stays.lift(stay_id, at)
    return True


def require_no_stay(instance: Instance, case: Case) -> None:
    """Raise Stayed if a stay covers the case. Call inside the write that the check guards."""
    if instance.stays.covers(_scopes_of(instance, case)):
        raise Stayed(Code.STAY_IN_FORCE)


def require_no_recorded_stay(instance: Instance, case: Case) -> None:
    """Raise Stayed if a stay covers the case according to the events, and not according to the table of stays.

    So a release does not pass because somebody removed a stay from the table. Raises Fault if the record of a stay
    cannot be read.
    """
    scopes = {(EVERYTHING, ""), *_scopes_of(instance, case)}
    for rows in (rows for some in instance.journal.histories("stay/") for rows in some.values()):
        history = [instance.recorder.read_event(stored) for stored in rows]
        lifted = any(isinstance(each, StayLifted) for each in history)
        if not lifted and any(isinstance(each, StayPlaced) and (each.scope, each.value) in scopes for each in history):
            raise Stayed(Code.STAY_IN_FORCE)


def _scopes_of(instance: Instance, case: Case) -> Iterator[tuple[StayScope, str]]:
    yield AGENCY, case.agency
    yield OFFICIAL, case.official
    yield CASE, case.case_id
    if case.content is not None:  # nobody can tell any more whom an erased case was about
        yield SUBJECT, instance.keyring.subject(canonical_tin(case.request.tin) or "").hex()


@dataclass(frozen=True, slots=True)
class KnownStay:
    """A stay, in force or lifted: what it covers, who placed it, when and why, and who proposed to lift it."""

    stay_id: str
    scope: StayScope
    value: str
    """The id of what it covers, or "" for everything and for a person."""
    label: str
    """The name with the id, for example "Bureau of Examples (AGY-0001)". For a person, only "A person"."""
    placed_by: str
    placed_at: datetime
    reason: str
    channel: Channel
    proposed_by: str
    lifted_at: datetime | None
    stops: Stopped | None
    """What it stops now. None if it is lifted."""


def known_stays(instance: Instance, actor: Actor) -> list[KnownStay]:
    """Return every stay: those in force first, and in each group the latest first. Raises Forbidden."""
    authorize(actor, commands.PlaceStay)
    require_accredited(instance, actor)
    found = [_known(instance, *stay) for some in instance.journal.histories("stay/") for stay in some.items()]
    return sorted(found, key=lambda each: (each.lifted_at is None, each.placed_at), reverse=True)


def _known(instance: Instance, stream: str, history: Sequence[Stored]) -> KnownStay:
    placed = instance.recorder.read_event(history[0])
    assert isinstance(placed, StayPlaced)
    proposers = [each.actor for each in history if each.kind == Kind.STAY_LIFT_PROPOSED]
    lifted = [each.recorded_at for each in history if each.kind == Kind.STAY_LIFTED]
    return KnownStay(
        stay_id=stream.removeprefix("stay/"),
        scope=placed.scope,
        value="" if placed.scope is SUBJECT else placed.value,
        label=label_of(instance, placed.scope, placed.value),
        placed_by=history[0].actor,
        placed_at=history[0].recorded_at,
        reason=placed.reason,
        channel=placed.channel,
        proposed_by="".join(proposers[-1:]),
        lifted_at=lifted[0] if lifted else None,
        stops=None if lifted else stopped_by(instance, placed.scope, placed.value),
    )
