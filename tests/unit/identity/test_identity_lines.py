"""Forms of a line that carriers and people use: boxes, ships, miles, numbers marked or in words, names before it."""

import pytest

from withhold.identity.delivery import Delivery, parse_delivery
from withhold.identity.lines.spelled import split_spelled

COVERS = (
    "withhold.identity.lines.boxes",
    "withhold.identity.lines.house",
    "withhold.identity.lines.marked",
    "withhold.identity.lines.parts",
    "withhold.identity.lines.spanish",
    "withhold.identity.lines.spelled",
)


def street(number: str, name: str, unit: str = "", note: str = "", urbanization: str = "") -> Delivery:
    return Delivery("street", number, name, unit, note=note, urbanization=urbanization)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Apt 4B, 12 Larkspur Ln", street("12", "LARKSPUR LN", "APT 4B")),
        ("Suite 200 12 Larkspur Ln", street("12", "LARKSPUR LN", "STE 200")),
        ("5th Flr 12 E 4th", street("12", "E 4TH", "FL 5")),
        ("Lot 2-B, 410 MN Hwy 108", street("410", "MN HWY 108", "LOT 2B")),
        ("#207-1104 Larkspur Ct", street("1104", "LARKSPUR CT", "# 207")),
        ("#207-1104 Larkspur", None),
        ("#61-15 98th St", street("61-15", "98TH ST")),
        ("Bsmt, 12 Larkspur Ln", street("12", "LARKSPUR LN", "BSMT")),
        ("Rear cottage, 12 Larkspur Ln", street("12", "LARKSPUR LN", note="REAR COTTAGE")),
        ("12 Larkspur Ln, blue house, Apt 2", street("12", "LARKSPUR LN", "APT 2", "BLUE HOUSE")),
        ("12 Larkspur Ln (rear)", street("12", "LARKSPUR LN", "REAR")),
        ("C/O Pat Example 12 Larkspur", street("12", "LARKSPUR", note="C/O PAT EXAMPLE")),
        ("Hope House, 12 Larkspur Ln", street("12", "LARKSPUR LN", note="HOPE HOUSE")),
        ("Hope House 12 Larkspur Ln", street("12", "LARKSPUR LN", note="HOPE HOUSE")),
        ("Hope House 12 Larkspur Ln NW", street("12", "LARKSPUR LN NW", note="HOPE HOUSE")),
        ("Hope House 12 Larkspur", None),
        ("12 Broadway, near the water", street("12", "BROADWAY", note="NEAR THE WATER")),
        ("Hope House, the park", None),
        ("behind Hope House 12 Larkspur Ln", None),
        ("Corner of Hwy 2 and Pine Rd", None),
        ("Exit 9 truck stop", None),
    ],
)
def test_the_tail_of_a_line(line: str, found: Delivery | None) -> None:
    assert parse_delivery(line, "") == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("12 NC 54 Apt 3", street("12", "NC HWY 54", "APT 3")),
        ("12 NC Hwy 54", street("12", "NC HWY 54")),
        ("500 RM 620", street("500", "RM 620")),
        ("500 RM 620 Bldg 3", street("500", "RM 620", "BLDG 3")),
        ("500 RM 5", None),
        ("12N 1450E", street("12", "N 1450 E")),
        ("12 100", None),
        ("E 11219 5th Ln", street("11219", "E 5TH LN")),
        ("E 11219 Fifth", None),
        ("N 6 W 23001 Larkspur Rd", street("N6W23001", "LARKSPUR RD")),
        ("14A-2 Larkspur Pl", street("14A-2", "LARKSPUR PL")),
        ("2KR-651 Via 6", street("2KR-651", "VIA 6")),
        ("WB 31 Calle Clavel", street("WB31", "CALLE CLAVEL")),
        ("E-5 10th Transport", None),
        ("No. 12 Larkspur Ln", street("12", "LARKSPUR LN")),
        ("# 12 Est. Larkspur", street("12", "EST LARKSPUR")),
        ("Hse 41 Old Larkspur Village", street("41", "OLD LARKSPUR VLG")),
        ("Lot 9 Larkspur", None),
        ("BIA Rte 5 House 214", street("214", "BIA RTE 5")),
        ("CR 12 No 2280", street("2280", "COUNTY RD 12")),
        ("Larkspur Ct, No. Six", street("6", "LARKSPUR CT")),
        ("Larkspur Ct No Body", None),
        ("Larkspur House 6", None),
        ("Larkspur Blvd 2120", street("2120", "LARKSPUR BLVD")),
        ("Larkspur Rd 2120", None),
        ("Mile 14.5 Larkspur Hwy", street("MI 14 5", "LARKSPUR HWY")),
        ("MM 82 Larkspur Hwy Bayside", street("MI 82", "LARKSPUR HWY", note="BAYSIDE")),
        ("Mile 14 Larkspur", None),
        ("Mile Marker 19, 19500 US 1", street("19500", "US HWY 1", note="MILE MARKER 19")),
    ],
)
def test_roads_and_numbers(line: str, found: Delivery | None) -> None:
    assert parse_delivery(line, "") == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Twenty-One Larkspur Ln", street("21", "LARKSPUR LN")),
        ("Twenty One Hundred Larkspur Ln", street("2100", "LARKSPUR LN")),
        ("Two Hundred Ten Larkspur Ln", street("210", "LARKSPUR LN")),
        ("Nine Twelve Larkspur", street("912", "LARKSPUR")),
        ("One-Ninety-Two-C Larkspur St", street("192C", "LARKSPUR ST")),
        ("Forty Five Points Rd", street("40", "FIVE PTS RD")),
        ("Forty W Seventeenth St", street("40", "W SEVENTEENTH ST")),
        ("Two East Main", street("2", "E MAIN")),
        ("Seventeen Old Post", street("17", "OLD POST")),
        ("Number Nineteen Larkspur St", street("19", "LARKSPUR ST")),
        ("Nine Mile Rd", None),
        ("Twenty", None),
        ("Five 4", None),
    ],
)
def test_numbers_in_words(line: str, found: Delivery | None) -> None:
    assert parse_delivery(line, "") == found


