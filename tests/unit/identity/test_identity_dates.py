from datetime import date

import pytest

from withhold.identity.dates import parse_date

COVERS = ("withhold.identity.dates",)


def test_a_calendar_date() -> None:
    assert parse_date("1984-02-29") == date(1984, 2, 29)


@pytest.mark.parametrize(
    "written",
    ["", "1985-02-29", "1985-13-01", "0000-01-01", "1985-1-1", "19850101", "01/02/1985", "1985-01-01T00:00",
     "1985-01-01\n", " 1985-01-01", "١٩٨٥-٠١-٠١"],
)  # fmt: skip
def test_other_spellings_are_not_dates(written: str) -> None:
    assert parse_date(written) is None
