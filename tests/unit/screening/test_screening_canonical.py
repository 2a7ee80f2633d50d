"""The canonical frame: cleaned text, canonical names, and the patterns of the whole batch."""

from datetime import date

import polars as pl
import pytest

from support.batches import frame_of, row
from withhold.identity.tins import canonical_tin
from withhold.law import pack
from withhold.screening.frame.canonical import canonical_frame
from withhold.screening.frame.case_numbers import canonical_case_number, case_keys
from withhold.screening.frame.cleaning import clean_text, cleaned
from withhold.screening.frame.distinct import combined, distinct
from withhold.screening.passes.patterns import with_patterns

COVERS = ("withhold.screening.frame", "withhold.screening.passes.patterns")

PACK = pack("us-irc-6103-i-2")


def canonical(*rows: dict[str, str]) -> pl.DataFrame:
    facts = canonical_frame(frame_of(rows), PACK, date(2026, 3, 2)).with_row_index("row", offset=1)
    return with_patterns(facts, PACK, seed=7)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("  a   b ", "a b"),
        ("a\tb\r\nc", "a b c"),
        ("a\u00a0b\u2003c", "a b c"),
        ("a\u200bb\u00add\ufefff\u202e", "abdf"),
        ("a\x00\x07b", "ab"),
        ("Łódź § 7", "Łódź § 7"),
        ("\u200b \u00a0", ""),
    ],
)
def test_clean_text(given: str, expected: str) -> None:
    assert clean_text(given) == expected
    assert cleaned(pl.Series("a", ["plain", given])).to_list() == ["plain", expected]


def test_clean_columns_are_not_copied() -> None:
    column = pl.Series("a", ["plain", "text"])
    assert cleaned(column) is column


def test_names_dates_and_tins_are_canonical_and_other_text_keeps_its_case() -> None:
    frame = canonical(row(1, first_name=" José ", last_name="O'Brien", suffix="Jr.", city="  St.  Louis\u200b"))
    got = frame.select("first_name", "last_name", "suffix", "city", "tin", "date_of_birth", "birth_year").row(0)
    assert got == ("JOSE", "OBRIEN", "JR", "St. Louis", "123456789", "1980-02-03", 1980)


@pytest.mark.parametrize("text", ["02/03/1980", "1980-02-30", "", "1980-2-3", "later"])
def test_dates_that_cannot_be_read_are_missing(text: str) -> None:
    assert canonical(row(1, date_of_birth=text)).select("date_of_birth", "birth_year").row(0) == ("", 0)


TINS = (
    *("123-45-6789", "123456789", "12-345-6789", "123-456789", "123 45 6789", "000-12-3456", "666-12-3456"),
    *("900-50-0000", "900-49-0000", "999-94-9999", "999-93-9999", "078-05-1120", "219099999", "457-55-5462", ""),
    *("123-00-1234", "123-45-0000", "1234567890", "12345678", "١٢٣٤٥٦٧٨٩", "abc", "123-45-6789-"),
)


def test_tins_in_the_engine_are_those_of_identity() -> None:
    frame = canonical(*(row(n, tin=tin) for n, tin in enumerate(TINS, 1)))
    assert frame["tin"].to_list() == [canonical_tin(tin) or "" for tin in TINS]


@pytest.mark.parametrize("mixed", [[], ["inv 1"], ["inv-é", "ﬁle 3"]])
def test_case_keys_are_canonical_case_numbers(mixed: list[str]) -> None:
    numbers = ["INV-2026-1", "INV20261", "A1", *mixed]
    assert case_keys(pl.Series("c", numbers)).to_list() == [canonical_case_number(number) for number in numbers]


def test_one_matter_twice_is_marked_from_the_second_row_on() -> None:
    rows = [row(1), row(2), row(3), row(4), row(5, tin=""), row(6, tin="")]
    rows[2] |= {"tin": rows[0]["tin"], "case_number": "inv 2026 0001"}
    rows[3] |= {"tin": rows[0]["tin"]}
    rows[4]["case_number"] = rows[5]["case_number"] = "INV-9"
    assert canonical(*rows)["duplicate_in_batch"].to_list() == [False, False, True, False, False, False]


def test_officials_are_counted_after_cleaning() -> None:
    rows = [row(1), row(2, official_id="OFF-0001 "), row(3, official_id="OFF-0002")]
    assert canonical(*rows)["official_rows"].to_list() == [2, 2, 1]


def test_reasons_are_counted_by_person_and_not_by_row() -> None:
    one, other = row(1), row(2)
    rows = [one, other, {**other, "request_ref": "3"}, row(4, reason="Quite another text, about other things.")]
    assert canonical(*rows)["reason_people"].to_list() == [2, 2, 2, 1]


def test_people_without_tin_are_distinguished_by_name_and_date_of_birth() -> None:
    rows = [row(1, tin=""), row(2, tin="", first_name="Zed"), row(3, tin=""), row(4)]
    assert set(canonical(*rows)["reason_people"].to_list()) == {3}


def test_distinct_combinations_restore_the_rows() -> None:
    columns = [pl.Series(["a", "b", "a", "c"]), pl.Series(["x", "x", "x", "x"]), pl.Series(["1", "2", "3", "1"])]
    codes, values = combined([distinct(column) for column in columns])
    assert [value.gather(codes).to_list() for value in values] == [column.to_list() for column in columns]
    assert len(values[0]) == 4


def test_columns_of_other_types_have_distinct_values_too() -> None:
    column = pl.Series([7, 3, 7, 5])
    part = distinct(column)
    assert part.values.gather(part.codes).to_list() == column.to_list()