def test_what_is_no_number_in_words() -> None:
    assert split_spelled("LARKSPUR LN") == ("", 0, ["LARKSPUR", "LN"])
    assert split_spelled("FORTY") == ("40", 1, [])


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("RR 02 Box 017A", Delivery("route", route="RR 2", box="17A")),
        ("SR 2 Box 90", Delivery("route", route="HC 2", box="90")),
        ("RR 5 BZN 4567", Delivery("route", route="RR 5", box="4567")),
        ("PO Box 12 Springfield", Delivery("box", box="12", note="SPRINGFIELD")),
        ("Caller Box 12", Delivery("box", box="12")),
        ("P.O. Drwr K", Delivery("box", box="K")),
        ("Apartado 88", Delivery("box", box="88")),
        ("Post Office Box Ninety", Delivery("box", box="90")),
        ("PO Box Ninety Larks", None),
        ("Student Box 4471", Delivery("box", box="4471", note="STUDENT")),
        ("PMB 333 Box 10001", Delivery("box", box="10001", unit="PMB 333")),
        ("PMB 118 PO Box 10001", Delivery("box", box="10001", unit="PMB 118")),
        ("Unit 5080, Larks Cay, box 211", Delivery("military", route="UNIT 5080", box="211")),
        ("Unit 5700 Box DEA 4", Delivery("military", route="UNIT 5700", box="DEA4")),
        ("CMR 1250", Delivery("military", route="CMR 1250")),
        ("USS Larkspur (DDG 999) Div 2", Delivery("military", route="USS LARKSPUR")),
        ("USS Larkspur Pass DDG-999", Delivery("military", route="USS LARKSPUR PASS")),
        ("CGC Larkspur", Delivery("military", route="USCGC LARKSPUR")),
        ("USNS Larkspur Med Dept", Delivery("military", route="USNS LARKSPUR")),
        ("USS Deck Dept", None),
        ("General Delivery, hold", Delivery("general", note="HOLD")),
    ],
)
def test_boxes_and_ships(line: str, found: Delivery | None) -> None:
    assert parse_delivery(line, "") == found


@pytest.mark.parametrize(
    ("line1", "line2", "found"),
    [
        ("Calle Larks 12", "", street("12", "CALLE LARKS")),
        ("Calle Larks 7-B, Urb. Mar", "", street("7B", "CALLE LARKS", note="URB MAR")),
        ("Calle Larks 7 Sec Mar", "", street("7", "CALLE LARKS")),
        ("Calle Larks 12 Piso 2", "", street("12", "CALLE LARKS", "FL 2")),
        ("Calle Larks 12 by the sea", "", None),
        ("Urb Larks Calle 3 B-14", "", street("B14", "CALLE 3", urbanization="LARKS")),
        ("BLQ 141 # 22 Calle 409", "Urb Larks", street("141-22", "CALLE 409", urbanization="LARKS")),
        ("BLQ 141 # 22 409", "", None),
        ("Bo. Larks Carr 181 Km 4.2", "", street("KM 4 2", "CARR 181", note="BO LARKS")),
        ("Carr PR-3 Km 54.9", "", street("KM 54 9", "CARR 3")),
        ("Larks C/ Luna 12", "", street("12", "CALLE LUNA", note="LARKS")),
        ("Larks 4419 C/ Luna", "", street("4419", "CALLE LUNA", note="LARKS")),
        ("Parcelas Larks #21", "Calle B", street("21", "CALLE B", note="PARCELAS LARKS")),
        ("Barracks 2771", "Larks Rd", street("2771", "LARKS RD", note="BARRACKS")),
    ],
)
def test_puerto_rico(line1: str, line2: str, found: Delivery | None) -> None:
    assert parse_delivery(line1, line2) == found
