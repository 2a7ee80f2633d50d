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
        ("Fire No. E2210 Hwy M-77", "", "E2210", "MI HWY 77", ""),
        ("1420 K-10 Hwy", "", "1420", "KS HWY 10", ""),
        ("410 Unit 100 Oak Ln", "", "410", "OAK LN", "UNIT 100"),
        ("410 Unit 100 Oak Ln Bldg 2", "", "410", "OAK LN", "UNIT 100 BLDG 2"),
        ("Larks College, 221 Oak Hall", "", "221", "OAK HALL", ""),
        ("Trlr 6 off 2290 Oak Rd", "", "2290", "OAK RD", "TRLR 6"),
        ("Apt 3 of 12 Oak St", "", "12", "OAK ST", "APT 3"),
        ("One Market Plaza Ste 300", "", "1", "MARKET PLZ", "STE 300"),
    ],
)
def test_forms(line1: str, line2: str, number: str, street: str, unit: str) -> None:
    found = parse_delivery(line1, line2)
    assert found is not None
    assert (found.kind, found.number, found.street, found.unit) == ("street", number, street, unit)


@pytest.mark.parametrize(
    ("line", "street", "unit", "note"),
    [
        ("17 Oak Ct Port Huron MI 48060", "OAK CT", "", "PORT HURON"),
        ("17 Oak Ct Apt 3 Port Huron MI 48060-1234", "OAK CT", "APT 3", "PORT HURON"),
        ("17 Lake Forest Dr Lake Forest IL 60045", "LK FRST DR", "", "LAKE FOREST"),
        ("44 Oak Trail Forest Grove OR 97116", "OAK TRL", "", "FOREST GROVE"),
        ("77 Route 9 Warwick NY 10990", "RTE 9", "", "WARWICK"),
        ("12 Oak Ave NE Grand Forks ND 58201", "OAK AVE NE", "", "GRAND FORKS"),
        ("410 Oak Ln Austin", "OAK LN", "", "AUSTIN"),
        ("410 Oak Ln Apt 3 Austin", "OAK LN", "APT 3", "AUSTIN"),
        # What is no city, or may be a part of the street's name.
        ("410 Oak Trail Austin", "OAK TRL AUSTIN", "", ""),
        ("12 Calle St Thomas", "CALLE ST THOMAS", "", ""),
        ("12 Ave of the Stars", "AVE OF THE STARS", "", ""),
        ("12 Main St and Oak", "MAIN ST AND OAK", "", ""),
        ("12 Oak Rear Cottage MI 48060", "OAK REAR COTTAGE MI 48060", "", ""),
        ("12 Lot Oak Ln", "LOT OAK LN", "", ""),
    ],
)
def test_a_city_behind_the_street(line: str, street: str, unit: str, note: str) -> None:
    found = parse_delivery(line, "")
    assert found is not None
    assert (found.street, found.unit, found.note) == (street, unit, note)


@pytest.mark.parametrize("line", ["410 Unit 100 Oak Bldg 2 Unit", "410 Unit 100 4 4"])
def test_a_unit_with_no_street_behind_it(line: str) -> None:
    found = parse_delivery(line, "")
    assert found is None or "OAK" in found.street


@pytest.mark.parametrize(
    ("line1", "line2", "route"),
    [
        ("M/V Oak Pilgrim, deck", "Marine Post Office", "MARINE POST OFFICE OAK PILGRIM"),
        ("Str Oak Pilgrim", "Marine Post Office Detroit", "MARINE POST OFFICE OAK PILGRIM"),
    ],
)
def test_ships_on_the_great_lakes(line1: str, line2: str, route: str) -> None:
    found = parse_delivery(line1, line2)
    assert found is not None
    assert (found.kind, found.route) == ("military", route)


@pytest.mark.parametrize(
    "line",
    [
        *("Seven Hills Rd", "Five Points Rd", "Ten Mile Rd", "Two Rivers", "One", "One Broadway Nights", "Twelve Oak"),
        *("Apt 4, Oak Street", "Rm 4 Oak Street"),
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
