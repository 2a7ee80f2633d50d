"""Contesting an entry: a person states what is wrong with an entry about them.

The statement changes nothing on the ledger. It is recorded there permanently, as an entry of its own. Reviewers and
inspectors see the statement and the case to which the entry belongs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from withhold.casework.checks import SUBJECT, require_accredited
from withhold.casework.instance import Instance, case_of
from withhold.casework.subject.accounting import accounting_of
from withhold.events.recorder import CASE, CONTEST
from withhold.ledger.accounting_code import AccountingCode
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.identifiers import CaseId
from withhold.model.limits import REASON
from withhold.model.occurrences import EntryContested, StatementContent
from withhold.records.writing import write_transaction

MOST = 5
"""How many statements there may be on one entry."""


@dataclass(frozen=True, slots=True)
class Contest:
    """A person's statement about an entry."""

    index: int
    case_id: CaseId
    """"" if the entry is about a row that became no case."""
    at: datetime
    statement: str
    """"" if it was erased together with the batch that the entry belongs to."""


def contest(instance: Instance, code: AccountingCode, index: int, statement: str) -> None:
    """Record a statement about an entry, by the person who has the code for it.

    Raises Forbidden if the entry is not the person's, Conflict if the statement is empty or too long, or if the entry
    already has five.
    """
    authorize(SUBJECT, commands.Contest)
    if not statement.strip() or len(statement) > REASON:
        raise Conflict(Code.ACCOUNTING_STATEMENT_LENGTH, limit=REASON)
    if index not in {entry.index for entry in accounting_of(instance, SUBJECT, code)}:
        raise Forbidden()
    with write_transaction(instance.alias):
        stream = instance.recorder.tail(f"{CONTEST}{_batch_of(instance, index)}/{index}")
        if stream.version >= MOST:
            raise Conflict(Code.ACCOUNTING_CONTESTED_ENOUGH, count=MOST)
        event = EntryContested(index, StatementContent(statement.strip()))
        instance.recorder.record(stream, [event], SUBJECT, instance.now())


def contests(instance: Instance, actor: Actor) -> list[Contest]:
    """Return every statement about an entry, latest first. Raises Forbidden."""
    authorize(actor, commands.ReadContests)
    require_accredited(instance, actor)
    return sorted(_contests(instance), key=lambda each: each.at, reverse=True)


def _contests(instance: Instance) -> Iterator[Contest]:
    for name in instance.journal.streams(CONTEST):
        for stored in instance.journal.stream(name):
            event = instance.recorder.read_event(stored)
            assert isinstance(event, EntryContested)
            holder, _ = instance.journal.holder(event.index)
            case_id = case_of(holder.stream) if holder and holder.stream.startswith(CASE) else CaseId("")
            statement = "" if event.content is None else event.content.statement
            yield Contest(event.index, case_id, stored.recorded_at, statement)


def _batch_of(instance: Instance, index: int) -> str:
    """Return the first 16 digits of the digest of the batch that an entry about a person belongs to."""
    stored, block = instance.journal.holder(index)
    if block is not None:
        return block.batch[:16]
    assert stored is not None
    return case_of(stored.stream).partition("-")[0]
