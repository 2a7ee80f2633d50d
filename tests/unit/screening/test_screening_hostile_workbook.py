"""XLSX that is cut off, unpacks to far more, or contains more than cells."""

import struct
import warnings
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from support.batches import cells, frame_of, row, write_batch
from support.refusals import refused
from withhold.model.errors import Unreadable
from withhold.screening import COLUMNS, read_batch
from withhold.screening.reading.workbook import confined

COVERS = ("withhold.screening.reading.workbook.confined",)


@pytest.mark.parametrize("keep", [30, 0.5, -1, -30])
def test_workbook_cut_off(tmp_path: Path, keep: float) -> None:
    path = write_batch(tmp_path / "b.xlsx", frame_of([row()]))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(keep * len(whole)) if isinstance(keep, float) else keep])
    refused(path, saying="damaged")


def test_archive_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as archive:
        archive.writestr("SECRET.txt", "SECRET")
    refused(tmp_path / "b.xlsx", saying="not an XLSX workbook")


def repacked(path: Path, changes: dict[str, bytes]) -> Path:
    """Return the workbook with parts replaced or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()} | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_workbook_that_unpacks_to_far_more(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "b.xlsx", frame_of([row()]))
    repacked(path, {"xl/media/image1.bin": b"\0" * (80 << 20)})
    refused(path, saying="unpacks to far more")


def test_workbook_of_too_many_parts(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "b.xlsx", frame_of([row()]))
    refused(repacked(path, {f"xl/{n}": b"" for n in range(1_001)}), saying="too many parts")


@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "XL/Worksheets/Sheet1.XML"])
def test_workbook_with_two_parts_of_one_name(tmp_path: Path, name: str) -> None:
    """One program would read the first part, another the last."""
    path = write_batch(tmp_path / "b.xlsx", frame_of([row()]))
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "<worksheet>SECRET</worksheet>")
    refused(path, saying="two of one name")


@pytest.mark.parametrize("part", ["xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"])
def test_workbook_with_code_or_links(tmp_path: Path, part: str) -> None:
    path = write_batch(tmp_path / "b.xlsx", frame_of([row()]))
    refused(repacked(path, {part: b"x"}), saying="macros or links")


def test_workbook_whose_last_cell_is_seventeen_billion_cells_away(tmp_path: Path) -> None:
    """A dense sheet of that size would be 400 GB. The limit of the reading process ends it."""
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, COLUMNS)
        sheet.write_row(1, 0, cells())
        sheet.write_string(1_048_575, 16_383, "SECRET")
    refused(path, saying="damaged, cut off or too large")


def test_workbook_that_states_false_sizes(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "b.xlsx", frame_of([row()]))
    repacked(path, {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * (30 << 20)})
    whole = bytearray(path.read_bytes())
    entry = whole.rindex(b"xl/worksheets/sheet1.xml") - 46
    struct.pack_into("<I", whole, entry + 24, 10)
    path.write_bytes(whole)
    refused(path)


def test_workbook_with_entity_expansion(tmp_path: Path) -> None:
    path = write_batch(tmp_path / "b.xlsx", frame_of([row()]))
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE sst [<!ENTITY e0 "SECRET">{entities}]><sst><si><t>&e11;</t></si></sst>'
    with pytest.raises(Unreadable):
        read_batch(repacked(path, {"xl/sharedStrings.xml": bomb.encode()}))


def test_workbook_reading_is_limited_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_batch(tmp_path / "b.xlsx", frame_of([row()]))
    monkeypatch.setattr(confined, "SECONDS_MAX", 0.001)
    refused(path, saying="too large")


def test_empty_sheet(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "b.xlsx")) as book:
        book.add_worksheet()
    refused(tmp_path / "b.xlsx", saying="first sheet is empty")
