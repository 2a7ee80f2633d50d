"""A separate program that writes a workbook's one sheet, or a Parquet file, to standard output, some rows at a time.

``confined`` runs it. A hostile file can make a parser allocate without end, panic or abort, but only in this process.
The kernel enforces the limits, so no parser has to. The program imports nothing of ours but ``sheet_marks`` beside it,
because it must start fast and must not have anything that could be lost.

It writes messages, each preceded by its length (8 bytes, big-endian). The first is JSON: ``names`` and ``types`` of the
columns, ``rows``, and of a workbook its ``sheets`` that are not empty and the first ``mark`` (``sheet_marks``). The
others are Arrow IPC files, with the columns as they are in the file. A last message of length 0 marks the end.
"""

import fcntl
import importlib.util
import io
import json
import os
import resource
import select
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    import polars as pl

MEMORY_MAX = 6 << 30
"""Bytes of address space; a full sheet of 1,048,576 rows needs about half."""
CPU_SECONDS_MAX = 600


def _limit() -> None:
    if sys.platform != "darwin":  # which has no limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MAX, CPU_SECONDS_MAX))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to standard output only


def _end_with_parent() -> None:
    """End this process when the one that started it ends, even if that is killed."""
    # Then the other end of standard input closes. The signal for that ends this process, even if a parser is busy and
    # never returns to Python.
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([0], [], [], 0)[0]:  # it closed before the signal was requested
        sys.exit(1)


def _write(message: bytes) -> None:
    sys.stdout.buffer.write(len(message).to_bytes(8, "big") + message)


def _head(names: list[str], types: list[str], rows: int, **more: object) -> None:
    _write(json.dumps({"names": names, "types": types, "rows": rows, **more}).encode())


def _sheet(path: str, rows_most: int) -> "Iterator[pl.DataFrame]":
    """Yield the rows below the first, which names the columns. Columns that have only formatting are left out.

    The rows are those of the first sheet that is not empty. The reader of the first message checks whether it is the
    only one, and visible.
    """
    import fastexcel
    import polars as pl

    reader = fastexcel.read_excel(path)
    sheets = [
        reader.load_sheet(place, header_row=None, dtypes="string", skip_whitespace_tail_rows=True)
        for place in range(len(reader.sheet_names))
    ]
    used = [sheet for sheet in sheets if sheet.height]
    frame = pl.DataFrame(used[0]) if used else pl.DataFrame()
    named = frame.row(0) if frame.height else ()
    frame = frame.select(column for column in frame if column.null_count() < len(column))
    names = [name or "" for name in frame.row(0)] if frame.height else []
    mark = _marks().find_mark(path)
    if mark is not None:
        mark["name"] = named[mark["column"] - 1] if mark["column"] <= len(named) else None
    seen = [[sheet.name, sheet.visible == "visible"] for sheet in used]
    _head(names, ["String"] * len(names), max(frame.height - 1, 0), sheets=seen, mark=mark)
    yield from frame[1:].iter_slices(rows_most)


def _marks() -> "ModuleType":
    """Return the module beside this file. The program starts without a path to it."""
    place = Path(__file__).with_name("sheet_marks.py")
    spec = importlib.util.spec_from_file_location(place.stem, place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _parquet(path: str, rows_most: int) -> "Iterator[pl.DataFrame]":
    import polars as pl

    schema = pl.read_parquet_schema(path)
    lazy = pl.scan_parquet(path, glob=False, hive_partitioning=False)
    rows = lazy.select(pl.len()).collect().item()
    _head(list(schema), [str(kind.base_type()) for kind in schema.values()], rows)
    text = [name for name, kind in schema.items() if kind.base_type() in (pl.String, pl.Categorical, pl.Enum, pl.Null)]
    yield from lazy.select(pl.col(text).cast(pl.String)).collect_batches(chunk_size=rows_most, maintain_order=True)


def _main(kind: str, path: str, rows_most: int, bytes_most: int, cell_most: int) -> None:
    _limit()
    _end_with_parent()
    import polars as pl

    for part in {"XLSX": _sheet, "Parquet": _parquet}[kind](path, rows_most):
        for chunk in _light(part, bytes_most, cell_most):
            message = io.BytesIO()
            chunk.rechunk().write_ipc(message, compat_level=pl.CompatLevel.oldest())
            _write(message.getvalue())
    _write(b"")
    sys.stdout.buffer.flush()


def _light(part: "pl.DataFrame", most: int, cell_most: int) -> "Iterator[pl.DataFrame]":
    """Yield the rows, halved until each half has at most ``most`` bytes of text.

    A few bytes of a file can represent any amount of text. If one row has too much, each of its cells is cut to
    ``cell_most`` + 1 characters. So the check of its length still fails.
    """
    import polars as pl

    if part.height and part.width:
        held = part.select(pl.sum_horizontal(pl.all().str.len_bytes().sum())).item() or 0
        if held > most and part.height > 1:
            half = part.height // 2
            yield from _light(part[:half], most, cell_most)
            yield from _light(part[half:], most, cell_most)
            return
        if held > most:
            part = part.select(pl.all().str.head(cell_most + 1))
    if part.height:
        yield part


if __name__ == "__main__":
    _main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:6]))
