import pytest

from withhold.identity.delivery import Delivery, parse_delivery
from withhold.identity.postal import DIRECTIONS, SUFFIXES, UNITS

COVERS = ("withhold.identity.delivery", "withhold.identity.postal")


def street(number: str, name: str, unit: str = "", urbanization: str = "") -> Delivery:
    return Delivery("street", number, name, unit, urbanization=urbanization)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("123 Main Street", street("123", "MAIN ST")),
        ("123 N. Main St.", street("123", "N MAIN ST")),
        ("123 north main st", street("123", "N MAIN ST")),
        ("123 Main St NW", street("123", "MAIN ST NW")),
        ("123 Main St North West", street("123", "MAIN ST NW")),
        ("33 N E 5th Ave", street("33", "NE 5TH AVE")),
        ("45 North East St", street("45", "N EAST ST")),
        ("123 N St NW", street("123", "N ST NW")),
        ("100 South Ave", street("100", "S AVE")),
        ("123 Broadway", street("123", "BROADWAY")),
        ("123 Avenue A", street("123", "AVE A")),
        ("100 5 Ave", street("100", "5 AVE")),
        ("100 42nd", street("100", "42ND")),
        ("123 1/2 Main St", street("123 1/2", "MAIN ST")),
        ("123-1/2 Main St", street("123 1/2", "MAIN ST")),
        ("123½ Main St", street("123 1/2", "MAIN ST")),
        ("61-15 98th St", street("61-15", "98TH ST")),
        ("12B Elm Ave", street("12B", "ELM AVE")),
        ("12-B Elm Ave", street("12B", "ELM AVE")),
        ("N6W23001 Bluemound Rd", street("N6W23001", "BLUEMOUND RD")),
        ("N6 W23001 Bluemound Rd", street("N6W23001", "BLUEMOUND RD")),
        ("39W123 Silver Glen Rd", street("39W123", "SILVER GLN RD")),
        ("842 E 1700 S", street("842", "E 1700 S")),
        ("1250 County Road 12", street("1250", "COUNTY RD 12")),
        ("1250 CR 12", street("1250", "COUNTY RD 12")),
        ("1250 Co Rd 12", street("1250", "COUNTY RD 12")),
        ("1250 County Hwy AB", street("1250", "COUNTY HWY AB")),
        ("8 Highway 50 W", street("8", "HWY 50 W")),
        ("8 Hwy 50 West", street("8", "HWY 50 W")),
        ("8 US-50", street("8", "US HWY 50")),
        ("8 State Route 39", street("8", "STATE RTE 39")),
        ("1 FM 187", street("1", "FM 187")),
        ("1 Farm to Market Road 187", street("1", "FM 187")),
        ("9 County Line Rd", street("9", "COUNTY LINE RD")),
        ("A19 Calle 4", street("A19", "CALLE 4")),
        ("AA-12 Calle Amapola", street("AA12", "CALLE AMAPOLA")),
        ("100 Rue de l'Église", street("100", "RUE DE LEGLISE")),
        ("12345 Dont Care", street("12345", "DONT CARE")),  # it has the shape, and `law` refuses the words
    ],
)
def test_streets(line: str, found: Delivery) -> None:
    assert parse_delivery(line, "") == found


@pytest.mark.parametrize(
    ("name", "spellings"),
    [
        ("COUNTY RD 5", ["CR 5", "C R 5", "CR5", "Co Rd 5", "Cnty Road 5", "County Rd 5"]),
        ("COUNTY HWY 5", ["CH 5", "Co Hwy 5", "County Highway 5"]),
        ("COUNTY RTE 5", ["Co Rt 5", "County Route 5"]),
        ("STATE RD 5", ["SR 5", "SR-5", "St Rd 5", "State Road 5"]),
        ("STATE HWY 5", ["SH 5", "St Hwy 5", "State Highway 5"]),
        ("STATE RTE 5", ["St Rte 5", "State Route 5"]),
        ("US HWY 5", ["US 5", "U.S. 5", "US Hwy 5", "U S Highway 5"]),
        ("US RTE 5", ["US Route 5", "US Rt 5"]),
        ("INTERSTATE 5", ["I-5", "I5", "Interstate 5", "Interstate Highway 5"]),
        ("FM 5", ["FM 5", "F M 5", "FM Road 5", "Farm to Market 5", "Farm to Market Rd 5"]),
        ("TOWNSHIP RD 5", ["TR 5", "Twp Rd 5", "Township Road 5"]),
        ("HWY 5", ["Hwy 5", "Highway 5", "Hiway 5"]),
        ("RTE 5", ["Rt 5", "Rte 5", "Route 5"]),
    ],
)
def test_numbered_roads_have_one_spelling(name: str, spellings: list[str]) -> None:
    for spelling in spellings:
        assert parse_delivery(f"12 {spelling}", "") == street("12", name)


