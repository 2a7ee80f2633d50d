"""The accounting of one person, as the custodian can give it: every entry about them, in plain words.

What the log alone shows them needs no custodian: see `ledger.scanning`. This adds what the records know.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from withhold.casework.desk import Desk
from withhold.casework.erasures import erased_at, tombstones
from withhold.casework.proving import signed_checkpoint
from withhold.casework.recording import CASE
from withhold.casework.suspending import suspended_until
from withhold.ledger.accounting import AccountingCode
from withhold.ledger.scanning import scan
from withhold.model import commands
from withhold.model.kinds import Kind
from withhold.model.permissions import Actor, authorise

_EPOCH = date(1970, 1, 1)

SENTENCES: dict[Kind, str] = {
    Kind.ROW_RETURNED: "A request about you fell short and was returned: nothing disclosed.",
    Kind.ROW_REFUSED: "A request about you was refused: nothing disclosed.",
    Kind.REQUEST_RECEIVED: "A request about you was received.",
    Kind.REQUEST_SCREENED: "It was checked against the elements of the law.",
    Kind.REQUEST_DOCKETED: "It was admitted for review by two people.",
    Kind.IDENTITY_NOT_CONFIRMED: "The person could not be confirmed: nothing disclosed.",
    Kind.REVIEW_OPENED: "Its review was opened.",
    Kind.DOSSIER_VIEWED: "A reviewer read it.",
    Kind.DETERMINATION_MADE: "A reviewer decided and signed.",
    Kind.REQUEST_REFUSED: "The request was refused: nothing disclosed.",
    Kind.REQUEST_APPROVED: "Two reviewers approved the request.",
    Kind.RELEASED: "Your latest address was sealed to the named official.",
    Kind.RETRIEVED: "The named official retrieved it.",
    Kind.DISPOSED: "The official certified that it was returned or destroyed.",
    Kind.WITHDRAWN: "The request was withdrawn.",
    Kind.RECALLED: "The custodian recalled the release.",
}
"""Kind -> what it means to the person concerned. Kinds that are about no person are left out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry about a person: its place on the ledger, its day, and what it means."""

    index: int
    day: date
    kind: int
    meaning: str
    erased: str = ""
    """What the custodian's records say of it where its content was erased: when, and where the tombstone is."""
    agency: str = ""
    """Who asked, by name; "" where the records no longer say, or the accounting is suspended."""
    suspended: str = ""
    """Until when (ISO 8601) the custodian says no more of it; "" where it is not suspended."""


def entry_of(index: int, day: int, kind: int) -> Entry:
    """The entry that a scan found: `day` counts from 1970-01-01."""
    try:
        meaning = SENTENCES[Kind(kind)]
    except (KeyError, ValueError):
        meaning = f"An entry of kind {kind}."
    return Entry(index, _EPOCH + timedelta(days=day), kind, meaning)


def issue_code(desk: Desk, tin: str, year: int) -> str:
    """The accounting code of the person with this canonical TIN, to be handed to them in person.

    Issuing is the custodian's act towards the person themself; the code reveals nothing to anyone without it.
    """
    return AccountingCode(year, desk.keyring.subject_key(tin, year)).encode()


def accounting_of(desk: Desk, actor: Actor, code: AccountingCode) -> list[Entry]:
    """Every entry of the code's year about its holder: who asked, what was erased since, what is suspended.

    Holding the code is the entitlement. Raises Forbidden for a role that may not ask, Fault where the ledger does not
    hold.
    """
    authorise(actor, commands.ReadAccounting)
    erased = tombstones(desk)
    entries = []
    for found in scan(code, desk.sequencer.store, signed_checkpoint(desk).checkpoint.size):
        tombstone = erased_at(desk, found.index, erased)
        entry = _told(desk, entry_of(found.index, found.day, found.kind))
        entries.append(entry if tombstone is None else replace(entry, erased=tombstone.said))
    return entries


def _told(desk: Desk, entry: Entry) -> Entry:
    """The entry with what the records know of it."""
    stored, block = desk.journal.holder(entry.index)
    if stored is not None and stored.stream.startswith(CASE):
        case_id = stored.stream.removeprefix(CASE)
        until = suspended_until(desk, case_id)
        if until is not None:
            return replace(entry, suspended=until.isoformat())
        case = desk.cases.found(case_id)
        return replace(entry, agency=_name(desk, case.agency)) if case else entry
    batch = desk.batches.found(block.batch) if block is not None else None
    return replace(entry, agency=_name(desk, batch.agency)) if batch else entry


def _name(desk: Desk, agency: str) -> str:
    known = desk.people.agency(agency)
    return agency if known is None else known.name
