"""Likely causes of a whole file: counted once, over all chunks, and named without any cell's content."""

from datetime import date
from pathlib import Path

import pytest

from support.batches import frame_of, row, write_batch
from support.small_chunks import cut_small
from withhold.cli.figures import summary_lines
from withhold.law import pack
from withhold.screening import COLUMNS, screen, screen_file, write_outputs
from withhold.screening.judging.file_causes import CAUSES, added, count_causes, named_causes

COVERS = ("withhold.cli.figures", "withhold.screening.judging.file_causes", "withhold.screening.passes.report")

PACK = pack("us-irc-6103-i-2")
TODAY = date(2026, 3, 2)


def causes(rows: list[dict[str, str]]) -> dict[str, int]:
    return {each["cause"]: each["rows"] for each in screen(frame_of(rows), PACK, today=TODAY).summary["file_causes"]}


@pytest.mark.parametrize(
    ("column", "value", "cause"),
    [
        ("date_of_birth", "3/4/1985", "date_month_first"),
        ("date_of_birth", "03/04/85", "date_month_first"),
        ("date_of_birth", "31110", "date_serial"),
        ("date_of_birth", "31110.0", "date_serial"),
        ("date_of_birth", "19850304", "date_compact"),
        ("zip", "2116", "zip_zero_lost"),
        ("zip", " 2116 ", "zip_zero_lost"),
        ("zip", "601", "zip_zero_lost"),
        ("zip", "2116-1234", "zip_zero_lost"),
        ("zip", "21161234", "zip_zero_lost"),
        ("zip", "78701.0", "zip_decimal"),
        ("tin", "12345678", "tin_zero_lost"),
        ("tin", "1.23E+08", "tin_scientific"),
        ("tin", "1E8", "tin_scientific"),
        ("tin", "412345678.0", "tin_decimal"),
        ("state", "Texas", "state_in_words"),
        ("state", "New Mexico", "state_in_words"),
    ],
)
def test_a_cell_that_a_spreadsheet_changed(column: str, value: str, cause: str) -> None:
    rows = [row(1), row(2, **{column: value}), row(3)]
    assert causes(rows) == {cause: 1}
    found = screen(frame_of(rows), PACK, today=TODAY)
    assert found.findings["deficiencies"][1].to_list()
    (named,) = found.summary["file_causes"]
    assert named["column"] == column
    assert value.strip() not in named["says"] + named["cure"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("date_of_birth", "1985"),
        ("date_of_birth", "1/2"),
        ("date_of_birth", "unknown"),
        ("zip", "78701"),
        ("zip", "78701-1234"),
        ("zip", "787011234"),
        ("zip", "12"),
        ("zip", "n/a"),
        ("tin", "412-34-5678"),
        ("tin", "412345678"),
        ("tin", "unknown"),
        ("state", "tx"),
        ("state", "N/A"),
        ("state", ""),
    ],
)
def test_another_cell_has_no_such_cause(column: str, value: str) -> None:
    assert causes([row(1), row(2, **{column: value}), row(3)]) == {}


def test_a_column_with_nothing_in_it() -> None:
    assert causes([row(n, middle_name="", official_id="") for n in range(3)]) == {"empty_official_id": 3}
    assert causes([row(n, official_id="") for n in range(2)]) == {}
    assert causes([row(1), row(2, official_id=""), row(3, official_id="")]) == {}


def test_a_cause_is_named_in_words() -> None:
    counts = {"zip_zero_lost": 3, "date_month_first": 20, "tin_scientific": 1, "empty_city": 20, "empty_state": 19}
    assert [each["says"] for each in named_causes(counts, 20)] == [
        "All 20 cells of the column date_of_birth are dates with slashes.",
        "The column city is empty in all 20 rows.",
        "3 cells of the column zip lost their leading zeros.",
        "1 cell of the column tin is in scientific notation, so digits are lost.",
    ]


def test_at_most_six_causes_are_named() -> None:
    counts = {cause.id: 9 for cause in CAUSES}
    assert len(named_causes(counts, 9)) == 6


def test_counts_of_parts_are_added() -> None:
    frame = frame_of([row(n, zip="2116" if n % 3 else "78701") for n in range(30)])
    parts = [count_causes(part) for part in frame.iter_slices(7)]
    assert added(parts) == added([count_causes(frame)])
    assert added(parts)["zip_zero_lost"] == 20


def test_a_file_of_many_chunks_names_each_cause_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = [{"date_of_birth": f"{n % 12 + 1}/{n % 28 + 1}/1980", "official_id": ""} for n in range(40)]
    rows = [row(n, **change, **({"zip": "2116"} if n in (5, 39) else {})) for n, change in enumerate(changed)]
    path = write_batch(tmp_path / "batch.csv", frame_of(rows))
    cut_small(monkeypatch)
    screened = screen_file(path, PACK, today=TODAY, work=tmp_path / "work")
    assert len(screened.chunks) > 3
    whole = screen(frame_of(rows), PACK, today=TODAY).summary["file_causes"]
    assert screened.summary["file_causes"] == whole
    assert [(each["cause"], each["rows"]) for each in whole] == [
        ("date_month_first", 40),
        ("empty_official_id", 40),
        ("zip_zero_lost", 2),
    ]
    write_outputs(screened, tmp_path / "out")
    report = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    lines = list(summary_lines(screened.summary))
    for each in whole:
        assert report.count(each["says"]) == 1
        assert f"{each['says']} {each['cure']}" in lines
    assert {cause.column for cause in CAUSES} < set(COLUMNS)
