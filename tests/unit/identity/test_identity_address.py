import pytest

from withhold.identity.address import CanonicalAddress, agrees, canonical_address
from withhold.model.vocabulary import Factor

COVERS = ("withhold.identity.address",)


def address(line: str, zip_code: str = "62704", line2: str = "") -> CanonicalAddress:
    found = canonical_address(line, line2, zip_code)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (address("123 North Main Street"), address("123 N MAIN ST", "62704-1234")),
        (address("123 Main St Apt 4"), address("123 Main St")),
        (address("123 Main St Apt 4"), address("123 Main St #4")),
        (address("123 Main St", line2="Apt 4"), address("123 Main St Apartment 4")),
        (address("P.O. Box 77"), address("PO BOX 77", "627041234")),
        (address("Rural Route 2 Box 5"), address("RR 2 Box 5")),
        (address("PSC 802 Box 74"), address("psc 802, box 74")),
        (address("URB X 12 Calle 1", "00725"), address("12 Calle 1", "00725")),
        (address("URB X 12 Calle 1", "00725"), address("12 Calle 1", "00725", "URB X")),
    ],
)
def test_agreeing(one: CanonicalAddress, other: CanonicalAddress) -> None:
    assert agrees(one, other) is agrees(other, one) is Factor.AGREES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (address("123 Main St"), address("125 Main St")),
        (address("123 Main St"), address("123 Main Ave")),
        (address("123 N Main St"), address("123 S Main St")),
        (address("123 N Main St"), address("123 Main St")),
        (address("123 Main St"), address("123 Main St", "62701")),
        (address("123 Main St Apt 4"), address("123 Main St Apt 5")),
        (address("123 Main St Apt 4"), address("123 Main St Bldg 4")),
        (address("123 Main St # 4"), address("123 Main St Bldg 2 Apt 4")),
        (address("PO Box 77"), address("PO Box 78")),
        (address("PO Box 77"), address("77 Main St")),
        (address("RR 2 Box 5"), address("RR 3 Box 5")),
        (address("RR 2 Box 5"), address("HC 2 Box 5")),
        (address("URB X 12 Calle 1", "00725"), address("URB Y 12 Calle 1", "00725")),
    ],
)
def test_differing(one: CanonicalAddress, other: CanonicalAddress) -> None:
    assert agrees(one, other) is agrees(other, one) is Factor.DIFFERS


def test_absent() -> None:
    given = address("123 Main St")
    assert agrees(None, given) is agrees(given, None) is Factor.ABSENT
    nowhere = address("General Delivery")
    assert agrees(nowhere, nowhere) is agrees(given, nowhere) is Factor.ABSENT


@pytest.mark.parametrize("zip_code", ["", "6270", "627045", "62704-12", "ABCDE", "٦٢٧٠٤"])
def test_no_zip_no_address(zip_code: str) -> None:
    assert canonical_address("123 Main St", "", zip_code) is None


def test_no_shape_no_address() -> None:
    assert canonical_address("Failed to Provide", "", "62704") is None