@pytest.mark.parametrize("name", ["SYCAMORE AVE", "CHERRY ST", "FULLER 5 RD", "US GRANT ST", "IVY 5", "ROUTE ST"])
def test_other_streets_are_left_as_they_are(name: str) -> None:
    assert parse_delivery(f"12 {name}", "") == street("12", name.replace("ROUTE", "RTE"))


@pytest.mark.parametrize(
    ("line", "name", "unit"),
    [
        ("123 Main St Apt 4B", "MAIN ST", "APT 4B"),
        ("123 Main St, Apartment 4-B", "MAIN ST", "APT 4B"),
        ("123 Main St #4 b", "MAIN ST", "# 4B"),
        ("123 Main St Apt # 4", "MAIN ST", "APT 4"),
        ("123 Main St Apt 2 10", "MAIN ST", "APT 2-10"),
        ("123 Main St Bldg 2 Apt 3", "MAIN ST", "BLDG 2 APT 3"),
        ("123 Main St Suite Unknown", "MAIN ST", "STE UNKNOWN"),
        ("123 Main St PMB 12", "MAIN ST", "PMB 12"),
        ("123 Main St Front", "MAIN ST", "FRNT"),
        ("123 Main St Penthouse", "MAIN ST", "PH"),
        ("123 Main St 5th Floor", "MAIN ST", "FL 5"),
        ("123 Main St Fl 5th", "MAIN ST", "FL 5"),
        ("123 Lower Mill Rd", "LOWER ML RD", ""),
        ("12 N Front St", "N FRONT ST", ""),
        ("5 Palm Key Dr", "PALM KY DR", ""),
        ("12 E Floor St", "E FLOOR ST", ""),
        ("9 Old Unit Yard Nice Rd", "OLD UNIT YARD NICE RD", ""),
        ("123 Pier 39", "PIER 39", ""),
        ("123 Main St Apt", "MAIN ST APT", ""),
        ("123 Main St Apt -", "MAIN ST APT", ""),
    ],
)
def test_units(line: str, name: str, unit: str) -> None:
    found = parse_delivery(line, "")
    assert found is not None
    assert (found.street, found.unit) == (name, unit)


@pytest.mark.parametrize(
    "line",
    ["PO Box 123", "P.O. Box 123", "P O BOX 123", "P-O Box 123", "POBOX 123", "P.O.Box123", "Post Office Box 123",
     "POB 123", "BOX 123", "Box # 123", "PO Box No. 123", "Caller 123", "Firm Caller 123", "Drawer 123",
     "Lockbox 123", "PO Box Number 123"],
)  # fmt: skip
def test_boxes(line: str) -> None:
    assert parse_delivery(line, "") == Delivery("box", box="123")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("PO Box G", Delivery("box", box="G")),
        ("PO Box 12-34", Delivery("box", box="1234")),
        ("PO Box AB-12", Delivery("box", box="AB12")),
        ("PO Box 12 Apt 4", Delivery("box", box="12", unit="APT 4")),
        ("RR 2 Box 45A", Delivery("route", box="45A", route="RR 2")),
        ("R.R. 2 Bx 45", Delivery("route", box="45", route="RR 2")),
        ("Rural Route 2 Box 45", Delivery("route", box="45", route="RR 2")),
        ("RFD 2 # 45", Delivery("route", box="45", route="RR 2")),
        ("RD 2 Box 45", Delivery("route", box="45", route="RR 2")),
        ("Route 2 Box 45", Delivery("route", box="45", route="RR 2")),
        ("RR 2 Box 45 Lot 3", Delivery("route", box="45", route="RR 2", unit="LOT 3")),
        ("HC 68 Box 23A", Delivery("route", box="23A", route="HC 68")),
        ("Highway Contract Route 68 Box 23A", Delivery("route", box="23A", route="HC 68")),
        ("Star Route 1 Box 2", Delivery("route", box="2", route="HC 1")),
        ("PSC 802 Box 74", Delivery("military", box="74", route="PSC 802")),
        ("CMR 1250, Box 5", Delivery("military", box="5", route="CMR 1250")),
        ("Unit 2050 Box 4190", Delivery("military", box="4190", route="UNIT 2050")),
        ("General Delivery", Delivery("general")),
        ("Gen. Del.", Delivery("general")),
    ],
)
def test_boxes_routes_and_the_military(line: str, found: Delivery) -> None:
    assert parse_delivery(line, "") == found


