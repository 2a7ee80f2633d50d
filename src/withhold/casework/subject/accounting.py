"""The accounting of one person, as the custodian can give it: every entry about them, in plain words.

What the log alone shows them needs no custodian: see `ledger.scanning`. This adds what the records know.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from withhold.casework.desk import Desk
from withhold.casework.erasure.erasures import erased_at, tombstones
from withhold.casework.publication.proving import signed_checkpoint
from withhold.casework.subject.suspending import suspended_until
from withhold.events.recorder import CASE
from withhold.ledger.accounting_code import AccountingCode
from withhold.ledger.scanning import scan
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.kinds import Kind

_EPOCH = date(1970, 1, 1)

SENTENCES: dict[Kind, str] = {
    Kind.ROW_RETURNED: "A request about you fell short and was returned: nothing disclosed.",
    Kind.ROW_REFUSED: "A request about you was refused: nothing disclosed.",
    Kind.REQUEST_DOCKETED: "A request about you was received, checked against the elements of the law and "
    "admitted for review by two people.",
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
"""Kind -> what it means to the record subject. Kinds that are about no person are left out."""
OTHER = "An entry of kind {kind}."


@dataclass(frozen=True, slots=True)
class Erasure:
    """That an entry's content was erased, and which entry says so; None until that one has its place."""

    day: date
    tombstone: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry about a person: its place on the ledger, its day, and what it means."""

    index: int
    day: date
    kind: int
    meaning: str
    """"" if the accounting is suspended."""
    erased: Erasure | None = None
    """When its content was erased; None if it was not, or the accounting is suspended."""
    agency: str = ""
    """Who asked, by name; "" if the records no longer say, or the accounting is suspended."""
    suspended: str = ""
    """Until when (ISO 8601) the custodian says no more of it; "" if it is not suspended."""


def entry_of(index: int, day: int, kind: int) -> Entry:
    """The entry that a scan found: `day` counts from 1970-01-01."""
    try:
        meaning = SENTENCES[Kind(kind)]
    except (KeyError, ValueError):
        meaning = OTHER.format(kind=kind)
    return Entry(index, _EPOCH + timedelta(days=day), kind, meaning)


def issue_code(desk: Desk, tin: str, year: int) -> str:
    """The accounting code of the person with this canonical TIN, to be handed to them in person.

    Issuing is the custodian's act towards the person themself; the code reveals nothing to anyone without it.
    """
    return AccountingCode(year, desk.keyring.subject_key(tin, year)).encode()


def accounting_of(desk: Desk, actor: Actor, code: AccountingCode) -> list[Entry]:
    """Every entry of the code's year about its holder: who asked, what was erased since, what is suspended.

    The page and the command both answer with this and nothing else. A suspended entry carries no more than its place.

    Holding the code is the entitlement. Raises Forbidden for a role that may not ask, Fault if the ledger does not
    hold.
    """
    authorize(actor, commands.ReadAccounting)
    erased = tombstones(desk)
    entries = []
    for found in scan(code, desk.sequencer.store, signed_checkpoint(desk).checkpoint.size):
        tombstone = erased_at(desk, found.index, erased)
        entry = _told(desk, entry_of(found.index, found.day, found.kind))
        if tombstone is not None and not entry.suspended:
            entry = replace(entry, erased=Erasure(tombstone.at.date(), tombstone.stored.position))
        entries.append(entry)
    return entries


def _told(desk: Desk, entry: Entry) -> Entry:
    """The entry with what the records know of it."""
    stored, block = desk.journal.holder(entry.index)
    if stored is not None and stored.stream.startswith(CASE):
        case_id = stored.stream.removeprefix(CASE)
        until = suspended_until(desk, case_id)
        if until is not None:
            return replace(entry, meaning="", suspended=until.isoformat())
        case = desk.cases.get(case_id)
        return replace(entry, agency=_name(desk, case.agency)) if case else entry
    batch = desk.batches.get(block.batch) if block is not None else None
    return replace(entry, agency=_name(desk, batch.agency)) if batch else entry


def _name(desk: Desk, agency: str) -> str:
    known = desk.people.agency(agency)
    return agency if known is None else known.name
