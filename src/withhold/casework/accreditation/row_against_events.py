"""Compares a person's accreditation in the table, which look-ups use, with their events on the ledger.

A release is sealed to a key and relies on passkeys. If somebody replaces a key in the table, for example an official's
sealing key, the comparison fails and nothing is released.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from withhold.casework.accreditation.founders import founders_history
from withhold.casework.instance import Instance
from withhold.casework.publication.proving import LedgerProofs
from withhold.casework.sign_in.key_ownership import require_own_keys
from withhold.events.codec import Event
from withhold.model.errors import Code, Conflict, Fault, Unreadable
from withhold.model.identifiers import PersonId
from withhold.model.occurrences import (
    AccreditationRevoked,
    EnrollmentOpened,
    PasskeyRegistered,
    PersonAccredited,
    TermChanged,
)
from withhold.model.people.accredited_person import accredited_member
from withhold.records.models import Person


def require_recorded_accreditation(instance: Instance, person: PersonId, proofs: LedgerProofs) -> None:
    """Raise Fault unless the person's row agrees with their events and the events are proven to be on the ledger.

    Raises Conflict if an event is not on the ledger yet.
    """
    stored = instance.journal.stream(f"person/{person}")
    for each in stored:
        proofs.prove(each)
    history = founders_history(instance.founding, person) + [instance.recorder.read_event(each) for each in stored]
    verify_row(instance.people.known(person), history)
    verify_own_keys(history[0])


def verify_own_keys(accredited: Event) -> None:
    """Raise Fault unless the event is an accreditation that could be made today, with the person's id on every key."""
    fault = Fault(Code.ACCREDITATION_KEY_FOREIGN)
    if not isinstance(accredited, PersonAccredited):
        raise fault
    try:
        accredited_member(accredited)
        require_own_keys(accredited)
    except (Conflict, Unreadable):
        raise fault from None


def verify_row(row: Person | None, history: Sequence[Event]) -> None:
    """Raise Fault unless the person's row and passkeys are what these events, all of theirs, result in."""
    accredited = next(iter(history), None)
    if row is None or not isinstance(accredited, PersonAccredited) or not _agrees(row, accredited, history):
        raise Fault(Code.ACCREDITATION_DIFFERS)


def _agrees(row: Person, accredited: PersonAccredited, history: Sequence[Event]) -> bool:
    revoked = any(isinstance(each, AccreditationRevoked) for each in history)
    passkeys = {each.credential_id: each.public_key for each in row.passkeys.all()}
    on_record = {str(each["credential_id"]): each["public_key"] for each in passkeys_of(history)}
    return (
        (row.person_id, row.role, row.agency, row.office) == (accredited.person, *_office(accredited))
        and (row.name, row.title, row.address) == (accredited.name, accredited.title, accredited.address)
        and (dict(row.keys), row.revoked_at is not None) == (dict(accredited.keys), revoked)
        and (_text(row.valid_from), _text(row.valid_until)) == _term(accredited, history)
        and passkeys == on_record
    )


def _term(accredited: PersonAccredited, history: Sequence[Event]) -> tuple[str, str]:
    changed = [(each.valid_from, each.valid_until) for each in history if isinstance(each, TermChanged)]
    return changed[-1] if changed else (accredited.valid_from, accredited.valid_until)


def passkeys_of(history: Sequence[Event]) -> list[Mapping[str, str | int]]:
    """Return the records of the passkeys that a person has according to their events."""
    present: list[Mapping[str, str | int]] = []
    for each in history:
        match each:
            case PersonAccredited(passkeys=passkeys):
                present += passkeys
            case EnrollmentOpened(recovery=True):
                present.clear()  # a recovery ends the passkeys registered before it
            case PasskeyRegistered(passkey=passkey):
                present.append(passkey)
    return present


def _office(accredited: PersonAccredited) -> tuple[str, str, str]:
    return accredited.role, accredited.agency, accredited.office


def _text(day: date | None) -> str:
    return "" if day is None else day.isoformat()
