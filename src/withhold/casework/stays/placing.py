"""Placing and lifting stays.

One person places a stay, and it takes effect at once, at every step. Lifting it takes two people.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from withhold.casework.checks import acting, require_accredited
from withhold.casework.desk import Desk
from withhold.casework.stays.scopes import covered, label_of, stopped_by
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


def place_stay(
    desk: Desk,
    actor: Actor,
    scope: str,
    value: str,
    reason: str,
    *,
    channel: Channel = Channel.PAGES,
    confirm_none: bool = False,
) -> PlacedStay:
    """Stop everything in scope from the moment this returns. Returns what the stay covers and what it stopped.

    `value` is the id or name of the agency or the named official, the id of the case, the TIN of a person, or "" for
    everything. A stay that would stop nothing now is placed only with `confirm_none`, because it may be a mistake. For
    example, the TIN may be mistyped, or the first request about the person may still be to come. A stay on everything
    needs no confirmation.

    Raises Forbidden, ScopeUnknown if the value is not on record, StopsNothing, or Conflict if no reason is given.
    """
    with acting(desk, actor, commands.PlaceStay) as at:
        given = required_reason(reason, "a stay")
        stay_id = desk.entropy(8).hex()
        found = covered(desk, scope, value)
        stopped = stopped_by(desk, found.scope, found.value)
        if not stopped.cases and found.scope is not EVERYTHING and not confirm_none:
            raise StopsNothing(Code.STAY_STOPS_NOTHING, label=found.label)
        stream = desk.recorder.tail(f"stay/{stay_id}")
        desk.recorder.record(stream, [StayPlaced(found.scope, found.value, given, channel)], actor, at)
        desk.stays.place(stay_id, found.scope, found.value, at)
    return PlacedStay(stay_id, found.scope, found.label, stopped)


def lift_stay(desk: Desk, actor: Actor, stay_id: str, reason: str) -> bool:
    """Agree to lift a stay. The first person proposes, and a second, different person lifts it.

    Returns whether the stay is lifted now. Raises Forbidden, or Conflict if no such stay is in force, no reason is
    given or the same person agrees twice.
    """
    with acting(desk, actor, commands.LiftStay) as at:
        given = required_reason(reason, "lifting a stay")
        stay = desk.stays.get(stay_id)
        if stay.proposed_by == actor.person:
            raise Conflict(Code.STAY_SECOND_PERSON)
        stream = desk.recorder.tail(f"stay/{stay_id}")
        if not stay.proposed_by:
            desk.recorder.record(stream, [StayLiftProposed(given)], actor, at)
            desk.stays.propose_lift(stay_id, actor.person)
            return False
        desk.recorder.record(stream, [StayLifted(stay.proposed_by)], actor, at)
        desk.stays.lift(stay_id, at)
    return True


def require_no_stay(desk: Desk, case: Case) -> None:
    """Raise Stayed if a stay covers the case. Call inside the write that the check guards."""
    if desk.stays.covers(_scopes_of(desk, case)):
        raise Stayed(Code.STAY_IN_FORCE)


def require_no_recorded_stay(desk: Desk, case: Case) -> None:
    """Raise Stayed if a stay covers the case according to the events, and not according to the table of stays.

    So a release does not pass because somebody removed a stay from the table. Raises Fault if the record of a stay
    cannot be read.
    """
    scopes = {(EVERYTHING, ""), *_scopes_of(desk, case)}
    for rows in (rows for some in desk.journal.histories("stay/") for rows in some.values()):
        history = [desk.recorder.read_event(stored) for stored in rows]
        lifted = any(isinstance(each, StayLifted) for each in history)
        if not lifted and any(isinstance(each, StayPlaced) and (each.scope, each.value) in scopes for each in history):
            raise Stayed(Code.STAY_IN_FORCE)


def _scopes_of(desk: Desk, case: Case) -> Iterator[tuple[StayScope, str]]:
    yield AGENCY, case.agency
    yield OFFICIAL, case.request.official_id
    yield CASE, case.case_id
    yield SUBJECT, desk.keyring.subject(canonical_tin(case.request.tin) or "").hex()


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


def known_stays(desk: Desk, actor: Actor) -> list[KnownStay]:
    """Return every stay: those in force first, and in each group the latest first. Raises Forbidden."""
    authorize(actor, commands.PlaceStay)
    require_accredited(desk, actor)
    found = [_known(desk, *stay) for some in desk.journal.histories("stay/") for stay in some.items()]
    return sorted(found, key=lambda each: (each.lifted_at is None, each.placed_at), reverse=True)


def _known(desk: Desk, stream: str, history: Sequence[Stored]) -> KnownStay:
    placed = desk.recorder.read_event(history[0])
    assert isinstance(placed, StayPlaced)
    proposers = [each.actor for each in history if each.kind == Kind.STAY_LIFT_PROPOSED]
    lifted = [each.recorded_at for each in history if each.kind == Kind.STAY_LIFTED]
    return KnownStay(
        stay_id=stream.removeprefix("stay/"),
        scope=placed.scope,
        value="" if placed.scope is SUBJECT else placed.value,
        label=label_of(desk, placed.scope, placed.value),
        placed_by=history[0].actor,
        placed_at=history[0].recorded_at,
        reason=placed.reason,
        channel=placed.channel,
        proposed_by="".join(proposers[-1:]),
        lifted_at=lifted[0] if lifted else None,
        stops=None if lifted else stopped_by(desk, placed.scope, placed.value),
    )
