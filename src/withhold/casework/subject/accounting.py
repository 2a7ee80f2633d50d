"""The accounting of one person: every entry about them, in plain words.

A person can find the entries in the log without the custodian (`ledger.scanning`). This module adds what the records
have, for example the name of the agency that asked.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from withhold.casework.erasure.erasures import erased_at, tombstones
from withhold.casework.instance import Instance, case_of
from withhold.casework.publication.proving import signed_checkpoint
from withhold.casework.subject.suspending import suspended_until
from withhold.events.recorder import CASE
from withhold.ledger.accounting_code import AccountingCode
from withhold.ledger.scanning import scan
from withhold.messages.catalogs import has, text
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.identifiers import AgencyId
from withhold.records.log.journal import Stored
from withhold.records.models import Block

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Erasure:
    """The day on which an entry's content was erased, and the position of the tombstone (None if it has none yet)."""

    day: date
    tombstone: int | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry about a person: its position on the ledger, its day, and what it means."""

    index: int
    day: date
    kind: int
    meaning: str
    """"" if the accounting is suspended."""
    erased: Erasure | None = None
    """When its content was erased. None if it was not, or if the accounting is suspended."""
    agency: str = ""
    """The name of the agency that asked. "" if the records no longer have it, or if the accounting is suspended."""
    suspended: str = ""
    """The last day (ISO 8601) on which the custodian reveals no more about it. "" if it is not suspended."""


def entry_of(index: int, day: int, kind: int) -> Entry:
    """Return the entry that a scan found. `day` is the number of days since 1970-01-01.

    `kind` is the kind that its leaf shows, or its own kind if the records are there to tell it.
    """
    return Entry(index, _EPOCH + timedelta(days=day), kind, _meaning(kind))


def _meaning(kind: int) -> str:
    known = has(f"step.{kind}", "en")
    return text(f"step.{kind}") if known else text("page.other_kind", {"kind": kind})


def issue_code(instance: Instance, tin: str, year: int) -> str:
    """Return the accounting code of the person with this canonical TIN, to be handed to them in person.

    Without the code, nobody can find the person's entries on the ledger.
    """
    return AccountingCode(year, instance.keyring.subject_key(tin, year)).encode()


def accounting_of(instance: Instance, actor: Actor, code: AccountingCode) -> list[Entry]:
    """Return every entry of the code's year about its person: who asked, what was erased since, what is suspended.

    The page and the command both use this. A suspended entry has its position, day and kind only. Whoever has the code
    is entitled. Raises Forbidden for a role that may not ask, Fault if a tombstone is wrong, ProofFails if the log is.
    """
    authorize(actor, commands.ReadAccounting)
    erased = tombstones(instance)
    entries: list[tuple[date, int, Entry]] = []
    for found in scan(code, instance.sequencer.store, signed_checkpoint(instance).checkpoint.size):
        tombstone = erased_at(instance, found.index, erased)
        stored, block = instance.journal.holder(found.index)
        entry = _with_records(instance, entry_of(found.index, found.day, found.kind), stored, block)
        if tombstone is not None and not entry.suspended:
            entry = replace(entry, erased=Erasure(tombstone.at.date(), tombstone.stored.position))
        entries.append((entry.day, 0 if stored is None else stored.event_id, entry))
    # The ledger has the steps of an interval in random order. Here they are in the order in which they happened.
    return [entry for _, _, entry in sorted(entries, key=lambda each: each[:2])]


def _with_records(instance: Instance, entry: Entry, stored: Stored | None, block: Block | None) -> Entry:
    """Return the entry with what happened and the agency that asked, or without both if the accounting is suspended.

    `stored` or `block` is what has the entry's place on the ledger.
    """
    if stored is not None and stored.stream.startswith(CASE):
        case_id = case_of(stored.stream)
        until = suspended_until(instance, case_id)
        if until is not None:
            return replace(entry, meaning="", suspended=until.isoformat())
        kind = instance.recorder.proven_kind(stored)
        entry = replace(entry, kind=kind, meaning=_meaning(kind))
        case = instance.cases.get(case_id)
        return replace(entry, agency=_name(instance, case.agency)) if case else entry
    batch = instance.batches.get(block.batch) if block is not None else None
    return replace(entry, agency=_name(instance, batch.agency)) if batch else entry


def _name(instance: Instance, agency: AgencyId) -> str:
    known = instance.people.agency(agency)
    return agency if known is None else known.name
