"""The audit: every event's commitment recomputed from the records and held against the ledger.

Steps, by number where the code takes them:

1. the log itself verifies: checkpoint, tiles, bundles (`ledger.verify`);
2. every event row opens, is what its leaf commits to, and agrees with its own columns;
3. every stream counts 1, 2, 3 … and each event names the leaf before it;
4. every row's leaf stands at its position on the ledger;
5. every batch's evidence and leaves files are the ones its event names, and each row's commitment recomputes;
6. every position of the ledger is accounted for by exactly one row or one place in a batch;
7. the index of cases, the people and the stays say what the events add up to.

A finding names the event or file and what is wrong with it; it repeats nothing of the content.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from withhold.casework.audit_batches import audit_batches, placed_batches
from withhold.casework.audit_projections import audit_projections
from withhold.casework.desk import Desk
from withhold.casework.recording import Recorder
from withhold.ledger.directory import DirectoryReader
from withhold.ledger.hashing import leaf_hash
from withhold.ledger.verify import verify_log
from withhold.model.errors import WithholdError
from withhold.model.kinds import Kind
from withhold.records.journal import Stored
from withhold.records.sequencer import LOG
from withhold.sealing.keys import check_ed25519

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something is wrong, and what."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit looked at and found. Without findings, everything holds."""

    events: int
    rows: int
    entries: int
    findings: tuple[Finding, ...]


def audit(desk: Desk, progress: Progress | None = None) -> Audited:
    """Audit a whole home. Finds all it can; raises only where the log itself cannot be read."""
    tell = progress or (lambda *_: None)
    findings: list[Finding] = []
    ledger = _Ledger(desk, tell)
    findings += ledger.findings  # 1
    accounted = bytearray(len(ledger.entries))
    events = 0
    chain = _Chain(desk.recorder)
    for events, stored in enumerate(desk.journal.every(), 1):
        tell("events", events, 0)
        findings += (Finding(name_of(stored), what) for what in chain.faults(stored))  # 2, 3
        findings += (Finding(name_of(stored), what) for what in ledger.faults(stored, accounted))  # 4
    rows = 0
    for batch in audit_batches(desk, ledger.entries, accounted):  # 5
        rows += batch.rows
        findings += (Finding(batch.name, what) for what in batch.faults)
        tell("rows", rows, 0)
    findings += _unaccounted(accounted)  # 6
    findings += (Finding(where, what) for where, what in audit_projections(desk))  # 7
    return Audited(events, rows, len(ledger.entries), tuple(findings))


def fsck(desk: Desk, progress: Progress | None = None) -> Audited:
    """The log against the records, without opening a payload: steps 1, 4 and 6."""
    tell = progress or (lambda *_: None)
    ledger = _Ledger(desk, tell)
    findings = list(ledger.findings)
    accounted = bytearray(len(ledger.entries))
    events = rows = 0
    for stored in desk.journal.every():
        events += 1
        findings += (Finding(name_of(stored), what) for what in ledger.faults(stored, accounted))
    for batch in placed_batches(desk, ledger.entries, accounted):
        rows += batch.rows
        findings += (Finding(batch.name, what) for what in batch.faults)
    findings += _unaccounted(accounted)
    return Audited(events, rows, len(ledger.entries), tuple(findings))


def name_of(stored: Stored) -> str:
    """How a finding names an event: its number, stream, version and kind."""
    try:
        kind = Kind(stored.kind).name.lower()
    except ValueError:
        kind = f"kind {stored.kind}"
    return f"event {stored.event_id} ({stored.stream} #{stored.version}, {kind})"


class _Ledger:
    """The entries of the published log, read once."""

    def __init__(self, desk: Desk, tell: Progress) -> None:
        self.entries: list[bytes] = []
        self.findings: list[Finding] = []
        reader = DirectoryReader(desk.home / LOG)

        def keep(_first: int, run: Sequence[bytes]) -> None:
            self.entries.extend(run)

        try:
            verify_log(
                reader,
                desk.trust,
                check_ed25519,
                entries=keep,
                progress=lambda done, of: tell("ledger", done, of),
            )
        except WithholdError as fault:
            self.findings.append(Finding("ledger", str(fault)))

    def faults(self, stored: Stored, accounted: bytearray) -> Iterator[str]:
        position = stored.position
        if position is None:
            yield "has no place on the ledger"
        elif position >= len(self.entries):
            yield f"its place {position} is beyond the published ledger"
        else:
            accounted[position] += accounted[position] < 2
            if self.entries[position] != stored.leaf:
                yield f"is not what stands on the ledger at {position}"


class _Chain:
    """Follows each stream from event to event."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._tails: dict[str, tuple[int, str]] = {}

    def faults(self, stored: Stored) -> Iterator[str]:
        version, predecessor = self._tails.get(stored.stream, (0, None))
        self._tails[stored.stream] = stored.version, leaf_hash(stored.leaf).hex()
        try:
            self._recorder.verify(stored)
            said = self._recorder.payload(stored)["predecessor"]
            self._recorder.happening(stored)
        except WithholdError as fault:
            yield str(fault)
            return
        if stored.version != version + 1:
            yield f"follows version {version} of its stream: events are missing in between"
        elif predecessor is not None and said != predecessor:
            yield "does not follow the event before it"


def _unaccounted(accounted: bytearray) -> Iterator[Finding]:
    for position, count in enumerate(accounted):
        if count != 1:
            what = "no record accounts for it" if count == 0 else "more than one record claims it"
            yield Finding(f"ledger position {position}", what)
