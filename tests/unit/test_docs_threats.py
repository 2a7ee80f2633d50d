"""Every control and every test that docs/threats.md names is there."""

import re
from pathlib import Path

import pytest

from withhold.screening.reading import cells, columnar, json_lines
from withhold.screening.reading.delimited import csv_chunks as delimited
from withhold.screening.reading.workbook import confined, frame_process
from withhold.screening.reading.workbook import sheet_refusals as workbook

COVERS = (
    "withhold.screening.reading.cells",
    "withhold.screening.reading.columnar",
    "withhold.screening.reading.delimited.csv_chunks",
    "withhold.screening.reading.json_lines",
    "withhold.screening.reading.workbook.confined",
    "withhold.screening.reading.workbook.frame_process",
    "withhold.screening.reading.workbook.sheet_refusals",
)

ROOT = Path(__file__).parents[2]


def rows() -> list[list[str]]:
    lines = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in cells if row[0] not in ("threat", "---")]


def test_every_row_is_whole() -> None:
    assert len(rows()) > 40
    for row in rows():
        assert len(row) == 4, row
        assert all(row), row


def test_every_control_is_in_the_code() -> None:
    for row in rows():
        for path in re.findall(r"`([^`]+)`", row[2]):
            assert (ROOT / "src" / "withhold" / path).is_file(), path


def test_every_test_exists() -> None:
    """Named by folder and function, since files are split as they grow; or by a whole file."""
    for row in rows():
        for named in re.findall(r"`([^`]+)`", row[3]):
            path, _, name = named.partition("::")
            if not name:
                assert (ROOT / "tests" / path).is_file(), named
                continue
            texts = (each.read_text(encoding="utf-8") for each in (ROOT / "tests" / path).rglob("test_*.py"))
            assert any(re.search(rf"^(    )?def {name}\(", text, re.MULTILINE) for text in texts), named


LIMITS = {
    "characters": cells.CELL_MAX,
    "header": delimited._HEADER_MAX,
    "a record": delimited._RECORD_MAX,
    "a line": json_lines._LINE_MAX,
    "parts": workbook.MEMBERS_MAX,
    "unpacked": workbook.UNPACKED_MAX,
    "times": workbook.RATIO_MAX,
    "rows": columnar.ROWS_MAX,
    "address space": frame_process.MEMORY_MAX,
    "processor time": frame_process.CPU_SECONDS_MAX,
    "until": confined.SECONDS_MAX,
}


@pytest.mark.parametrize("limit", LIMITS)
def test_the_limits_of_a_file_are_those_of_the_code(limit: str) -> None:
    text = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
    section = re.split(r"^#+ ", text, flags=re.MULTILINE)
    (told,) = [each for each in section if each.startswith("What a file may be")]
    number = f"{LIMITS[limit]:,}"
    before, after = rf"{limit} of {number}\b", rf"(?<![\d,]){number}( bytes| seconds)?( of)? {limit}"
    assert re.search(f"{before}|{after}", told), (limit, number)
