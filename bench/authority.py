"""How long the fold of authority takes for 100,000 acts whose signatures were verified, beside reading them alone.

    python -m bench.authority

The acts are those of an office over some years: officials in groups of five, officers, their suspensions, confirmed,
lifted or lapsed, new keys and longer terms. Times are processor time, the best of five. The floor iterates over the
same entries and looks at what each of them says.
"""

import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.office import (
    AGENCY,
    AGENCY_GRANT,
    ALL_THREE,
    CODE,
    INSPECTORS,
    INTERVAL,
    STEWARDS,
    Office,
    office,
    person,
)
from withhold.model.authority.entry import Entry
from withhold.model.authority.fold import Authority
from withhold.model.authority.grants import KeysGrant, OfficialsGrant, TermGrant
from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role

_ROUNDS = 5
_FIRST, _LAST = "2026-01-01", "2066-12-31"


class Unfolded(Office):
    """An office that makes entries only. Folding each of them anew takes hours."""

    def add(self, entry: Entry) -> Entry:
        self.versions[entry.stream] = entry.version
        self.entries.append(entry)
        return entry


def acts(count: int) -> tuple[Authority, list[Entry]]:
    """The authority of the founders, and at least this many entries that it admits."""
    founders = office().authority
    desk = Unfolded(founders)
    desk.granted(AGENCY_GRANT, approved_by=ALL_THREE)
    number = 0
    while len(desk.entries) < count:
        number += 1
        _one_month(desk, number)
    return founders, desk.entries


def _one_month(desk: Office, number: int) -> None:
    """Some acts, each in an interval of its own, and the days that they wait."""
    officials = tuple(person(f"NAM-{number}.{n}", Role.OFFICIAL, AGENCY, _FIRST, _LAST) for n in range(5))
    officer = person(f"OFF-{number}", Role.OFFICER)
    desk.grant(OfficialsGrant(AGENCY, officials))
    desk.later().grant(officer, by=STEWARDS[1], approved_by=(STEWARDS[2], INSPECTORS[number % 2]))
    desk.later(timedelta(days=2))
    suspension = desk.suspend(officer.person, by=INSPECTORS[0], since=(desk.clock - INTERVAL).isoformat())
    desk.later().confirm(suspension, STEWARDS[0])
    for each in (STEWARDS[2], INSPECTORS[1]):
        desk.later().lift(suspension, each)
    desk.later().suspend(officials[0].person, by=STEWARDS[0])
    desk.later().grant(KeysGrant(PersonId(officials[1].person), CODE), by=STEWARDS[0], make=2)
    desk.later().grant(TermGrant(PersonId(officials[2].person), _FIRST, "2067-12-31"), by=STEWARDS[2])
    desk.later(timedelta(days=2))


def processor_seconds(work: Callable[[], object]) -> float:
    """Processor time of the work, the best of several."""
    times = []
    for _ in range(_ROUNDS):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def read(entries: Sequence[Entry]) -> int:
    """What any reader does at least: look at each entry's event, actor, stream and version."""
    return sum(each.version for each in entries if each.event is not None and each.actor and each.stream)


@click.command()
@click.option("--acts", "count", default=100_000, show_default=True, help="How many acts.")
def main(count: int) -> None:
    """Print the time of the fold, of the floor, and their ratio."""
    founders, entries = acts(count)
    floor = processor_seconds(lambda: read(entries))
    took = processor_seconds(lambda: founders.apply_all(entries))
    print(f"{'read (floor)':<28} {floor:6.3f} s  {len(entries):>9,} acts")
    print(f"{'fold':<28} {took:6.3f} s  {took / floor:5.1f} x  {took / len(entries) * 1e6:5.1f} us an act")


if __name__ == "__main__":
    main()
