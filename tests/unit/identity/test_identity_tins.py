import re

import pytest

from withhold.identity.tins import ADVERTISED, ITIN_PATTERN, SSN_PATTERN, canonical_tin

COVERS = ("withhold.identity.tins",)


@pytest.mark.parametrize("written", ["123-45-6789", "123456789"])
def test_two_spellings_are_accepted(written: str) -> None:
    assert canonical_tin(written) == "123456789"


@pytest.mark.parametrize(
    "written",
    ["", "12345678", "1234567890", "123 45 6789", "123-456789", "12345-6789", " 123456789", "123456789\n",
     "١٢٣٤٥٦٧٨٩", "12345678X", "123–45–6789"],
)  # fmt: skip
def test_other_spellings_are_not_accepted(written: str) -> None:
    assert canonical_tin(written) is None


def test_every_area_by_the_rule() -> None:
    for area in range(900):
        possible = area not in (0, 666)
        assert (canonical_tin(f"{area:03}456789") is not None) == possible, area


def test_every_group_of_an_ssn_by_the_rule() -> None:
    assert [group for group in range(100) if canonical_tin(f"123{group:02}6789") is None] == [0]


def test_every_serial_by_the_rule() -> None:
    assert [serial for serial in range(10_000) if canonical_tin(f"12345{serial:04}") is None] == [0]


def test_every_group_of_an_itin_by_the_rule() -> None:
    valid = {*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)}
    for area in ("900", "999"):
        assert {group for group in range(100) if canonical_tin(f"{area}{group:02}0001")} == valid


@pytest.mark.parametrize("tin", ADVERTISED)
def test_an_advertised_number_is_not_accepted(tin: str) -> None:
    assert re.match(SSN_PATTERN, tin)
    assert canonical_tin(tin) is None


@pytest.mark.parametrize("pattern", [SSN_PATTERN, ITIN_PATTERN])
def test_the_patterns_run_in_other_engines(pattern: str) -> None:
    assert not re.search(r"\(\?[=!<]", pattern)
    assert r"\d" not in pattern
