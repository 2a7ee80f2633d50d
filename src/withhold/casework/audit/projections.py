"""The part of an audit that rebuilds from the events what the tables should contain, and names each row that differs.

Releases rely on accreditations, passkeys and stays, so an altered row there matters as much as an altered event. For
example, a stay that somebody deleted from its table is a finding.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime

from withhold.casework.accreditation.founders import founder_accredited
from withhold.casework.accreditation.row_against_events import verify_own_keys, verify_row
from withhold.casework.erasure.erasures import Tombstone
from withhold.casework.instance import Instance, case_of
from withhold.casework.review.determining import first_look, reviewed
from withhold.casework.sign_in.key_ownership import key_ids
from withhold.events.codec import Event
from withhold.identity.tins import canonical_tin
from withhold.model.cases.case import Case
from withhold.model.errors import Fault, WithholdError
from withhold.model.identifiers import AgencyId, CaseId
from withhold.model.kinds import Kind
from withhold.model.occurrences import (
    AgencyAccredited,
    PasskeyRegistered,
    PersonAccredited,
    SafeguardsAssessed,
    StayLifted,
    StayPlaced,
)
from withhold.records.log.journal import Stored
from withhold.records.models import CaseIndex
from withhold.records.projections.reviews import Reviewed
from withhold.tlog.errors import LogError

Difference = tuple[str, str]


def audit_projections(instance: Instance, erased: Mapping[str, Tombstone]) -> Iterator[Difference]:
    """Yield (place, what is wrong) for each case, person, key, agency and stay whose row differs from the events."""
    yield from _cases(instance, {case_id for each in erased.values() for case_id in each.erased.counted})
    people = _with_founders(instance, {stream: history for stream, _, history in _histories(instance, "person/")})
    yield from _people(instance, people)
    yield from _keys(instance, people)
    yield from _agencies(instance)
    yield from _stays(instance)


def _with_founders(
    instance: Instance, histories: Mapping[str, Sequence[Event]]
) -> Sequence[tuple[str, Sequence[Event]]]:
    """Return each person's events, oldest stream first. A founder's begin with what the founding statement has."""
    founders = () if instance.founding is None else instance.founding.founders
    begun = {f"person/{each.person}": [founder_accredited(each)] for each in founders}
    later = {stream: [*begun.get(stream, []), *history] for stream, history in histories.items()}
    return [*(begun | later).items()]


def _histories(instance: Instance, prefix: str) -> Iterator[tuple[str, list[Stored], list[Event]]]:
    """Yield (stream, its rows, its events), oldest stream first, without streams that the audit of events has named."""
    for some in instance.journal.histories(prefix):
        for stream, stored in some.items():
            try:
                history = [instance.recorder.read_event(each) for each in stored]
            except (WithholdError, LogError):
                continue
            yield stream, stored, history


def _cases(instance: Instance, counted: Set[CaseId]) -> Iterator[Difference]:
    streams = {case_of(name) for name in instance.journal.streams("case/")}
    indexed, reviews = set(instance.cases.list_all()), instance.reviews.by_case()
    for case_id in sorted(indexed ^ streams):
        yield f"case {case_id}", "is in the index or in the events, not in both"
    for some in instance.journal.histories("case/"):
        rows = instance.cases.find(map(case_of, some))
        for stream, stored in some.items():
            case_id = case_of(stream)
            if case_id not in rows:
                continue
            try:
                case = instance.folded(case_id, stored)
            except (WithholdError, LogError):
                continue  # named among the events
            if not _case_agrees(instance, case, stored, rows[case_id], counted):
                yield f"case {case_id}", "the index does not agree with its events"
            if reviews.get(case_id, []) != _reviewed(case, stored):
                yield f"case {case_id}", "the figures on reviewing count other determinations than its events have"
    for case_id in sorted(reviews.keys() - streams):
        yield f"case {case_id}", "is counted as reviewed without an event"


def _reviewed(case: Case, stored: Sequence[Stored]) -> list[Reviewed]:
    """Return the case's determinations as the figures must count them."""
    decided = {each.actor: each.recorded_at for each in stored if each.kind == Kind.DETERMINATION_MADE}
    found = []
    for made in case.determinations:
        looked, at = first_look(stored, made.reviewer), decided.get(made.reviewer)
        if looked is not None and at is not None:
            found.append(reviewed(case.case_id, made, looked, at))
    return found