@pytest.mark.parametrize(
    ("line1", "line2", "found"),
    [
        ("123 Main St", "Apt 4", street("123", "MAIN ST", "APT 4")),
        ("Apt 4", "123 Main St", street("123", "MAIN ST", "APT 4")),
        ("123 Main St", "4B", street("123", "MAIN ST", "# 4B")),
        ("123 Main St", "2nd Floor", street("123", "MAIN ST", "FL 2")),
        ("123 Main St Apt 4", "Bldg 2", street("123", "MAIN ST", "APT 4 BLDG 2")),
        ("123 Main St", "62704", street("123", "MAIN ST")),
        ("123 Main St", "c/o The Baker", street("123", "MAIN ST")),
        ("c/o The Baker", "123 Main St", street("123", "MAIN ST")),
        ("123 Main St", "12 Oak Ave", street("12", "OAK AVE")),
        ("Apt 9", "12 Oak Ave Apt 4", street("12", "OAK AVE", "APT 4")),
        ("", "PO Box 4", Delivery("box", box="4")),
        ("PO Box 4", "", Delivery("box", box="4")),
        ("Unknown", "Apt 4", None),
        ("URB Las Gladiolas", "150 Calle A", street("150", "CALLE A", urbanization="LAS GLADIOLAS")),
        ("150 Calle A", "Urbanización Las Gladiolas", street("150", "CALLE A", urbanization="LAS GLADIOLAS")),
        ("URB Las Gladiolas 150 Calle A", "", street("150", "CALLE A", urbanization="LAS GLADIOLAS")),
        ("URB Las Gladiolas 150 Calle A", "Unknown", street("150", "CALLE A", urbanization="LAS GLADIOLAS")),
        ("URB Las Gladiolas", "Unknown", None),
        ("URB Las Gladiolas", "", None),
    ],
)
def test_two_lines(line1: str, line2: str, found: Delivery | None) -> None:
    assert parse_delivery(line1, line2) == found


@pytest.mark.parametrize(
    "line",
    ["", "Failed to Provide", "Unknown Address", "Unknown", "N/A", "none", "xxx", "123", "000", "62704",
     "62704-1234", "62704 1234", "Springfield IL", "Springfield, IL 62704", "John Smith", "Main St", "5th Avenue",
     "123 N", "123 North West", "123 Street", "123 A", "123 4", "123 Apt 4", "# 4", "1st Floor", "Highway 50",
     "County Road 12", "I-10 Frontage", "RR 2", "PO Box", "PO Box Unknown", "BINS",
     "Boxer Ave", "1234567 Main St", "12 улица", "123 #", "-", "/"],
)  # fmt: skip
def test_what_has_no_deliverable_shape(line: str) -> None:
    assert parse_delivery(line, "") is None


def test_each_abbreviation_is_one_of_its_own_spellings() -> None:
    # Then the canonical form of a canonical form is itself.
    for table in (DIRECTIONS, SUFFIXES, UNITS):
        assert all(table[short] == short for short in table.values())


def test_an_address_never_shows_in_a_representation() -> None:
    assert "MAIN" not in repr(parse_delivery("123 Main St", ""))
