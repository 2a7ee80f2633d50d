"""Delivery lines that do not begin with a house number in digits."""

import pytest

from withhold.identity.delivery import parse_delivery

COVERS = (
    "withhold.identity.delivery",
    "withhold.identity.highways",
    "withhold.identity.streets",
    "withhold.identity.units",
)


@pytest.mark.parametrize(
    ("line1", "line2", "number", "street", "unit"),
    [
        ("Calle 7 # 41", "", "41", "CALLE 7", ""),
        ("Ave Ponce de Leon num 1250", "", "1250", "AVE PONCE DE LEON", ""),
        ("Carr 2 Km 4.5", "", "KM 4 5", "CARR 2", ""),
        ("Carretera 187 km 12 Bo Loiza", "", "KM 12", "CARR 187", ""),
        ("Res Vista Azul", "Edif 4 Apt 33", "4", "RES VISTA AZUL", "BLDG 4 APT 33"),
        ("Cond Mar Azul Torre 2", "", "2", "COND MAR AZUL", "BLDG 2"),
        ("Twelve Birch Ln", "", "12", "BIRCH LN", ""),
        ("One Market Plaza Ste 300", "", "1", "MARKET PLZ", "STE 300"),
    ],
)
def test_forms(line1: str, line2: str, number: str, street: str, unit: str) -> None:
    found = parse_delivery(line1, line2)
    assert found is not None
    assert (found.kind, found.number, found.street, found.unit) == ("street", number, street, unit)


@pytest.mark.parametrize(
    "line",
    [
        *("Seven Hills Rd", "Five Points Rd", "Ten Mile Rd", "Two Rivers", "One", "One Broadway Nights", "Twelve Oak"),
        *("Res Vista Azul Edif 4 by the sea", "Calle Sol", "Carr 2"),
    ],
)
def test_what_has_no_number(line: str) -> None:
    assert parse_delivery(line, "") is None


@pytest.mark.parametrize(
    ("line", "box"), [("PO Box AB", "AB"), ("PO Box C", "C"), ("HC-68 Box 4", "4"), ("UMR 3 Box 12", "12")]
)
def test_boxes(line: str, box: str) -> None:
    found = parse_delivery(line, "")
    assert found is not None
    assert found.box == box


@pytest.mark.parametrize("line", ["PO Box NA", "PO Box XX", "PO Box NO", "PO Box"])
def test_what_is_no_box(line: str) -> None:
    assert parse_delivery(line, "") is None


@pytest.mark.parametrize(
    ("line", "street", "unit"),
    [
        ("1 Maple Key # 12", "MAPLE KY", "# 12"),
        ("1 Maple Key E", "MAPLE KY E", ""),
        ("1 Maple St Key 4", "MAPLE ST", "KEY 4"),
    ],
)
def test_a_suffix_that_is_also_a_designator_ends_the_street(line: str, street: str, unit: str) -> None:
    found = parse_delivery(line, "")
    assert found is not None
    assert (found.street, found.unit) == (street, unit)
