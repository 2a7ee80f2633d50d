"""The inputs of each element, as a reviewer sees them. The engine confirms the declarations that they come from."""

from datetime import date

import narwhals as nw
import polars as pl
import pytest
from narwhals.exceptions import ColumnNotFoundError

from withhold.law import pack
from withhold.law.pack import Element, Fact, Measure
from withhold.model.standing import Standing
from withhold.screening import COLUMNS
from withhold.screening.frame.canonical import canonical_frame
from withhold.screening.frame.from_records import with_standing
from withhold.screening.judging.element_inputs import element_inputs
from withhold.screening.judging.elements import DOCKET_FULL, Judge

COVERS = ("withhold.screening.judging.element_inputs",)

PACK = pack("us-irc-6103-i-2")
FOUND = element_inputs(PACK)


def test_every_element_has_its_inputs() -> None:
    assert list(FOUND) == [element.id for element in PACK.elements]
    assert all(each.records or each.columns for each in FOUND.values())
    assert all(set(each.columns) <= set(COLUMNS) for each in FOUND.values())


def test_facts_are_traced_back_to_the_columns_they_are_made_of() -> None:
    assert FOUND["address"].columns == ("address_line1", "address_line2", "city", "state", "zip")
    assert FOUND["periods"].columns == ("taxable_periods",)
    assert FOUND["duplicate"].columns == ("tin", "case_number")
    assert not FOUND["address"].records


def test_columns_by_which_the_records_are_asked_are_inputs_too() -> None:
    assert FOUND["signer"].columns == ("signer_id",)
    assert FOUND["official"].columns == ("official_id",)
    assert all(FOUND[name].records for name in ("signer", "official", "pace", "safeguards", "stay", "docket"))


def test_an_element_that_needs_records_reads_them() -> None:
    assert all(FOUND[element.id].records for element in PACK.elements if element.needs_records)


def whole_frame(*, with_records: bool) -> pl.DataFrame:
    """Return a frame with every column that an element may read, without rows."""
    facts = canonical_frame(pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String)), PACK, date(2026, 1, 1))
    if with_records:
        facts = with_standing(facts, Standing("", ""), PACK.patterns)
        facts = facts.with_columns(pl.lit(value=False).alias(DOCKET_FULL))
    counts = {each.name: pl.Boolean if each.measure is Measure.LATER else pl.Int64 for each in PACK.patterns}
    return facts.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in counts.items())


def evaluate(judge: Judge, element: Element, frame: pl.DataFrame) -> None:
    """Evaluate the element in the engine. Raises ColumnNotFoundError if it reads a column that the frame lacks."""
    nw.from_native(frame).select(element.deficient(judge.pack.parameters, judge.with_records).alias("short"))


@pytest.mark.parametrize("with_records", [False, True], ids=["alone", "with records"])
@pytest.mark.parametrize("element", PACK.elements, ids=lambda each: each.id)
def test_an_element_reads_what_it_declares_and_nothing_else(element: Element, with_records: bool) -> None:
    judge = Judge.of(PACK, with_records=with_records)
    if element not in judge.elements:
        assert element.needs_records
        return
    declared = element.columns(with_records)
    assert len(set(declared)) == len(declared)
    frame = whole_frame(with_records=with_records)
    evaluate(judge, element, frame.select(declared))
    for name in declared:
        with pytest.raises(ColumnNotFoundError):
            evaluate(judge, element, frame.drop(name))


@pytest.mark.parametrize("fact", [each for each in PACK.facts if each.expression], ids=lambda each: each.name)
def test_a_fact_by_expression_reads_its_inputs_and_nothing_else(fact: Fact) -> None:
    assert fact.expression is not None
    frame = whole_frame(with_records=False)
    read = [fact.expression().alias("made"), *([fact.where()] if fact.where else [])]
    nw.from_native(frame.select(fact.inputs)).select(read)
    for name in fact.inputs:
        with pytest.raises(ColumnNotFoundError):
            nw.from_native(frame.drop(name)).select(read)
