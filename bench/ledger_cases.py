"""Measures what a case costs an instance: time and bytes, for the first case and for the ten-thousandth."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from support.home import HOME, PEOPLE, LittleHome, configuration, make_little
from support.home import _official as made_official
from support.home import _signer as made_signer
from support.people import COUNSEL, OFFICERS, STEWARD, SUBJECTS, register_of
from withhold.casework.accreditation.accrediting import accredit_all
from withhold.casework.publication.publishing import publish
from withhold.casework.review.identifying import confirm_docketed
from withhold.model.cases.permissions import Actor
from withhold.model.people.accreditation import Accreditation, Agency
from withhold.model.vocabulary import Role

_BATCH = 100
_PER_OFFICIAL = 20
AGENCY = "AGY-BENCH"
SIGNER = Actor("SGN-B", Role.SIGNER, AGENCY)
_WHOLE = 10
"""Cases that go the whole way at each end, after one that warms up."""


def cases(where: Path | None, total: int) -> None:
    """Print the cost of filing and of a whole case for the first and the last cases, and how the instance grew."""
    print(f"\ncases through a home on SQLite, {total:,} of them, {_BATCH} rows a batch")
    root = Path(tempfile.mkdtemp(prefix="withhold-bench-", dir=where))
    try:
        _prepare(root, total)
        home = LittleHome(root)
        _measure(home, total)
        home.close()
    finally:
        shutil.rmtree(root)


def _prepare(root: Path, total: int) -> None:
    """Make an instance with room for that many cases, and a register of as many people, who differ in number only."""
    roomy = replace(configuration(), reviews_per_day=10 * total, attempts_per_official=10 * total)
    make_little(root, roomy)
    home = root / HOME
    robin = SUBJECTS["robin"]
    people = {
        number: replace(robin, tin=number, records=tuple({**each, "tin": number} for each in robin.records))
        for number in islice(_numbers(), total + _BATCH)
    }
    register_of(people).write_parquet(home / "register.parquet")


def _numbers() -> Iterator[str]:
    """Yield numbers like those of the fixtures, which were never issued to anyone."""
    for count in range(19 * 9_000):
        yield f"900{70 + count // 9_000}{1_000 + count % 9_000}"


def _officials(home: LittleHome, total: int) -> list[Actor]:
    """An agency with as many officials as the cases take, each engaged in as many as the law's ceiling lets them."""
    officials = [Actor(f"OFF-B-{number}", Role.OFFICIAL, AGENCY) for number in range(-(-total // _PER_OFFICIAL))]
    keys = home.root / PEOPLE
    accreditation = Accreditation(
        agency=Agency(AGENCY, "Bureau of Benches (fictional)", "2 Fixture Plaza (fictional)", True, "None open."),
        signers=(made_signer(SIGNER, "inspector_general", keys),),
        officials=tuple(made_official(each, keys) for each in officials),
        custodians=(),
    )
    accredit_all(home.instance, STEWARD, accreditation)
    publish(home.instance)
    return officials


def _measure(home: LittleHome, total: int) -> None:
    officials = _officials(home, total)
    numbers, filed, ends, sizes = _numbers(), [], [], []
    for first in range(0, total, _BATCH):
        named = [officials[number // _PER_OFFICIAL] for number in range(first, first + _BATCH)]
        rows = [home.row("robin", each, tin=next(numbers), signer_id=SIGNER.person) for each in named]
        began = time.perf_counter()
        admitted = home.file(rows, SIGNER).cases
        confirm_docketed(home.instance, admitted)
        publish(home.instance)
        filed.append((time.perf_counter() - began) / _BATCH)
        assert len(admitted) == _BATCH
        sizes.append(_size(home))
        if first in (0, total - _BATCH):
            ends.append(_whole(home, admitted, named))
    _say("filed, identified", filed[1], filed[-1], "ms each")
    _say("decided twice, released", ends[0], ends[-1], "ms each")
    records, log = ([size[index] for size in sizes] for index in (0, 1))
    quarter = max(len(sizes) // 4, 2)
    for name, grown in (("records grow", records), ("log grows", log)):
        early = (grown[quarter - 1] - grown[0]) / (quarter - 1) / _BATCH
        late = (grown[-1] - grown[-quarter]) / (quarter - 1) / _BATCH
        print(f"  {name:<26} first {early:>9,.0f}      last {late:>9,.0f}      bytes a case")


def _whole(home: LittleHome, admitted: Sequence[str], named: Sequence[Actor]) -> float:
    """Two determinations and the release, a case at a time."""
    seconds = []
    for case_id, official in list(zip(admitted, named, strict=True))[: _WHOLE + 1]:
        began = time.perf_counter()
        home.decide(OFFICERS[0], case_id)
        home.decide(COUNSEL[0], case_id)
        home.retrieve(case_id, official)
        seconds.append(time.perf_counter() - began)
    return sorted(seconds[1:])[_WHOLE // 2]


def _size(home: LittleHome) -> tuple[int, int]:
    """Bytes of the database, its log included, and of the ledger."""
    database = sum(path.stat().st_size for path in home.home.glob("records.sqlite3*") if not path.name.endswith("-shm"))
    ledger = 0
    for place, _, names in os.walk(home.home / "log"):
        ledger += sum((Path(place) / name).stat().st_size for name in names)
    return database, ledger


def _say(name: str, first: float, last: float, unit: str) -> None:
    verdict = "flat" if last <= 1.5 * first else "GROWS"
    print(f"  {name:<26} first {first * 1e3:>9.1f}      last {last * 1e3:>9.1f}      {unit}: {verdict}", flush=True)
