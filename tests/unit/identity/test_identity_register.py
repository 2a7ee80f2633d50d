from datetime import date

import pytest

from withhold.identity.names import person_name
from withhold.identity.register import (
    FiledAddress,
    NoSingleAddress,
    Register,
    RegisterRecord,
    most_recent_address,
)
from withhold.records.registers import ParquetRegister, SqlRegister

COVERS = ("withhold.identity.names",)

TODAY = date(2026, 3, 1)


def filed(line: str, effective: date | None) -> FiledAddress:
    return FiledAddress(line, "", "Springfield", "IL", "62704", effective)


def record(*addresses: FiledAddress) -> RegisterRecord:
    return RegisterRecord("123456789", "R-1", person_name("Ana", "", "Ruiz", ""), None, False, addresses)


@pytest.mark.parametrize("kind", [Register, ParquetRegister, SqlRegister])
def test_a_register_has_one_method_and_no_search(kind: type) -> None:
    assert [name for name in dir(kind) if not name.startswith("_")] == ["records"]


def test_the_most_recent_address_is_the_latest_in_effect() -> None:
    old, now, future = (filed("1 A St", date(2019, 1, 1)), filed("2 B St", TODAY), filed("3 C St", date(2027, 1, 1)))
    assert most_recent_address(record(future, old, now), today=TODAY) is now
    assert most_recent_address(record(old), today=TODAY) is old


@pytest.mark.parametrize(
    "addresses",
    [
        (),
        (filed("1 A St", date(2027, 1, 1)),),
        (filed("1 A St", date(2019, 1, 1)), filed("2 B St", None)),
        (filed("1 A St", date(2019, 1, 1)), filed("2 B St", date(2019, 1, 1))),
    ],
)
def test_no_address_is_given_unless_one_is_the_most_recent(addresses: tuple[FiledAddress, ...]) -> None:
    with pytest.raises(NoSingleAddress) as caught:
        most_recent_address(record(*addresses), today=TODAY)
    assert "St" not in str(caught.value)


def test_a_record_never_shows_in_a_representation() -> None:
    shown = repr(record(filed("1 A St", TODAY))) + repr(filed("1 A St", TODAY))
    assert not any(value in shown for value in ("123456789", "RUIZ", "A St", "62704"))


def test_an_address_without_a_shape_is_kept_and_not_compared() -> None:
    assert filed("somewhere", TODAY).canonical() is None
    assert filed("1 A St", TODAY).canonical() is not None
