import json

import pytest
import zipcodes
from tools.rebuild_zip_crossings import table

from support.delivery_lines import NONE, delivery_line, is_zip_of_state, line_fault
from withhold.law.us_irc_6103_i_2.elements.subject.address import is_city, zip_fault
from withhold.law.us_irc_6103_i_2.elements.subject.city_in_line import SEPARATOR, ends_with_city
from withhold.law.us_irc_6103_i_2.elements.subject.delivery_line import (
    GENERAL,
    WHOLE,
    is_place,
    read_line,
)
from withhold.law.zips import CROSSINGS, STATES, state_of_zip

COVERS = (
    "withhold.law.us_irc_6103_i_2.elements.subject.address",
    "withhold.law.us_irc_6103_i_2.elements.subject.city_in_line",
    "withhold.law.us_irc_6103_i_2.elements.subject.delivery_line",
    "withhold.law.us_irc_6103_i_2.elements.subject.line_faults",
    "withhold.law.zips",
)


@pytest.mark.parametrize(
    ("line1", "line2", "found"),
    [
        ("410 Larkspur Lane", "", WHOLE),
        ("410 Larkspur Lane", "unknown", WHOLE),
        ("c/o Robin Example", "410 Larkspur Lane", WHOLE),
        ("unknown", "410 Larkspur Lane", NONE),
        ("123 Broadway", "", "BROADWAY"),
        ("60601 Chicago IL", "", "CHICAGO IL"),
        ("1 male subject who left the country", "", NONE),
        ("12 not saying same", "", NONE),
        ("0000 Larkspur Lane", "", NONE),
        ("000007 Larkspur Lane", "", WHOLE),
        ("1234567 Larkspur Lane", "", NONE),
        ("1 Street Street", "", NONE),
        ("PO Box 12", "", WHOLE),
        ("PO Box 0", "", NONE),
        ("PO Box X", "", NONE),
        ("RR 0 Box 7", "", NONE),
        ("RR 2 Box 7", "", WHOLE),
        ("PSC 802 Box 12", "", WHOLE),
        ("General Delivery", "", GENERAL),
        ("", "", NONE),
    ],
)
def test_delivery_lines(line1: str, line2: str, found: str) -> None:
    assert delivery_line(line1, line2) == found


@pytest.mark.parametrize(
    ("line", "city", "state", "place"),
    [
        ("CHICAGO IL", "Chicago", "IL", True),
        ("CHICAGO 60601", "CHICAGO", "il", True),
        ("CHICAGO IL", "Austin", "TX", False),
        ("BROADWAY", "Chicago", "IL", False),
        ("1ST", "Chicago", "IL", False),
        (WHOLE, "whole", "IL", False),
        (NONE, "Chicago", "IL", False),
    ],
)
def test_a_city_and_state_are_no_street(line: str, city: str, state: str, place: bool) -> None:
    assert is_place(line, city, state) is place


@pytest.mark.parametrize(
    ("city", "plausible"), [("Ai", True), ("29 Palms", True), ("X", False), ("", False), ("78701", False)]
)
def test_cities(city: str, plausible: bool) -> None:
    assert is_city(city) is plausible


@pytest.mark.parametrize(
    ("zip_code", "state", "belongs"),
    [
        ("78701", "TX", True),
        ("78701-1234", "tx", True),
        ("787011234", "TX", True),
        ("78701", "NY", False),
        ("78701-", "TX", True),
        ("78701.", "TX", True),
        ("78701 1234", "TX", True),
        ("78701 - 1234", "TX", True),
        ("78701\u20131234", "TX", True),
        ("78701-12", "TX", False),
        (" 78701", "TX", False),
        ("٧٨٧٠١", "TX", False),
        ("00000", "TX", False),
        ("78701", "", False),
        ("09499", "AE", True),
        ("96799", "AS", True),
        ("42223", "KY", True),
        ("42223", "TN", True),
        ("42223-5001", "tn", True),
        ("42223", "VA", False),
        ("02861", "MA", True),
        ("86514", "UT", True),
        ("37040", "KY", False),
    ],
)
def test_zip_codes(zip_code: str, state: str, belongs: bool) -> None:
    assert is_zip_of_state(zip_code, state) is belongs


def test_every_state_has_its_codes() -> None:
    found = {state_of_zip(f"{prefix:03d}{rest:02d}") for prefix in range(1000) for rest in range(100)}
    assert found - {None} == STATES


def test_the_table_of_zip_codes_is_that_of_the_library() -> None:
    codes = [f"{prefix:03d}{rest:02d}" for prefix in range(1000) for rest in range(100)]
    found = {code: state for code in codes if (state := state_of_zip(code)) is not None}
    known = {place["zip_code"]: place["state"] for place in zipcodes.list_all()}
    assert found == known, "run python tools/rebuild_zip_table.py"


