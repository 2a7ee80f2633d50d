"""The outputs for the agency: four files or none, and no cell that a spreadsheet would run as a formula."""

import csv
import json
import resource
from datetime import date
from html import unescape
from pathlib import Path

import polars as pl
import pytest

from support.batches import frame_of, row
from withhold.law import pack
from withhold.screening import Screened, Unwritable, screen, write_outputs
from withhold.screening.passes.cure_file import neutral

COVERS = (
    "withhold.screening.passes.cure_file",
    "withhold.screening.passes.outputs",
    "withhold.screening.passes.report",
)

PACK = pack("us-irc-6103-i-2")
MISSING, NOT_ATTESTED = (check for _, check in PACK.checks_named(["address_zip_missing", "sole_use"]))
NAMES = ["cure.csv", "findings.parquet", "report.html", "summary.json"]


def screened(*rows: dict[str, str]) -> Screened:
    return screen(frame_of(rows), PACK, today=date(2026, 3, 2))


def cures(folder: Path) -> list[list[str]]:
    with (folder / "cure.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file, strict=True))


def test_four_files_with_what_was_found(tmp_path: Path) -> None:
    found = screened(row(1), row(2, zip="", sole_use="no"))
    write_outputs(found, tmp_path / "a" / "b")
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == NAMES
    assert pl.read_parquet(tmp_path / "a" / "b" / "findings.parquet").equals(found.findings)
    assert json.loads((tmp_path / "a" / "b" / "summary.json").read_text(encoding="utf-8")) == found.summary
    assert cures(tmp_path / "a" / "b") == [
        ["row", "request_ref", "element", "check", "cure"],
        ["2", "REF-0002", "address", "address_zip_missing", MISSING.cure],
        ["2", "REF-0002", "sole_use", "sole_use", NOT_ATTESTED.cure],
    ]


def test_the_report_shows_the_notes_on_eligible_rows(tmp_path: Path) -> None:
    write_outputs(
        screened(
            row(1, reason="He is a witness whose address is needed so that agents can interview him about the loan.")
        ),
        tmp_path,
    )
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    (mark,) = PACK.marks_named(["reason_score"])
    assert mark.text in report
    assert mark.model in report


def test_a_line_of_the_cure_file_is_short_and_the_report_has_what_is_required_once(tmp_path: Path) -> None:
    found = screened(row(1), row(2, zip="", sole_use="no"), row(3, zip=""))
    write_outputs(found, tmp_path)
    lines = (tmp_path / "cure.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 4
    assert all(len(line) < 150 for line in lines)
    page = unescape((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert page.count(PACK.element("address").cure) == 1
    assert page.count(MISSING.title) == page.count(MISSING.cure) == 1


def test_nothing_to_cure(tmp_path: Path) -> None:
    write_outputs(screened(row(1)), tmp_path)
    assert cures(tmp_path) == [["row", "request_ref", "element", "check", "cure"]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_formulas_are_neutralized(tmp_path: Path, sign: str) -> None:
    write_outputs(screened(row(1, request_ref=f'{sign}HYPERLINK("x","y")', zip="")), tmp_path)
    assert cures(tmp_path)[1][1] == f'\'{sign}HYPERLINK("x","y")'


@pytest.mark.parametrize("text", ["=a", "\ta", "\ra", "\na"])
def test_cures_would_be_neutralized_as_well(text: str) -> None:
    assert neutral(text) == "'" + text
    assert neutral("a" + text) == "a" + text


@pytest.mark.parametrize("reference", ['a,"b"', "a;b", "é,ß", "'a'", 'a"'])
def test_references_are_quoted_as_csv_needs(tmp_path: Path, reference: str) -> None:
    write_outputs(screened(row(1, request_ref=reference, zip="")), tmp_path)
    assert cures(tmp_path)[1][1] == reference


def test_no_value_of_the_agency_but_the_reference_is_returned(tmp_path: Path) -> None:
    write_outputs(screened(row(1, zip="", reason="", address_line1="Failed to Provide", tin="1")), tmp_path)
    for name in ("cure.csv", "summary.json", "report.html"):
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert not any(word in text for word in ("Marchetti", "Springfield", "1980-02-03", "Failed to Provide"))


def test_outputs_replace_those_of_an_earlier_run(tmp_path: Path) -> None:
    write_outputs(screened(row(1, zip="")), tmp_path)
    write_outputs(screened(row(1), row(2)), tmp_path)
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))["rows"] == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == NAMES


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(Unwritable) as caught:
        write_outputs(screened(row(1)), tmp_path / "out")
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize("blocked", NAMES)
def test_nothing_is_left_behind_if_one_output_cannot_be_placed(tmp_path: Path, blocked: str) -> None:
    (tmp_path / blocked / "inside").mkdir(parents=True)
    with pytest.raises(Unwritable):
        write_outputs(screened(row(1, zip="")), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [blocked]


def test_a_folder_made_for_failed_outputs_is_removed(tmp_path: Path) -> None:
    found = screened(row(1))
    broken = Screened(found.findings, found.facts, {**found.summary, "not": object()}, found.cures, PACK)
    with pytest.raises(TypeError):
        write_outputs(broken, tmp_path / "out")
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    """A limit on the size of files simulates the full disk."""
    found = screened(*(row(n, zip="") for n in range(1, 400)))
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, limits[1]))
    try:
        with pytest.raises(Unwritable):
            write_outputs(found, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list(tmp_path.iterdir())
