"""The page on how well screening tells says what the sets and the code say; the sets keep their own rules."""

from pathlib import Path

import polars as pl
import pytest
from docs.quality import PAGE, page, sources_line
from tests.quality.generate import PARTS

COVERS = ("withhold.law.placeholders", "withhold.law.reasons")

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests" / "quality"


def read(name: str) -> pl.DataFrame:
    return pl.read_csv(FOLDER / name, infer_schema=False, empty_string_is_null=False)


def test_the_page_is_of_the_rules_and_texts_that_are_here() -> None:
    assert PAGE.read_text(encoding="utf-8").splitlines()[-1] == sources_line(), "run python -m docs.quality"


@pytest.mark.trial
def test_the_page_is_what_the_command_writes() -> None:
    assert PAGE.read_text(encoding="utf-8") == page() + "\n", "run python -m docs.quality"


def test_the_sets_are_as_large_as_they_should_be_and_split_in_two() -> None:
    addresses, reasons = read("addresses.csv"), read("reasons.csv")
    assert addresses.height >= 3_000
    assert reasons.height >= 1_000
    for table in (addresses, reasons):
        assert table["id"].is_unique().all()
        assert set(table["part"]) == set(PARTS)
        assert set(table["label"]) == {"sound", "deficient"}
        assert table.group_by("part", "label").len()["len"].min() >= 100  # type: ignore[operator]


@pytest.mark.parametrize("name", ["addresses.csv", "reasons.csv"])
def test_no_deficient_text_is_of_both_parts_and_none_of_the_held_out_is_in_the_packs_vectors(name: str) -> None:
    table = read(name)
    column = "reason" if name.startswith("reasons") else "address_line1"
    texts = {part: set(table.filter(pl.col("part") == part, pl.col("label") == "deficient")[column]) for part in PARTS}
    long = {text for text in texts["held_out"] if len(text) > 12}
    assert not long & texts["development"]
    vectors = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "src/withhold/law/us_irc_6103_i_2/vectors").iterdir()
    )
    assert not [text for text in long if f'"{text}"' in vectors and text not in ALSO_IN_COURT]


ALSO_IN_COURT = {"Failed to Provide", "Unknown Address"}
"""Texts of the litigated file, which both the vectors and the set must have."""
