"""(i)(2)(B)(i): the address of the taxpayer, set forth by the requester.

The requester sets it forth, and the custodian does not supply it. On February 26, 2026 the District Court for the
District of Columbia found that a test for any five digits accepted requests that set forth no address. So a request
needs number and street, post office box or route, a city, a state, and a ZIP Code that exists in that state. A ZIP Code
whose area is in two states belongs to both.
"""

import re

import narwhals as nw

from withhold.identity.address import canonical_zip
from withhold.law.folding import fold
from withhold.law.pack import Check, Element, Fact, fault_is, other_fault
from withhold.law.parameters import Parameters
from withhold.law.placeholders import is_no_city
from withhold.law.us_irc_6103_i_2.elements.subject.city_in_line import ends_with_city, has_city, with_city
from withhold.law.us_irc_6103_i_2.elements.subject.delivery_line import (
    GENERAL,
    WHOLE,
    fault_of_reading,
    is_place,
    read_line,
)
from withhold.law.us_irc_6103_i_2.elements.subject.line_faults import MARK
from withhold.law.zips import STATES, is_in_state, state_of_zip
from withhold.model.vocabulary import Outcome

_NUMBERED = re.compile(r"[0-9]{3}")


def is_city(city: str) -> bool:
    """Return whether a text can be a city: it has letters, no number of three digits or more, and is no placeholder."""
    folded = fold(city)
    letters = sum(letter.isalpha() for letter in folded)
    return letters > 1 and not _NUMBERED.search(folded) and not is_no_city(folded)


def is_state(state: str) -> bool:
    """Return whether a text is the two-letter code of a state or territory, or of a military post."""
    return state.upper() in STATES


def zip_fault(zip_code: str, state: str) -> str:
    """Return what is wrong with a ZIP Code: ``missing``, ``malformed``, ``other state``, or "" if nothing is.

    A code that does not exist is of another state. If the state is none, an existing code has no fault.
    """
    zip5 = canonical_zip(zip_code)
    if zip5 is None:
        return "malformed" if zip_code.strip() else "missing"
    there = not is_state(state) or is_in_state(zip5, state.upper())
    return "" if there and state_of_zip(zip5) is not None else "other state"


def _no_city(parameters: Parameters, with_records: bool) -> nw.Expr:
    return ~nw.col("city_plausible")


def _no_state(parameters: Parameters, with_records: bool) -> nw.Expr:
    return ~nw.col("state_exists")


def _place(parameters: Parameters, with_records: bool) -> nw.Expr:
    general = (nw.col("delivery_line") == GENERAL) & nw.lit(not parameters.general_delivery)
    return general | (nw.col("line_fault") == "place")


def _beside(parameters: Parameters, with_records: bool) -> nw.Expr:
    city_behind = (nw.col("line_fault") == "") & nw.col("line_ends_with_city")
    return city_behind | (nw.col("line_fault") == "beside")


def _is_bare() -> nw.Expr:
    """Return whether the delivery line is a street without a suffix."""
    line = nw.col("delivery_line")
    return ~line.is_in([WHOLE, GENERAL]) & ~line.str.starts_with(MARK)


_PLACED = ("address_line1", "address_line2", "city", "state")
FACTS = (
    Fact("delivery_line", ("address_line1", "address_line2"), str, read_line),
    Fact("line_is_place", ("delivery_line", "city", "state"), bool, is_place, where=_is_bare),
    Fact("line_fault", ("delivery_line", "line_is_place"), str, fault_of_reading),
    Fact("line_with_city", _PLACED, str, expression=with_city, where=has_city),
    Fact("line_ends_with_city", ("line_with_city",), bool, ends_with_city),
    Fact("city_plausible", ("city",), bool, is_city),
    Fact("state_exists", ("state",), bool, is_state),
    Fact("zip_fault", ("zip", "state"), str, zip_fault),
)

CHECKS = (
    Check(
        "address_filler",
        "Nothing, or words in place of an address",
        "Give number and street, or a box or route, as the agency has them for this person.",
        other_fault("line_fault", "number", "street", "place", "beside"),
    ),
    Check(
        "address_number",
        "No number of a house, box or route",
        "Give the house number before the street, or the number of the box or route.",
        fault_is("line_fault", "number"),
    ),
    Check(
        "address_street",
        "No street, or only a name",
        "Give the street with its suffix, such as St or Ave, behind the house number.",
        fault_is("line_fault", "street"),
    ),
    Check(
        "address_place",
        "A place, an intersection, coordinates or other text",
        "Give a house number and street, or a box or route: mail cannot be delivered to what is there.",
        _place,
    ),
    Check(
        "address_beside",
        "Other text beside number and street",
        "Leave out what stands beside number and street, such as city, ZIP Code, country or a remark.",
        _beside,
    ),
    Check("address_city", "No city", "Give the name of the city or town of the address.", _no_city),
    Check("address_state", "No state", "Give the two-letter code of the state, such as TX.", _no_state),
    Check(
        "address_zip_missing",
        "No ZIP Code",
        "Give the ZIP Code of the address, in five or nine digits.",
        fault_is("zip_fault", "missing"),
    ),
    Check(
        "address_zip_form",
        "Not a ZIP Code",
        "Write the ZIP Code in five or nine digits, with its leading zeros.",
        other_fault("zip_fault", "missing", "other state"),
    ),
    Check(
        "address_zip_state",
        "No ZIP Code of that state",
        "Correct the ZIP Code or the state: this code does not exist there.",
        fault_is("zip_fault", "other state"),
    ),
)

ELEMENT = Element(
    id="address",
    title="The address of the taxpayer, set forth by the requester",
    citation="26 U.S.C. 6103(i)(2)(B)(i); D.D.C. 26 Feb 2026",
    cure="Set forth the taxpayer's address as the agency has it. Give a house number and a street with its suffix, "
    "or a post office box or route number. Also give the city, the two-letter state, and the ZIP Code in five or nine "
    "digits.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=("delivery_line", "line_fault", "line_ends_with_city", "city_plausible", "state_exists", "zip_fault"),
)
