"""Which facts of a pack make a column."""

import pytest

from withhold.law.registry import pack
from withhold.model.cases.request import COLUMNS

COVERS = ("withhold.law.pack",)

PACK = pack("us-irc-6103-i-2")
NAMES = [fact.name for fact in PACK.facts]


def test_every_fact_reads_columns_of_a_request_and_facts_before_it() -> None:
    for place, fact in enumerate(PACK.facts):
        made_by_the_frame = {"case_key", "person", "birth_year", "today", "today_year"}
        assert set(fact.inputs) <= {*COLUMNS, *made_by_the_frame, *NAMES[:place]}


@pytest.mark.parametrize("name", NAMES)
def test_a_fact_is_made_with_those_that_it_is_made_of(name: str) -> None:
    needed = PACK.facts_for([name])
    assert needed[-1].name == name
    assert [fact.name for fact in needed] == [other for other in NAMES if other in {fact.name for fact in needed}]
    read = {column for fact in needed for column in fact.inputs}
    assert {fact.name for fact in needed} == {name, *(read & set(NAMES))}


def test_a_column_of_a_request_needs_no_fact() -> None:
    assert PACK.facts_for(["tin"]) == ()


def test_all_facts_make_all_columns() -> None:
    assert PACK.facts_for(NAMES) == PACK.facts
