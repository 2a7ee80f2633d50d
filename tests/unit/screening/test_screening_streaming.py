"""A batch screened in chunks: it has the findings of the whole, resumes after a kill, and leaves nothing behind."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.exceptions import ColumnNotFoundError

from support.batches import frame_of, row, write_batch
from support.codes import raises
from support.small_chunks import cut_small
from withhold.law import pack
from withhold.law.pack import Measure
from withhold.model.errors import Code, Unreadable
from withhold.model.standing import Standing
from withhold.screening import COLUMNS, FileScreened, Unwritable, screen, screen_file, write_outputs
from withhold.screening.errors import Interrupted
from withhold.screening.frame.canonical import canonical_frame
from withhold.screening.judging.elements import Judge
from withhold.screening.passes.spill import Spill
from withhold.screening.reading.chunk import CHUNK_BYTES

COVERS = (
    "withhold.screening.errors",
    "withhold.screening.frame.canonical",
    "withhold.screening.judging.elements",
    "withhold.screening.passes",
)

PACK = pack("us-irc-6103-i-2")
TODAY = date(2026, 3, 2)
STANDING = Standing(
    agency_id="AGY-1",
    batch_signer="SGN-0001",
    signers={"SGN-0001": "agency_head"},
    officials={"OFF-0001": 3, "OFF-0002": 24},
    recent={"reason_people": {}},
    docket_room=4,
)
FLAWS: list[dict[str, str]] = [
    {},
    {"zip": ""},
    {"reason": "Needed for an investigation."},
    {"official_id": "OFF-0002"},
    {"official_id": "OFF-0009"},
    {"tin": ""},
    {"statute": "26 U.S.C. 7201"},
    {"case_number": "INV-2026-0001"},
    {"last_name": "Ősz", "reason": 'Said "yes",\nthen left; the lease of the flat names this person again.'},
    {"address_line1": "Failed to Provide"},
]


def mixed(count: int, seed: int = 3) -> pl.DataFrame:
    chance = random.Random(seed)
    rows = []
    for number in range(1, count + 1):
        changes = dict(chance.choice(FLAWS))
        if chance.random() < 0.2:  # the same person again
            changes["tin"] = "123-45-6789"
        rows.append(row(number, **{"tin": f"{100 + number % 800}-{10 + number % 80}-{1000 + number}", **changes}))
    return frame_of(rows)


def found(screened: FileScreened, tmp_path: Path) -> pl.DataFrame:
    write_outputs(screened, tmp_path / "out")
    return pl.read_parquet(tmp_path / "out" / "findings.parquet")


@pytest.mark.parametrize(
    ("suffix", "standing"),
    [(".csv", None), *((suffix, STANDING) for suffix in (".csv", ".jsonl", ".parquet", ".xlsx"))],
    ids=["csv alone", "csv", "jsonl", "parquet", "xlsx"],
)
def test_findings_are_those_of_the_batch_in_one(
    tmp_path: Path, suffix: str, standing: Standing | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_small(monkeypatch)
    frame = mixed(60)
    if suffix == ".xlsx":
        frame = frame.with_columns(pl.all().str.replace_all("\n", " "))
    path = write_batch(tmp_path / f"batch{suffix}", frame)
    whole = screen(frame, PACK, today=TODAY, standing=standing)
    screened = screen_file(path, PACK, today=TODAY, work=tmp_path / "work", standing=standing)
    assert len(screened.chunks) > 6
    assert found(screened, tmp_path).equals(whole.findings)
    assert {**screened.summary, "seconds": 0} == {**whole.summary, "seconds": 0}
    write_outputs(whole, tmp_path / "in one")
    assert (tmp_path / "out" / "cure.csv").read_bytes() == (tmp_path / "in one" / "cure.csv").read_bytes()
    screened.done()
    assert not (tmp_path / "work").exists()


def test_several_processes_find_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_small(monkeypatch, content=20_000, partition=60)
    monkeypatch.setattr("withhold.screening.passes.streaming.CHUNK_BYTES", 1)
    path = write_batch(tmp_path / "batch.csv", mixed(200))
    screened = screen_file(path, PACK, today=TODAY, work=tmp_path / "work", standing=STANDING, cores=2)
    assert not screened.alone
    assert found(screened, tmp_path).equals(screen(mixed(200), PACK, today=TODAY, standing=STANDING).findings)


USED_TWICE = (
    {"request_ref": "REF-0003"},
    "row 60, column request_ref: An earlier row has the same reference. Give every row a reference of its own.",
)
NO_REFERENCE = (
    {"request_ref": " "},
    "row 60, column request_ref: The request has no reference. Give it a reference of your own, because its answer "
    "comes back under it.",
)
TOO_LONG = (
    {"reason": "x" * 4_001},
    "row 60, column reason: The cell is longer than 4,000 characters, the limit of this column. Shorten it.",
)


@pytest.mark.parametrize(
    ("suffix", "change", "says"),
    [
        *((".csv", *each) for each in (USED_TWICE, NO_REFERENCE, TOO_LONG)),
        (".jsonl", *NO_REFERENCE),
        (".parquet", *USED_TWICE),
        (".parquet", *TOO_LONG),
    ],
)
def test_a_row_with_a_fault_is_named_by_its_place_in_the_file(
    tmp_path: Path, suffix: str, change: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_small(monkeypatch)
    rows = [row(n, **(change if n == 60 else {})) for n in range(1, 80)]
    path = write_batch(tmp_path / f"batch{suffix}", frame_of(rows))
    with pytest.raises(Unreadable) as caught:
        screen_file(path, PACK, today=TODAY, work=tmp_path / "work")
    assert str(caught.value) == f"{path}, {says}"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_quote_that_nobody_closes_is_named_though_the_file_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_small(monkeypatch)
    path = write_batch(tmp_path / "batch.csv", frame_of(row(n) for n in range(1, 40)))
    text = path.read_text(encoding="utf-8").replace("REF-0033", '"REF-0033')
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unreadable, match="row 33: A quote is opened and never closed"):
        screen_file(path, PACK, today=TODAY, work=tmp_path / "work")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_work_of_an_earlier_run_is_used_if_its_context_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_small(monkeypatch)
    path = write_batch(tmp_path / "batch.csv", mixed(30))
    first = screen_file(path, PACK, today=TODAY, work=tmp_path / "work")
    made = {each: each.stat().st_mtime_ns for each in (tmp_path / "work").glob("*.facts")}
    again = screen_file(path, PACK, today=TODAY, work=tmp_path / "work")
    assert {each: each.stat().st_mtime_ns for each in (tmp_path / "work").glob("*.facts")} == made
    assert again.summary["by_element"] == first.summary["by_element"]
    screen_file(path, PACK, today=date(2026, 3, 3), work=tmp_path / "work")
    later = {each: each.stat().st_mtime_ns for each in (tmp_path / "work").glob("*.facts")}
    assert all(later[each] > at for each, at in made.items())


def test_a_changed_row_is_screened_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_small(monkeypatch)
    path = write_batch(tmp_path / "batch.csv", frame_of(row(n) for n in range(1, 40)))
    screen_file(path, PACK, today=TODAY, work=tmp_path / "work")
    write_batch(path, frame_of(row(n, **({"zip": ""} if n == 20 else {})) for n in range(1, 40)))
    screened = screen_file(path, PACK, today=TODAY, work=tmp_path / "work")
    short = found(screened, tmp_path).filter(pl.col("deficiencies").list.contains("address"))
    assert short["row"].to_list() == [20]


def test_a_killed_run_resumes_and_finds_the_same(tmp_path: Path) -> None:
    """The run and the processes that it started are killed after it wrote some chunks."""
    count = 13_000
    rows = [row(n, tin=f"{100 + n % 800}-{10 + n // 9000}-{1000 + n % 8999}") for n in range(1, count + 1)]
    path = write_batch(tmp_path / "batch.csv", frame_of(rows).with_columns(pl.lit("x" * 3_900).alias("reason")))
    assert path.stat().st_size > 2 * CHUNK_BYTES  # else no other process would start
    command = [sys.executable, "-m", "withhold.cli", "screen", str(path), "--out", str(tmp_path / "out")]
    work = tmp_path / "out" / ".screening"
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        until = time.monotonic() + 600
        while not list(work.glob("*.facts")) and time.monotonic() < until:
            time.sleep(0.01)
        process.kill()
    done = {each: each.stat().st_mtime_ns for each in work.glob("*.facts")}
    assert done
    assert not (tmp_path / "out" / "summary.json").exists()
    _await_end_of_children(work)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    findings = pl.read_parquet(tmp_path / "out" / "findings.parquet")
    assert findings["row"].to_list() == list(range(1, count + 1))
    assert json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["rows"] == count
    assert not work.exists()


def _await_end_of_children(work: Path) -> None:
    """Wait until the worker processes have ended too, as they do when the one that started them has ended."""
    until = time.monotonic() + 600
    while _writing_to(work) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _writing_to(work)


def _writing_to(work: Path) -> list[int]:
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (process / "cmdline").read_bytes()
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if b"multiprocessing" in arguments and parent == 1 and str(work).encode() in arguments:
            found.append(int(process.name))
    return found


def test_a_killed_worker_process_ends_with_how_to_continue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_small(monkeypatch, content=40_000, partition=100)
    monkeypatch.setattr("withhold.screening.passes.streaming.CHUNK_BYTES", 1)
    path = write_batch(tmp_path / "batch.csv", frame_of(row(n) for n in range(1, 300)))

    def kill(stage: str, done: int, of: int) -> None:
        for child in _children():
            os.kill(child, signal.SIGKILL)

    with raises(Interrupted, Code.MACHINE_INTERRUPTED):
        screen_file(path, PACK, today=TODAY, work=tmp_path / "work", progress=kill, cores=2)
    screened = screen_file(path, PACK, today=TODAY, work=tmp_path / "work", cores=2)
    assert screened.summary["rows"] == 299


def _children() -> list[int]:
    tasks = Path("/proc/self/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def test_progress_reports_rows_done_and_all_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cut_small(monkeypatch)
    told: list[tuple[str, int, int]] = []
    path = write_batch(tmp_path / "batch.csv", frame_of(row(n) for n in range(1, 60)))
    screen_file(path, PACK, today=TODAY, work=tmp_path / "work", progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, *_ in told)) == [
        *("screening", "patterns", "judging", "answering"),
    ]
    assert told[-1] == ("answering", 59, 59)
    assert all(45 < of < 75 for stage, _, of in told if stage == "screening")


def test_an_unwritable_work_directory_is_an_error(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "batch.csv", frame_of([row(1)]))
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Unwritable):
        screen_file(path, PACK, today=TODAY, work=tmp_path / "file" / "work")


def test_only_its_owner_can_read_the_work_directory(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "batch.csv", frame_of([row(1)]))
    screened = screen_file(path, PACK, today=TODAY, work=tmp_path / "work")
    assert (tmp_path / "work").stat().st_mode & 0o077 == 0
    kept = Spill(tmp_path / "work").get(screened.chunks[0].name, "facts")
    assert not {"first_name", "last_name", "date_of_birth", "address_line1", "city"} & set(kept.columns)
    assert set(COLUMNS) & set(kept.columns) <= {"official_id", "proceeding", "tin"}


def test_a_chunk_keeps_what_late_elements_read_and_no_more() -> None:
    facts = canonical_frame(frame_of([]), PACK, TODAY)
    judge = Judge.of(PACK, with_records=False)
    split = judge.split(facts.schema)
    given = facts.select(split.needed).with_columns(
        *(pl.Series(p.name, [], dtype=pl.Boolean if p.measure is Measure.LATER else pl.Int64) for p in PACK.patterns)
    )
    assert judge.masks(given, split.late).height == 0
    for name in split.needed:
        with pytest.raises(ColumnNotFoundError):
            judge.masks(given.drop(name), split.late)