def _case_agrees(
    instance: Instance, case: Case, stored: Sequence[Stored], found: CaseIndex, counted: Set[CaseId]
) -> bool:
    """Return whether the row of the index agrees with the events. `counted` is what the tombstones state."""
    return (
        (found.state, found.version, found.agency, found.batch, found.row)
        == (case.state.value, case.version, case.agency, case.batch, case.row)
        and (found.official, found.signer, found.purpose) == (case.official, case.signer, case.purpose)
        and _found_by(instance, case, found, counted)
        and (found.received_at, found.docketed_at, found.retrieved_at)
        == (_when(stored, Kind.REQUEST_DOCKETED), _when(stored, Kind.REQUEST_DOCKETED), _when(stored, Kind.RETRIEVED))
    )


def _found_by(instance: Instance, case: Case, found: CaseIndex, counted: Set[CaseId]) -> bool:
    """Return whether the columns by which a case is found agree with its request, and are empty if it was erased."""
    if case.content is None:
        left = (found.request_ref, found.keys, bytes(found.subject), bytes(found.matter), bytes(found.text))
        return not any(left) and found.counts_person is (case.case_id in counted)
    # The keyed hash of the matter is left out, because only screening knows the matter's canonical form.
    request = case.content.request
    subject = instance.keyring.subject(canonical_tin(request.tin) or "")
    return (found.request_ref, bytes(found.subject)) == (request.request_ref, subject)


def _when(stored: Sequence[Stored], kind: Kind) -> datetime | None:
    return next((each.recorded_at for each in stored if each.kind == kind), None)


def _people(instance: Instance, people: Sequence[tuple[str, Sequence[Event]]]) -> Iterator[Difference]:
    known, rows = set(), instance.people.everyone()
    for stream, history in people:
        accredited = history[0]
        if not isinstance(accredited, PersonAccredited):
            yield stream, "does not begin with an accreditation"
            continue
        known.add(accredited.person)
        try:
            verify_row(rows.get(accredited.person), history)
        except Fault:
            yield f"person {accredited.person}", "the accreditation in force is not the one on record"
    for person in sorted(rows.keys() - known):
        yield f"person {person}", "is accredited without an event"


def _keys(instance: Instance, people: Sequence[tuple[str, Sequence[Event]]]) -> Iterator[Difference]:
    """Yield keys that two people have according to the events, keys of another's name, and rows that differ."""
    owners: dict[str, str] = {}
    for stream, history in people:
        try:
            entered = [each for each in history if isinstance(each, PersonAccredited | PasskeyRegistered)]
            taken = [(digest, each.person) for each in entered for digest in key_ids(each)]
        except (WithholdError, LogError):
            continue  # named below
        for digest, person in taken:
            if digest in owners:
                yield f"person {person}", "has a key or passkey that was registered before"
            owners.setdefault(digest, person)
        try:
            verify_own_keys(history[0])
        except Fault:
            yield stream, "could not be accredited like this: a key is another's, or the role or term does not exist"
    used = instance.people.used_keys()
    for digest in sorted(owners.keys() | used.keys()):
        if owners.get(digest) != used.get(digest):
            yield f"person {owners.get(digest) or used[digest]}", "the table of keys does not agree with the events"


def _agencies(instance: Instance) -> Iterator[Difference]:
    agencies = {each.agency_id: each for each in instance.people.agencies()}
    for name in sorted(
        agencies.keys() | {name.removeprefix("agency/") for name in instance.journal.streams("agency/")}
    ):
        try:
            history = [instance.recorder.read_event(stored) for stored in instance.journal.stream(f"agency/{name}")]
        except (WithholdError, LogError):
            continue
        entered = [(each.name, each.address) for each in history if isinstance(each, AgencyAccredited)]
        assessed = [each.good for each in history if isinstance(each, SafeguardsAssessed)]
        found = agencies.get(AgencyId(name))
        if found is None or ((found.name, found.address), found.safeguards_good) != _last(entered, assessed):
            yield f"agency {name}", "its safeguard standing, name or address is not the one on record"


def _last(entered: Sequence[tuple[str, str]], assessed: Sequence[bool]) -> object:
    return (entered[-1], assessed[-1]) if entered and assessed else None


def _stays(instance: Instance) -> Iterator[Difference]:
    known = set()
    for stream, rows, history in _histories(instance, "stay/"):
        stay_id = stream.removeprefix("stay/")
        known.add(stay_id)
        placed = history[0]
        found = instance.stays.known(stay_id)
        lifted = any(isinstance(each, StayLifted) for each in history)
        proposers = [row.actor for row in rows if row.kind == Kind.STAY_LIFT_PROPOSED]
        if (
            not isinstance(placed, StayPlaced)
            or found is None
            or (found.scope, found.value, found.lifted_at is not None) != (placed.scope, placed.value, lifted)
            or found.proposed_by != "".join(proposers)
        ):
            yield f"stay {stay_id}", "its row does not agree with its events"
    for stay_id in sorted(set(instance.stays.list_all()) - known):
        yield f"stay {stay_id}", "is on the table without an event"
