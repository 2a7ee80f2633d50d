"""The annual disclosure report: requests, disclosures, people, by agency and purpose. Counts only."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from withhold.casework.desk import Desk, stream_of
from withhold.casework.evidence import evidence_rows
from withhold.casework.wire import read
from withhold.model.kinds import Kind
from withhold.model.words import Proceeding
from withhold.records.models import CaseIndex
from withhold.sealing.errors import Shredded

_ERASED = "erased"


@dataclass(slots=True)
class Line:
    """One agency and purpose. `people` counts distinct persons whose address was disclosed."""

    agency: str
    purpose: str
    authority: str
    requests: int = 0
    disclosures: int = 0
    people: set[bytes] = field(default_factory=set)


def annual_report(desk: Desk, year: int) -> list[Line]:
    """The report of a calendar year (UTC), by agency, purpose (kind of proceeding) and authority (rule pack).

    Every request counts, those returned or refused at screening too. What was erased since counts under that word
    for its purpose, which nobody can read any more. Raises Fault where an evidence file does not open.
    """
    lines: dict[tuple[str, str], Line] = {}

    def line(agency: str, purpose: str) -> Line:
        return lines.setdefault((agency, purpose), Line(agency, purpose, desk.pack.id))

    for agency, proceeding, requests in _screened_out(desk, year):
        line(agency, proceeding).requests += requests
    for case, received, disclosed in _cases(desk, year):
        entry = line(case.agency, _purpose_of(desk, case))
        entry.requests += received
        entry.disclosures += disclosed
        if disclosed:
            entry.people.add(bytes(case.subject))
    return sorted(lines.values(), key=lambda each: (each.agency, each.purpose))


def _cases(desk: Desk, year: int) -> Iterator[tuple[CaseIndex, int, int]]:
    for case_id in desk.cases.every():
        kinds = [each.kind for each in desk.journal.stream(stream_of(case_id)) if each.recorded_at.year == year]
        received, disclosed = kinds.count(Kind.REQUEST_RECEIVED), kinds.count(Kind.RETRIEVED)
        found = desk.cases.found(case_id)
        if found is not None and (received or disclosed):
            yield found, received, disclosed


def _purpose_of(desk: Desk, case: CaseIndex) -> str:
    try:
        return _purpose(desk.case(case.case_id).request.proceeding)
    except Shredded:
        return _ERASED


def _screened_out(desk: Desk, year: int) -> Iterator[tuple[str, str, int]]:
    for batch in desk.batches.every():
        if batch.filed_at.year != year or batch.rows == batch.docketed:
            continue
        counts: dict[str, int] = defaultdict(int)
        try:
            for (payload,) in evidence_rows(desk, batch.digest, batch.evidence_path, "payload"):
                counts[_purpose(read(payload)["request"]["proceeding"])] += 1
        except Shredded:
            counts[_ERASED] = batch.rows - batch.docketed
        for purpose, requests in sorted(counts.items()):
            yield batch.agency, purpose, requests


def _purpose(proceeding: str) -> str:
    """The kind of proceeding, if it is one of the four; what an agency wrote besides is not repeated."""
    folded = proceeding.strip().lower()
    return folded if folded in set(Proceeding) else "not stated"
