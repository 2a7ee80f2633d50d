"""The part of an audit that rebuilds what the tables derive from events, and names each row that differs.

Releases rest on accreditations, passkeys and stays: a row altered there is as grave as an altered event.
"""

from collections.abc import Iterator

from withhold.casework.accreditation_record import agrees_with_record
from withhold.casework.desk import Desk
from withhold.model.errors import WithholdError
from withhold.model.occurrences import (
    PersonAccredited,
    SafeguardsAssessed,
    StayLifted,
    StayPlaced,
)

Difference = tuple[str, str]


def audit_projections(desk: Desk) -> Iterator[Difference]:
    """Every (where, what) in which the index of cases, the people or the stays differ from the events."""
    yield from _cases(desk)
    yield from _people(desk)
    yield from _agencies(desk)
    yield from _stays(desk)


def _cases(desk: Desk) -> Iterator[Difference]:
    streams = {name.removeprefix("case/") for name in desk.journal.streams("case/")}
    indexed = set(desk.cases.every())
    for case_id in sorted(indexed ^ streams):
        yield f"case {case_id}", "stands in the index or in the events, not in both"
    for case_id in sorted(indexed & streams):
        found = desk.cases.found(case_id)
        try:
            case = desk.case(case_id)
        except WithholdError:
            continue  # named among the events
        if found is None or (found.state, found.version) != (case.state.value, case.version):
            yield f"case {case_id}", "the index does not say what its events add up to"


def _people(desk: Desk) -> Iterator[Difference]:
    known = set()
    for stream in desk.journal.streams("person/"):
        try:
            history = [desk.recorder.happening(stored) for stored in desk.journal.stream(stream)]
        except WithholdError:
            continue
        accredited = history[0]
        if not isinstance(accredited, PersonAccredited):
            yield stream, "does not begin with an accreditation"
            continue
        known.add(accredited.person)
        if not agrees_with_record(desk, accredited.person, history):
            yield f"person {accredited.person}", "the accreditation in force is not the one on record"
    for person in sorted(set(desk.people.everyone()) - known):
        yield f"person {person}", "is accredited without an event"


def _agencies(desk: Desk) -> Iterator[Difference]:
    for agency in desk.people.agencies():
        try:
            history = [desk.recorder.happening(stored) for stored in desk.journal.stream(f"agency/{agency.agency_id}")]
        except WithholdError:
            continue
        assessed = [each.good for each in history if isinstance(each, SafeguardsAssessed)]
        if not assessed or assessed[-1] != agency.safeguards_good:
            yield f"agency {agency.agency_id}", "its safeguard standing is not the one on record"


def _stays(desk: Desk) -> Iterator[Difference]:
    known = set()
    for stream in desk.journal.streams("stay/"):
        try:
            history = [desk.recorder.happening(stored) for stored in desk.journal.stream(stream)]
        except WithholdError:
            continue
        stay_id = stream.removeprefix("stay/")
        known.add(stay_id)
        placed = history[0]
        found = desk.stays.known(stay_id)
        lifted = any(isinstance(each, StayLifted) for each in history)
        if (
            not isinstance(placed, StayPlaced)
            or found is None
            or (found.scope, found.value, found.lifted_at is not None) != (placed.scope, placed.value, lifted)
        ):
            yield f"stay {stay_id}", "what is in force is not what is on record"
    for stay_id in sorted(set(desk.stays.every()) - known):
        yield f"stay {stay_id}", "stands without an event"
