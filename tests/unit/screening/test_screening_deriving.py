"""Facts are the same whether a batch is short or long, and whether values repeat."""

import narwhals as nw
import polars as pl
import pytest

from withhold.law.pack import Fact
from withhold.screening.frame.derived import Known
from withhold.screening.frame.deriving import with_facts
from withhold.screening.frame.distinct import distinct, distinct_columns
from withhold.screening.frame.native import native

COVERS = (
    "withhold.screening.frame.deriving",
    "withhold.screening.frame.distinct",
    "withhold.screening.frame.native",
)

LONG = 400
FRAME = pl.DataFrame({"few": [f"f{n % 3}" for n in range(LONG)], "many": [f"m{n}" for n in range(LONG)]})


def is_f1() -> nw.Expr:
    return nw.col("few") == "f1"


def both() -> nw.Expr:
    return nw.concat_str(nw.col("few"), nw.col("many"))


def made(fact: Fact, frame: pl.DataFrame) -> list[object]:
    return with_facts(frame, (fact,), distinct_columns(frame, ["few"]), Known())[fact.name].to_list()


@pytest.mark.parametrize("rows", [9, LONG])
def test_an_expression_has_one_result_for_each_row(rows: int) -> None:
    frame = FRAME.head(rows)
    expected = [few == "f1" for few in frame["few"]]
    assert made(Fact("flag", ("few",), bool, expression=is_f1), frame) == expected
    joined = [f"{few}{many}" for few, many in frame.iter_rows()]
    assert made(Fact("joined", ("few", "many"), str, expression=both), frame) == joined


@pytest.mark.parametrize("rows", [9, LONG])
def test_a_fact_of_some_rows_is_empty_in_the_others(rows: int) -> None:
    frame = FRAME.head(rows)
    upper = Fact("upper", ("few", "many"), str, lambda few, many: f"{few}{many}".upper(), where=is_f1)
    expected = [f"{few}{many}".upper() if few == "f1" else "" for few, many in frame.iter_rows()]
    assert made(upper, frame) == expected
    joined = Fact("joined", ("few", "many"), str, expression=both, where=is_f1)
    assert made(joined, frame) == [text.lower() for text in expected]
    length = Fact("length", ("few",), int, len, where=is_f1)
    assert made(length, frame) == [2 if few == "f1" else 0 for few in frame["few"]]


@pytest.mark.parametrize("few", ["f1", "f2"])
def test_all_rows_or_none(few: str) -> None:
    frame = pl.DataFrame({"few": [few] * LONG, "many": FRAME["many"]})
    fact = Fact("flag", ("few", "many"), bool, lambda *_: True, where=is_f1)
    assert made(fact, frame) == [few == "f1"] * LONG


def test_columns_are_separated_into_codes_and_values() -> None:
    frame = FRAME.with_columns(pl.lit("same").alias("same"), pl.Series("late", ["a"] * (LONG - 2) + ["b", "a"]))
    for name, part in distinct_columns(frame, frame.columns).items():
        assert part.column(name).to_list() == frame[name].to_list()
        assert part.values.n_unique() == len(part.values)
        assert distinct(frame[name]).column(name).to_list() == frame[name].to_list()


def test_an_expression_is_translated_once_and_makes_the_same_column() -> None:
    asked: list[str] = []

    def named() -> nw.Expr:
        asked.append("named")
        return nw.when(is_f1()).then(both()).otherwise(nw.lit("other"))

    fact = Fact("named", ("few", "many"), str, expression=named)
    found = [made(fact, FRAME.head(rows)) for rows in (9, 0, LONG)]
    assert asked == ["named"]
    expected = nw.from_native(FRAME).select(named().alias("named")).to_native()
    assert found[2] == expected["named"].to_list()
    assert found[:2] == [found[2][:9], []]
    assert FRAME.select(native(named().alias("named"))).equals(expected)
