"""Write the four files of a screening for the agency, either all of them or none."""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from withhold.law.pack import RulePack
from withhold.screening.errors import writable
from withhold.screening.passes.cure_file import Cure
from withhold.screening.passes.report import report_page

FINDINGS, CURES, SUMMARY, REPORT = "findings.parquet", "cure.csv", "summary.json", "report.html"


class Answers(Protocol):
    """The result of screening a batch of any size."""

    @property
    def summary(self) -> Mapping[str, Any]:
        """Return the content of ``summary.json``."""

    @property
    def cures(self) -> Mapping[str, Cure]:
        """Return check id → its cure."""

    @property
    def pack(self) -> RulePack:
        """Return the pack that was applied."""

    def write_findings(self, file: BinaryIO) -> None:
        """Write the outcome of each row as Parquet, with ids, and how many texts are alike. See `Screened.findings`."""

    def write_cures(self, file: BinaryIO) -> None:
        """Write ``cure.csv``."""


def write_outputs(answers: Answers, out: Path) -> None:
    """Write findings, cures, summary and report into the directory ``out``, which is made if it does not exist.

    Each is written under a temporary name and renamed when all are complete. Raises Unwritable or DiskFull, and then
    leaves nothing behind.
    """
    page = report_page(answers.summary, answers.cures, answers.pack).encode()
    writers: dict[str, Callable[[BinaryIO], object]] = {
        FINDINGS: answers.write_findings,
        CURES: answers.write_cures,
        SUMMARY: lambda file: file.write(_summary_bytes(answers.summary)),
        REPORT: lambda file: file.write(page),
    }
    made = not out.exists()
    passing = {name: out / f".{name}.{secrets.token_hex(4)}" for name in writers}
    placed: list[Path] = []
    try:
        with writable(out):
            out.mkdir(parents=True, exist_ok=True)
            with ThreadPoolExecutor() as threads:  # the engine writes outside Python's lock
                for written in [threads.submit(_write, passing[name], write) for name, write in writers.items()]:
                    written.result()
            for name, path in passing.items():
                placed.append(path.replace(out / name))
    except BaseException:
        _clear(out, [*passing.values(), *placed], made=made)
        raise


def _write(path: Path, write: Callable[[BinaryIO], object]) -> None:
    with path.open("xb") as file:
        write(file)


def _clear(out: Path, paths: Iterable[Path], *, made: bool) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()
    if made:
        with suppress(OSError):  # it is not empty if a stopped run left its work there
            out.rmdir()


def _summary_bytes(summary: Mapping[str, object]) -> bytes:
    return (json.dumps(summary, indent=2, ensure_ascii=False) + "\n").encode()