def test_a_zip_code_that_crosses_a_state_line_is_not_that_states_own() -> None:
    crossings = json.loads(CROSSINGS.read_text(encoding="utf-8"))
    assert set(crossings) < STATES
    for state, codes in crossings.items():
        assert all(state_of_zip(code) not in (None, state) for code in codes.split()), state


def test_the_zip_codes_that_cross_a_state_line_are_read_from_a_relationship_file() -> None:
    areas = [("42223", "21"), ("42223", "47"), ("78701", "48"), ("86514", "04"), ("86514", "49"), ("00000", "48")]
    rows = [{"ZCTA5": code, "STATE": number} for code, number in areas]
    assert table(rows) == '{\n  "TN": "42223",\n  "UT": "86514"\n}\n'


@pytest.mark.parametrize(
    ("line1", "line2", "city", "overfull"),
    [
        ("410 Larkspur Trail Austin", "", "Austin", True),
        ("410 Larkspur Trail Austin TX", "", "Austin", True),
        ("410 Larkspur Trail Austin TX USA", "", "Austin", True),
        ("410 Larkspur Trail Austin", "Apt 4", "Austin", True),
        ("410 Larkspur Trail Apt 4 Austin TX", "", "Austin", True),
        ("410 Larkspur Trail San Marcos", "", "San Marcos", True),
        ("410 Larkspur Lane, Austin, TX", "", "Austin", False),
        ("410 Larkspur Lane Austin", "", "Waco", False),
        ("14 Calle San Juan", "", "San Juan", False),
        ("12 Old Mt Vernon", "", "Vernon", False),
        ("100 W Lake Forest", "", "Forest", False),
        ("410 Austin", "", "Austin", False),
        ("410 USA Austin USA", "", "Austin", False),
        ("PO Box 12 Austin", "", "Austin", False),
        ("Austin", "", "Austin", False),
    ],
)
def test_a_city_behind_the_street(line1: str, line2: str, city: str, overfull: bool) -> None:
    assert ends_with_city(SEPARATOR.join((line1, line2, city, "TX"))) is overfull


def test_a_line_without_its_city_is_not_looked_at() -> None:
    assert not ends_with_city("")


@pytest.mark.parametrize(
    ("line1", "line2", "fault"),
    [
        ("410 Larkspur Lane", "", ""),
        ("Broadway 5", "410 Larkspur Lane", ""),
        ("", "", "filler"),
        ("Failed to Provide", "", "filler"),
        ("PO Box 7, unknown", "", "beside"),
        ("Unknown person", "PO Box 12", "filler"),
        ("Unknown person", "47 Broadway", "filler"),
        ("47 Unknown", "47 Broadway", "filler"),
        ("410 Larkspur Lane", "N/A", ""),
        ("Larkspur Lane", "", "number"),
        ("", "Larkspur Lane", "number"),
        ("0 Larkspur Lane", "", "number"),
        ("PO Box 000", "", "number"),
        ("410", "", "street"),
        ("Robin Example", "", "street"),
        ("12 the one that burned down last year", "", "street"),
        ("Corner of Larkspur Lane", "", "place"),
        ("Larkspur Ln / Elm St", "", "place"),
        ("Hwy 16 exit ramp", "", "place"),
        ("grid 16SGC58210417", "", "place"),
        ("Tel 5550133", "", "place"),
        ("c/o Robin Example", "", "street"),
        ("Calle Luna", "", "number"),
        ("PO Box", "", "number"),
        ("5000 Block of Larkspur Ave", "", "place"),
        ("47 near town", "", "place"),
        ("47 Austin TX", "", "place"),
        ("30.2672 N 97.7431 W", "", "place"),
        ("410 Larkspur Austin TX 78701", "", "beside"),
        ("14 Larkspur Lane, Whitehorse, Yukon", "", "beside"),
    ],
)
def test_the_part_of_a_line_that_fails_is_named(line1: str, line2: str, fault: str) -> None:
    assert line_fault(read_line(line1, line2), "Austin", "TX") == fault


@pytest.mark.parametrize(
    ("zip_code", "state", "fault"),
    [
        ("78701", "TX", ""),
        ("", "TX", "missing"),
        (" ", "ZZ", "missing"),
        ("2108", "MA", "malformed"),
        ("60601", "TX", "other state"),
        ("00000", "ZZ", "other state"),
        ("78701", "ZZ", ""),  # the state is what is wrong
    ],
)
def test_the_part_of_a_zip_code_that_fails_is_named(zip_code: str, state: str, fault: str) -> None:
    assert zip_fault(zip_code, state) == fault
