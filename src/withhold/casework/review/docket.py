"""The docket as its reviewers see it: what waits, in order of arrival, and how much one of them has decided today.

Nothing of a case's content is in it, and nothing of the other reviewer.
"""

from dataclasses import dataclass
from datetime import datetime

from withhold.casework.capacity import docket_room
from withhold.casework.checks import require_accredited
from withhold.casework.desk import Desk, stream_of
from withhold.model.cases import commands
from withhold.model.cases.case import State
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.kinds import Kind

PAGE = 50
"""Cases on one page."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case that waits for a reviewer: since when, of which agency, and whether they have decided it."""

    case_id: str
    agency: str
    since: datetime
    decided: datetime | None


@dataclass(frozen=True, slots=True)
class Docket:
    """A page of the docket, and the load: cases under review, room for more, and the reviewer's own day."""

    waiting: tuple[Waiting, ...]
    under_review: int
    room: int
    decided_today: int
    ceiling: int


def docket_of(desk: Desk, actor: Actor, page: int = 0) -> Docket:
    """A page of the docket, from 0, for a reviewer. Raises Forbidden."""
    authorize(actor, commands.ReadDocket)
    require_accredited(desk, actor)
    rows = desk.cases.docket(PAGE, page * PAGE)
    today = desk.now().replace(hour=0, minute=0, second=0, microsecond=0)
    decided = desk.journal.done_in(Kind.DETERMINATION_MADE, actor.person, [stream_of(each.case_id) for each in rows])
    waiting = [
        Waiting(each.case_id, each.agency, each.docketed_at, decided.get(stream_of(each.case_id)))
        for each in rows
        if each.docketed_at is not None
    ]
    return Docket(
        tuple(waiting),
        desk.cases.awaiting_review(),
        docket_room(desk),
        desk.journal.count(Kind.DETERMINATION_MADE, actor.person, today),
        desk.configuration.reviews_per_day,
    )


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A case that a reviewer decided, and where it stands now."""

    case_id: str
    decided: datetime
    state: State


def reviewed_by(desk: Desk, actor: Actor, limit: int = PAGE) -> list[Reviewed]:
    """The cases that a reviewer decided last. While the other has yet to decide, it stands under review.

    Raises Forbidden.
    """
    authorize(actor, commands.ReadDocket)
    require_accredited(desk, actor)
    latest = desk.journal.latest(Kind.DETERMINATION_MADE, actor.person, limit)
    states = desk.cases.states_of([stream.removeprefix("case/") for stream, _ in latest])
    return [
        Reviewed(case_id, at, State(states[case_id]))
        for case_id, at in ((stream.removeprefix("case/"), at) for stream, at in latest)
        if case_id in states
    ]
