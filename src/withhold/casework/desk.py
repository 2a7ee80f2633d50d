"""The custodian's desk: everything a use case needs, opened once for one home."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from withhold.casework.configuration import Configuration
from withhold.events.day_tags import DayTags
from withhold.events.keyring import Keyring
from withhold.events.recorder import CASE, Entropy, Recorder
from withhold.identity.register import Register
from withhold.law.pack import RulePack
from withhold.model.cases.case import Case, fold
from withhold.model.cases.events import CaseEvent
from withhold.model.errors import Fault, Forbidden
from withhold.model.identifiers import CaseId
from withhold.records.log.journal import Journal
from withhold.records.log.sequencer import Sequencer
from withhold.records.projections.batches import Batches
from withhold.records.projections.cases import Cases
from withhold.records.projections.people import People
from withhold.records.projections.reviews import Reviews
from withhold.records.projections.sessions import Sessions
from withhold.records.projections.stays import Stays
from withhold.records.projections.uploads import Uploads
from withhold.sealing.envelope import Vault
from withhold.tlog.notes.checkpoint import LogTrust

Clock = Callable[[], datetime]
"""The present instant, with UTC as its zone."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One home, open. Time and randomness come in as `clock` and `entropy`."""

    home: Path
    alias: str
    configuration: Configuration
    clock: Clock
    entropy: Entropy
    pack: RulePack
    register: Register
    vault: Vault
    keyring: Keyring
    journal: Journal
    recorder: Recorder
    sequencer: Sequencer
    trust: LogTrust
    cases: Cases
    reviews: Reviews
    people: People
    stays: Stays
    sessions: Sessions
    uploads: Uploads
    batches: Batches
    day_tags: DayTags
    demonstration: bool = False
    """As the first entry of the ledger proves (`founding`). False until that is verified; never read from a file."""

    def now(self) -> datetime:
        """The present instant, in UTC, to the microsecond."""
        return self.clock().astimezone(UTC)

    def case(self, case_id: str) -> Case:
        """The case, folded from its events: never from the index. Raises Forbidden if there is none."""
        stored = self.journal.stream(stream_of(case_id))
        if not stored:
            raise Forbidden("not permitted")
        happened: list[CaseEvent] = []
        for each in stored:
            event = self.recorder.happening(each)
            if not isinstance(event, CaseEvent):
                raise Fault("a case holds an event of another kind")
            happened.append(event)
        return fold(CaseId(case_id), happened)


def stream_of(case_id: str) -> str:
    """The name of a case's stream."""
    return f"{CASE}{case_id}"


def case_id_of(batch: str, row: int) -> CaseId:
    """The id of the case that a row of a batch becomes: from the file's digest, so the same everywhere."""
    return CaseId(f"{batch[:16]}-{row}")
