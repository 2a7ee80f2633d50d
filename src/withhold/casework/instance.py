"""The application context: everything that a use case needs of one instance, opened once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from withhold.casework.configuration import Configuration
from withhold.events.day_tags import DayTags
from withhold.events.keyring import Keyring
from withhold.events.recorder import CASE, Entropy, Recorder
from withhold.identity.register import Register
from withhold.law.pack import RulePack
from withhold.model.authority.founding import Statement
from withhold.model.cases.case import Case, fold
from withhold.model.cases.events import CaseEvent
from withhold.model.errors import Code, Fault, Forbidden
from withhold.model.identifiers import BatchDigest, CaseId
from withhold.records.log.journal import Journal, Stored
from withhold.records.log.sequencer import Sequencer
from withhold.records.projections.batches import Batches
from withhold.records.projections.cases import Cases
from withhold.records.projections.people import People
from withhold.records.projections.reviews import Reviews
from withhold.records.projections.sessions import Sessions
from withhold.records.projections.stays import Stays
from withhold.records.projections.uploads import Uploads
from withhold.sealing.envelope import AtRest
from withhold.tlog.notes.checkpoint import LogTrust
from withhold.tlog.witnesses.client import Send, post

Clock = Callable[[], datetime]
"""Returns the present time, with a time zone."""


@dataclass(frozen=True, slots=True)
class Instance:
    """The application context of one open instance.

    Use cases take the time from `clock` and random bytes from `entropy`, so that tests can set both.
    """

    home: Path
    alias: str
    configuration: Configuration
    clock: Clock
    entropy: Entropy
    pack: RulePack
    register: Register
    at_rest: AtRest
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
    send: Send = post
    """How a witness is asked."""
    founding: Statement | None = None
    """The founding statement, proven by the first entry of the ledger (`opening.founding`). None until then."""

    @property
    def demonstration(self) -> bool:
        """Whether the founding statement proves that this is a demonstration. Never read from a file."""
        return self.founding is not None and self.founding.demonstration

    def now(self) -> datetime:
        """Return the present time in UTC."""
        return self.clock().astimezone(UTC)

    def case(self, case_id: CaseId) -> Case:
        """Return the case, folded from its events and never from the index.

        Raises Forbidden if there is no such case, and Fault if an event cannot be read.
        """
        stored = self.journal.stream(stream_of(case_id))
        if not stored:
            raise Forbidden()
        return self.folded(case_id, stored)

    def folded(self, case_id: CaseId, stored: Sequence[Stored]) -> Case:
        """Return the case, folded from these rows, which are all of its events. Raises Fault if one cannot be read."""
        events: list[CaseEvent] = []
        for each in stored:
            event = self.recorder.read_event(each)
            if not isinstance(event, CaseEvent):
                raise Fault(Code.PAYLOAD_ANOTHER_KIND)
            events.append(event)
        return fold(case_id, events)


def stream_of(case_id: CaseId) -> str:
    """Return the name of a case's stream of events, for example `case/0123456789abcdef-7`."""
    return f"{CASE}{case_id}"


def case_of(stream: str) -> CaseId:
    """Return the id of the case whose stream of events has this name."""
    return CaseId(stream.removeprefix(CASE))


def case_id_of(batch: BatchDigest, row: int) -> CaseId:
    """Return the id of the case that a row of a batch becomes, for example `0123456789abcdef-7` for row 7.

    `batch` is the file's digest, so the agency and the custodian find the same id.
    """
    return CaseId(f"{batch[:16]}-{row}")
