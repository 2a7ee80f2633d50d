"""Batches for tests of screening: one sound row, and ways to write rows in each of the four formats."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl
import xlsxwriter

from withhold.screening import COLUMNS

SOUND = {
    "request_ref": "REF-0001",
    "tin": "123-45-6789",
    "first_name": "Ada",
    "middle_name": "",
    "last_name": "Marchetti",
    "suffix": "",
    "date_of_birth": "1980-02-03",
    "address_line1": "1200 Cedar St",
    "address_line2": "",
    "city": "Springfield",
    "state": "IL",
    "zip": "62701",
    "taxable_periods": "2022;2023",
    "statute": "18 U.S.C. 1343",
    "proceeding": "investigation",
    "case_number": "INV-2026-0001",
    "reason": "Ledgers seized at the broker's office show wire transfers to an account in this person's name.",
    "official_id": "OFF-0001",
    "signer_id": "SGN-0001",
    "sole_use": "true",
}


def row(number: int = 1, **changes: str) -> dict[str, str]:
    """A sound row, distinct from those of other numbers, with some cells changed."""
    own = {
        "request_ref": f"REF-{number:04d}",
        "tin": f"{122 + number}-45-6789",
        "case_number": f"INV-2026-{number:04d}",
    }
    return {**SOUND, **own, **changes}


def cells(**changes: str) -> list[str]:
    """A sound row in the order of the contract, with some cells changed."""
    return [{**SOUND, **changes}[name] for name in COLUMNS]


def frame_of(rows: Iterable[Mapping[str, str]]) -> pl.DataFrame:
    """The frame that a reader gives for these rows."""
    return pl.DataFrame(
        [[r[name] for name in COLUMNS] for r in rows], schema=dict.fromkeys(COLUMNS, pl.String), orient="row"
    )


def csv_text(rows: Iterable[Sequence[str]], header: Sequence[str] = COLUMNS) -> str:
    """Header and rows as RFC 4180 has them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def write_batch(path: Path, frame: pl.DataFrame) -> Path:
    """Writes a frame in the format that the path's extension names."""
    rows = frame.rows()
    if path.suffix == ".csv":
        path.write_bytes(csv_text(rows, frame.columns).encode())
    elif path.suffix == ".jsonl":
        lines = [json.dumps(dict(zip(frame.columns, cells, strict=True))) for cells in rows]
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    elif path.suffix == ".parquet":
        frame.write_parquet(path)
    else:
        _write_workbook(path, [frame.columns, *rows])
    return path


def _write_workbook(path: Path, rows: Iterable[Sequence[str]]) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)


def csv_file(folder: Path, content: str | bytes) -> Path:
    """A file of exactly this content."""
    path = folder / "batch.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path
