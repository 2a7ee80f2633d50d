"""What must hold of any bytes whatever, for each format: a batch, or one line that says why not; never anything else.

A marker stands in the dictionaries, and in much of what is kept: no error may repeat it. Of CSV it is also held that
Python's own strict reader finds the same cells.
"""

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from withhold.model.errors import Unreadable
from withhold.screening import COLUMNS, read_batch

MARKER = "Zq7x§Marker"
"""Not what a column could be called: names of columns are told where they read like one."""
_FOLDER = Path(tempfile.mkdtemp(prefix="withhold-fuzz-"))


def csv_target(content: bytes) -> None:
    """The bytes as a CSV file."""
    frame = _read(".csv", content)
    if frame is None:
        return
    header, *rows = csv.reader(io.StringIO(content.removeprefix(b"\xef\xbb\xbf").decode(), newline=""), strict=True)
    expected = [tuple(dict(zip(header, cells, strict=True))[name] for name in COLUMNS) for cells in rows]
    assert frame == expected, "another reader finds other cells"


def csv_row_target(content: bytes) -> None:
    """The bytes as a row under a sound header, so that coverage reaches past it."""
    csv_target(",".join(COLUMNS).encode() + b"\n" + content)


def json_target(content: bytes) -> None:
    """The bytes as a JSON Lines file."""
    _read(".jsonl", b"{" + content)


def parquet_target(content: bytes) -> None:
    """The bytes as a Parquet file."""
    _read(".parquet", b"PAR1" + content)


def workbook_target(content: bytes) -> None:
    """The bytes as the first sheet of a workbook."""
    parts = io.BytesIO()
    with zipfile.ZipFile(parts, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"))
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format(kind="worksheet", target="worksheets/s.xml"))
        archive.writestr("xl/worksheets/s.xml", content)
    _read(".xlsx", parts.getvalue())


TARGETS: dict[str, Callable[[bytes], None]] = {
    "csv": csv_target,
    "csv_row": csv_row_target,
    "json": json_target,
    "parquet": parquet_target,
    "workbook": workbook_target,
}
CONFINED = ("parquet", "workbook")
"""Read in a process of their own: a hundred times as slow, and with no coverage to be guided by."""

_SCHEMA = "http://schemas.openxmlformats.org"
_TYPES = (
    f'<Types xmlns="{_SCHEMA}/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    f'<Relationships xmlns="{_SCHEMA}/package/2006/relationships"><Relationship Id="r1" '
    f'Type="{_SCHEMA}/officeDocument/2006/relationships/{{kind}}" Target="{{target}}"/></Relationships>'
)
_BOOK = (
    f'<workbook xmlns="{_SCHEMA}/spreadsheetml/2006/main" xmlns:r="{_SCHEMA}/officeDocument/2006/relationships">'
    '<sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'
)


def _read(suffix: str, content: bytes) -> list[tuple[str, ...]] | None:
    path = _FOLDER / f"b{suffix}"
    path.write_bytes(content)
    try:
        frame = read_batch(path)
    except Unreadable as error:
        message = str(error)
        assert MARKER not in message, "an error repeats what a cell holds"
        assert message.isprintable(), "an error is not one line"
        return None
    finally:
        assert [each.name for each in _FOLDER.iterdir()] == [path.name], "something was left behind"
        path.unlink()
    assert frame.columns == list(COLUMNS)
    assert not sum(frame.null_count().row(0)), "a cell is missing"
    return frame.rows()
