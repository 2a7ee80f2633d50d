"""The audit: every event's commitment recomputed from the records and held against the ledger.

Steps, by number where the code takes them:

1. the log itself verifies: checkpoint, tiles, bundles (`tlog.verify`);
2. every event row opens, is what its leaf commits to, and agrees with its own columns; what a tombstone on the
   ledger says was erased need not open;
3. every stream counts 1, 2, 3 … and each event names the leaf before it, or the one that led to its stream;
4. every row's leaf stands at its position on the ledger;
5. every batch's evidence and leaves files are the ones its event names, and each row's commitment recomputes;
6. every entry about a person carries a tag by which that person finds it;
7. every position of the ledger is accounted for by exactly one row or one place in a batch;
8. the intervals between checkpoints tile the ledger, and each holds as many entries of each day and kind as its
   summary commits to;
9. the index of cases, the people and the stays say what the events add up to.

A finding names the event or file and what is wrong with it; it repeats nothing of the content. What is appended and
not published yet is pending, and no finding: it is named, and nothing is published for the audit's sake. An audit
writes nothing, and looks at one unchanging view of the records (`records.reading`), so that it can run beside those
who work and on a read-only copy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from withhold.casework.audit.audit_intervals import AuditedInterval, audit_intervals
from withhold.casework.audit.batches import audit_batches, placed_batches
from withhold.casework.audit.chain import Chain, name_of
from withhold.casework.audit.ledger import AuditedLedger, Progress
from withhold.casework.audit.projections import audit_projections
from withhold.casework.audit.tags import Tags
from withhold.casework.desk import Desk
from withhold.casework.erasure.erasures import STREAMS, Tombstone, tombstones
from withhold.model.errors import WithholdError
from withhold.records.log.journal import Stored
from withhold.records.reading import reading
from withhold.tlog.errors import LogError
from withhold.tlog.stores.reading import TileReader


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something is wrong, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit looked at and found. Without findings, everything holds.

    `erased` says what was erased on purpose, with its tombstone. `kinds` is kind -> entries on the ledger, and how
    many of them records account for. `newer` counts entries that are not on the copy of the log that was audited.
    """

    events: int
    rows: int
    entries: int
    findings: tuple[Finding, ...]
    erased: tuple[str, ...] = ()
    intervals: tuple[AuditedInterval, ...] = ()
    kinds: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    newer: int = 0
    pending: tuple[str, ...] = ()
    """The events and batches that are appended and not on the published ledger yet."""


def audit(desk: Desk, progress: Progress | None = None, copy: TileReader | None = None) -> Audited:
    """Audit a whole home, against its own log or a `copy` of it kept or served elsewhere.

    Finds all it can; raises only where the log itself cannot be read, or TemporarilyUnable if the records cannot.
    """
    tell = progress or (lambda *_: None)
    ledger = AuditedLedger(desk, tell, copy)
    with reading(desk.alias):
        return _audit(desk, tell, ledger)


def _audit(desk: Desk, tell: Progress, ledger: AuditedLedger) -> Audited:
    findings = list(_of_log(ledger))  # 1
    erased = _erased(desk, ledger, findings)
    tags = Tags(desk.keyring)
    chain = Chain(desk.recorder, erased, tags)
    events = 0
    for events, stored in enumerate(desk.journal.list_all(), 1):
        tell("events", events, 0)
        findings += (Finding(name_of(stored), what) for what in chain.faults(stored))  # 2, 3
        findings += _placed(ledger, stored)  # 4
    rows = 0
    for batch in audit_batches(desk, ledger, erased, tags):  # 5
        rows += batch.rows
        findings += (Finding(batch.name, what) for what in batch.faults)
        tell("rows", rows, 0)
    findings += _hidden(tags, erased)  # 6
    findings += _unaccounted(ledger)  # 7
    intervals = tuple(audit_intervals(desk, ledger.entries))
    findings += (Finding(each.name, what) for each in intervals for what in each.faults)  # 8
    findings += (Finding(where, what) for where, what in audit_projections(desk))  # 9
    return Audited(
        events,
        rows,
        len(ledger.entries),
        tuple(findings),
        tuple(_said(each) for each in erased.values() if each.stored.position is not None),
        intervals,
        ledger.totals(),
        ledger.newer,
        tuple(ledger.pending),
    )


def fsck(desk: Desk, progress: Progress | None = None) -> Audited:
    """The log against the records, without opening a payload: steps 1, 4 and 7."""
    tell = progress or (lambda *_: None)
    ledger = AuditedLedger(desk, tell)
    with reading(desk.alias):
        findings = list(_of_log(ledger))
        events = rows = 0
        for stored in desk.journal.list_all():
            events += 1
            findings += _placed(ledger, stored)
        for batch in placed_batches(desk, ledger):
            rows += batch.rows
            findings += (Finding(batch.name, what) for what in batch.faults)
    findings += _unaccounted(ledger)
    return Audited(events, rows, len(ledger.entries), tuple(findings), pending=tuple(ledger.pending))


def _of_log(ledger: AuditedLedger) -> Iterator[Finding]:
    if ledger.fault:
        yield Finding("ledger", ledger.fault)
    yield from (Finding("ledger", what) for what in ledger.behind())


def _placed(ledger: AuditedLedger, stored: Stored) -> Iterator[Finding]:
    name = name_of(stored)
    yield from (Finding(name, what) for what in ledger.faults(stored.event_id, stored.position, [stored.leaf], name))


def _hidden(tags: Tags, erased: Mapping[str, Tombstone]) -> Iterator[Finding]:
    for where in tags.hidden(sum(each.erased.entries for each in erased.values())):
        yield Finding(where, "its person would not find it by their accounting code")


def _unaccounted(ledger: AuditedLedger) -> Iterator[Finding]:
    for place, what in ledger.unaccounted():
        yield Finding(f"ledger position {place}", what)


def _erased(desk: Desk, ledger: AuditedLedger, findings: list[Finding]) -> dict[str, Tombstone]:
    """What tombstones say was erased. One that is published and whose key is still there is a finding.

    Before it is published the key must be there. Opening the home to work at it finishes what was interrupted.
    """
    try:
        erased = tombstones(desk)
    except (WithholdError, LogError) as fault:
        findings.append(Finding(STREAMS.rstrip("/"), str(fault)))
        return {}
    for label, each in erased.items():
        published, destroyed = ledger.is_published(each.stored.position), desk.vault.destroyed(label)
        if published and not destroyed:
            what = f"{each.said}, but its key was not destroyed as it must be"
            findings.append(Finding(f"batch {each.erased.batch[:16]}", what))
        if destroyed and not published and not ledger.is_copy:
            what = "its key was destroyed before its tombstone was published"
            findings.append(Finding(f"batch {each.erased.batch[:16]}", what))
    return erased


def _said(each: Tombstone) -> str:
    return f"batch {each.erased.batch[:16]}: {each.said} ({each.erased.entries:,} entries)"
