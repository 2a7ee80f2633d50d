"""The patterns that a pack may declare, and its choice whether general delivery is an address."""

import dataclasses

import polars as pl
import pytest

from support.delivery_lines import line_fault
from withhold.law.pack import Measure, Pattern
from withhold.law.registry import pack
from withhold.law.us_irc_6103_i_2.elements.subject.address import ELEMENT
from withhold.law.us_irc_6103_i_2.elements.subject.delivery_line import GENERAL, WHOLE
from withhold.law.us_irc_6103_i_2.elements.subject.line_faults import NUMBER

COVERS = (
    "withhold.law.registry",
    "withhold.law.us_irc_6103_i_2.elements.subject.address",
    "withhold.law.us_irc_6103_i_2.elements.subject.delivery_line",
)

PACK = pack("us-irc-6103-i-2")


@pytest.mark.parametrize("wrong", [(Measure.DISTINCT, None), (Measure.ROWS, "tin"), (Measure.LATER, "tin")])
def test_only_what_counts_different_values_names_a_column_of_them(wrong: tuple[Measure, str | None]) -> None:
    with pytest.raises(ValueError, match="counts the values of a column"):
        Pattern("p", ("official_id",), wrong[0], of=wrong[1])


@pytest.mark.parametrize("accepted", [True, False])
def test_the_pack_decides_whether_general_delivery_is_an_address(accepted: bool) -> None:
    import narwhals as nw

    lines = [WHOLE, GENERAL, NUMBER]
    frame = pl.DataFrame({"delivery_line": lines}).with_columns(
        pl.Series("line_fault", [line_fault(line, "Austin", "TX") for line in lines]),
        pl.lit(value=False).alias("line_ends_with_city"),
        pl.lit(value=True).alias("city_plausible"),
        pl.lit(value=True).alias("state_exists"),
        pl.lit(value="").alias("zip_fault"),
    )
    parameters = dataclasses.replace(PACK.parameters, general_delivery=accepted)
    short = nw.from_native(frame).select(ELEMENT.deficient(parameters, False).alias("short")).to_native()
    assert short["short"].to_list() == [False, not accepted, True]
