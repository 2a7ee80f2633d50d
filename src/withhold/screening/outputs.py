"""The three files of a screening, all of them or none."""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import polars as pl
from polars.exceptions import ComputeError

from withhold.screening.applying import Screened
from withhold.screening.errors import Unwritable
from withhold.screening.naming import shown_path

FINDINGS, CURES, SUMMARY = "findings.parquet", "cure.csv", "summary.json"

_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"
"""A spreadsheet takes a cell that begins so for a formula."""

_ROWS_AT_ONCE = 100_000


def write_outputs(screened: Screened, out: Path) -> None:
    """Writes ``findings.parquet``, ``cure.csv`` and ``summary.json`` into ``out``, making it if need be.

    Each is written under a passing name and renamed when all are complete. Raises Unwritable and leaves
    nothing behind where that fails.
    """
    writers: dict[str, Callable[[BinaryIO], object]] = {
        FINDINGS: screened.findings.write_parquet,
        CURES: lambda file: _write_cures(screened.findings, screened.cures, file),
        SUMMARY: lambda file: file.write(_summary_bytes(screened.summary)),
    }
    made = not out.exists()
    passing = {name: out / f".{name}.{secrets.token_hex(4)}" for name in writers}
    placed: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor() as threads:  # the engine writes outside Python's lock
            for written in [threads.submit(_write, passing[name], write) for name, write in writers.items()]:
                written.result()
        for name, path in passing.items():
            placed.append(path.replace(out / name))
    except BaseException as error:
        _clear(out, [*passing.values(), *placed], made=made)
        if isinstance(error, OSError):
            raise Unwritable(shown_path(out), "the outputs cannot be written here") from error
        raise


def _write(path: Path, write: Callable[[BinaryIO], object]) -> None:
    with path.open("xb") as file:
        try:
            write(file)
        except ComputeError as error:
            if "os error" in str(error):  # what the engine makes of a full disk
                raise OSError(str(error)) from error
            raise


def _clear(out: Path, paths: Iterable[Path], *, made: bool) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()
    if made and out.is_dir():
        out.rmdir()


def _write_cures(findings: pl.DataFrame, cures: Mapping[str, str], file: BinaryIO) -> None:
    """One line per deficiency, in the order of the batch. Of the agency's own values only the reference returns.

    The texts are quoted once each, not once a line: a batch can fall short in millions of places.
    """
    places = pl.Enum(list(cures))
    endings = [f"{element},{_quoted_text(neutral(cure))}" for element, cure in cures.items()]
    ending = pl.Series("ending", endings, dtype=pl.String)
    file.write(b"row,request_ref,element,cure\n")
    for start in range(0, findings.height, _ROWS_AT_ONCE):
        rows = findings[start : start + _ROWS_AT_ONCE]
        lines = rows.select(
            "row",
            _quoted(neutral_expression("request_ref")).alias("request_ref"),
            pl.col("deficiencies").cast(pl.List(places)).alias("place"),
        ).explode("place", empty_as_null=False)
        place = lines["place"].to_physical()
        lines = lines.select("row", "request_ref", ending.gather(place))
        lines.write_csv(file, include_header=False, quote_style="never")


def _quoted(text: pl.Expr) -> pl.Expr:
    doubled = pl.concat_str(pl.lit('"'), text.str.replace_all('"', '""', literal=True), pl.lit('"'))
    return pl.when(text.str.contains(r'[",\r\n]')).then(doubled).otherwise(text)


def _quoted_text(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def neutral(text: str) -> str:
    """The text with a leading apostrophe where a spreadsheet would take it for a formula."""
    neutralised: str = pl.DataFrame({"text": [text]}).select(neutral_expression("text")).item()
    return neutralised


def neutral_expression(column: str) -> pl.Expr:
    """``neutral`` for a whole column."""
    text = pl.col(column)
    return pl.when(text.str.contains(_FORMULA)).then("'" + text).otherwise(text).alias(column)


def _summary_bytes(summary: Mapping[str, object]) -> bytes:
    return (json.dumps(summary, indent=2, ensure_ascii=False) + "\n").encode()
