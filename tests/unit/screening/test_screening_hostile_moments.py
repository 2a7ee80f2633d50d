"""Files that are replaced, overwritten or extended while they are read, and readers whose parent ends."""

import fcntl
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

from support.batches import frame_of, row, write_batch
from support.refusals import refused
from support.small_chunks import cut_small
from withhold.model.errors import Unreadable
from withhold.screening import read_batch
from withhold.screening.reading import open_batch
from withhold.screening.reading.kind import Kind
from withhold.screening.reading.workbook import confined, frame_process
from withhold.screening.reading.workbook.confined import parsed_file

COVERS = ("withhold.screening.reading",)


@pytest.mark.parametrize(("suffix", "kind"), [(".parquet", Kind.PARQUET), (".xlsx", Kind.XLSX)])
def test_the_opened_file_is_read_whatever_is_at_its_path_later(tmp_path: Path, suffix: str, kind: Kind) -> None:
    path = write_batch(tmp_path / f"b{suffix}", frame_of([row(1)]))
    other = write_batch(tmp_path / f"other{suffix}", frame_of([row(2), row(3)]))
    with path.open("rb") as file:
        other.replace(path)
        with parsed_file(path, kind, file.fileno()) as given:
            frame = pl.concat(pl.read_ipc(io.BytesIO(content)) for content in given.content)
    assert given.rows == frame.height == 1
    assert read_batch(path).height == 2


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".xlsx"])
def test_a_file_overwritten_and_its_time_reset(tmp_path: Path, suffix: str) -> None:
    path = write_batch(tmp_path / f"b{suffix}", frame_of(row(n) for n in range(1, 50)))
    parts = open_batch(path).chunks()
    next(parts)
    before = path.stat()
    with path.open("r+b") as file:
        file.write(path.read_bytes())
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    with pytest.raises(Unreadable, match="changed while it was read"):
        list(parts)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_a_file_that_somebody_keeps_adding_to_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    cut_small(monkeypatch, content=10)
    path = write_batch(tmp_path / f"b{suffix}", frame_of(row(n) for n in range(1, 4)))
    last = path.read_bytes().splitlines(keepends=True)[-1]
    seen = 0
    with pytest.raises(Unreadable, match="changed while it was read"):  # noqa: PT012  the loop is what must end
        for _part in open_batch(path).chunks():
            seen += 1
            assert seen < 10
            with path.open("ab") as file:
                file.write(last * 2)


def test_a_cell_of_thirty_megabytes_does_not_leave_its_parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_batch(tmp_path / "b.parquet", frame_of([row(1), row(2, city="SECRET" * 5_000_000)]))
    monkeypatch.setattr(confined, "_MESSAGE_MAX", 1 << 20)
    refused(path, row=2, column="city", saying="longer than 4,000")


def _reader(path: Path) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-P", frame_process.__file__, Kind.PARQUET.value, str(path)]
    return subprocess.Popen([*program, "80000", "24000000", "10000"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def test_a_parser_that_nobody_waits_for_ends(tmp_path: Path) -> None:
    """It ends although it is busy. Here, it writes more than the pipe takes."""
    path = write_batch(tmp_path / "b.parquet", frame_of(row(n) for n in range(1, 3_000)))
    with _reader(path) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.read(8)
        process.stdin.close()
        assert process.wait(600) == -signal.SIGIO


_HOLDER = """
import fcntl, sys, time
from pathlib import Path
from withhold.screening.reading.workbook.confined import parsed_file
from withhold.screening.reading.kind import Kind
with open(sys.argv[1], "rb") as file:
    fcntl.flock(file, fcntl.LOCK_EX)
    with parsed_file(Path(sys.argv[1]), Kind.PARQUET, file.fileno()):
        print("reading", flush=True)
        time.sleep(60)
"""


def test_a_reader_killed_leaves_no_parser_behind(tmp_path: Path) -> None:
    """Every process that has the file open keeps its lock, the parser too. The lock is free when both have ended."""
    path = write_batch(tmp_path / "b.parquet", frame_of(row(n) for n in range(1, 3_000)))
    with subprocess.Popen([sys.executable, "-c", _HOLDER, str(path)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"reading\n"
        with path.open("rb") as file, pytest.raises(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        holder.kill()
    with path.open("rb") as file:
        assert _free_within(file, 30)


def _free_within(file: io.BufferedReader, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.01)
        else:
            return True
    return False
