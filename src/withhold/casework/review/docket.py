"""The docket as its reviewers see it: the waiting cases in order of arrival, and what one reviewer has decided today.

It contains nothing of a case's content and nothing about the other reviewer.
"""

from dataclasses import dataclass
from datetime import datetime

from withhold.casework.capacity import docket_room
from withhold.casework.checks import require_accredited
from withhold.casework.instance import Instance, case_of, stream_of
from withhold.model.cases import commands
from withhold.model.cases.case import State
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.identifiers import AgencyId, CaseId
from withhold.model.kinds import Kind

PAGE = 50
"""Cases on one page."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case on the docket. `decided` is when this reviewer decided it, or None."""

    case_id: CaseId
    agency: AgencyId
    since: datetime
    decided: datetime | None


@dataclass(frozen=True, slots=True)
class Docket:
    """A page of the docket, with the load: cases under review, room for more, and what the reviewer decided today."""

    waiting: tuple[Waiting, ...]
    under_review: int
    room: int
    decided_today: int
    ceiling: int


def docket_of(instance: Instance, actor: Actor, page: int = 0) -> Docket:
    """Return a page of the docket for a reviewer. Pages are numbered from 0. Raises Forbidden."""
    authorize(actor, commands.ReadDocket)
    require_accredited(instance, actor)
    rows = [(CaseId(each.case_id), each) for each in instance.cases.docket(PAGE, page * PAGE)]
    today = instance.now().replace(hour=0, minute=0, second=0, microsecond=0)
    decided = instance.journal.done_in(
        Kind.DETERMINATION_MADE, actor.person, [stream_of(case_id) for case_id, _ in rows]
    )
    waiting = [
        Waiting(case_id, each.agency, each.docketed_at, decided.get(stream_of(case_id)))
        for case_id, each in rows
        if each.docketed_at is not None
    ]
    return Docket(
        tuple(waiting),
        instance.cases.awaiting_review(),
        docket_room(instance),
        instance.journal.count(Kind.DETERMINATION_MADE, actor.person, today),
        instance.configuration.reviews_per_day,
    )


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A case that a reviewer decided, and its state now."""

    case_id: CaseId
    decided: datetime
    state: State


def reviewed_by(instance: Instance, actor: Actor, limit: int = PAGE) -> list[Reviewed]:
    """Return the cases that a reviewer decided last, at most `limit`, with their states now.

    For example, a case is still under review if the other reviewer has not decided it. Raises Forbidden.
    """
    authorize(actor, commands.ReadDocket)
    require_accredited(instance, actor)
    latest = instance.journal.latest(Kind.DETERMINATION_MADE, actor.person, limit)
    states = instance.cases.states_of([case_of(stream) for stream, _ in latest])
    return [
        Reviewed(case_id, at, State(states[case_id]))
        for case_id, at in ((case_of(stream), at) for stream, at in latest)
        if case_id in states
    ]
