"""What each element looks at, as a reviewer is shown it."""

from withhold.law import pack
from withhold.screening import COLUMNS
from withhold.screening.judging.grounds import grounds_of

COVERS = ("withhold.screening.judging.grounds",)

PACK = pack("us-irc-6103-i-2")
FOUND = grounds_of(PACK)


def test_every_element_has_its_grounds() -> None:
    assert list(FOUND) == [element.id for element in PACK.elements]
    assert all(each.records or each.columns for each in FOUND.values())
    assert all(set(each.columns) <= set(COLUMNS) for each in FOUND.values())


def test_facts_are_traced_back_to_the_columns_they_are_made_of() -> None:
    assert FOUND["address"].columns == ("address_line1", "address_line2", "city", "state", "zip")
    assert FOUND["periods"].columns == ("taxable_periods",)
    assert FOUND["duplicate"].columns == ("tin", "case_number")
    assert not FOUND["address"].records


def test_what_the_records_are_asked_about_shows_too() -> None:
    assert FOUND["signer"].columns == ("signer_id",)
    assert FOUND["official"].columns == ("official_id",)
    assert all(FOUND[name].records for name in ("signer", "official", "pace", "safeguards", "stay", "docket"))


def test_an_element_that_needs_records_looks_at_them() -> None:
    assert all(FOUND[element.id].records for element in PACK.elements if element.needs_records)
