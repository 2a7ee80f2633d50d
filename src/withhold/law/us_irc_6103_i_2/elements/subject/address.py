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
from withhold.law.pack import Element, Fact
from withhold.law.parameters import Parameters
from withhold.law.placeholders import is_no_city
from withhold.law.us_irc_6103_i_2.elements.subject.city_in_line import ends_with_city, with_city
from withhold.law.us_irc_6103_i_2.elements.subject.delivery_line import GENERAL, NONE, delivery_line, is_place
from withhold.law.zips import STATES, is_in_state
from withhold.model.vocabulary import Outcome

_NUMBERED = re.compile(r"[0-9]{3}")


def is_city(city: str) -> bool:
    """Return whether a text can be a city: it has letters, no number of three digits or more, and is no placeholder."""
    folded = fold(city)
    letters = sum(letter.isalpha() for letter in folded)
    return letters > 1 and not _NUMBERED.search(folded) and not is_no_city(folded)


def is_zip_of_state(zip_code: str, state: str) -> bool:
    """Return whether a text is an existing ZIP Code, of five or nine digits, in the state of this two-letter code."""
    zip5 = canonical_zip(zip_code)
    code = state.upper()
    return zip5 is not None and code in STATES and is_in_state(zip5, code)


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    no_line = (nw.col("delivery_line") == NONE) | nw.col("line_is_place") | nw.col("line_ends_with_city")
    if not parameters.general_delivery:
        no_line = no_line | (nw.col("delivery_line") == GENERAL)
    return no_line | ~nw.col("city_plausible") | ~nw.col("zip_of_state")


FACTS = (
    Fact("delivery_line", ("address_line1", "address_line2"), str, delivery_line),
    Fact("line_is_place", ("delivery_line", "city", "state"), bool, is_place),
    Fact("line_with_city", ("address_line1", "address_line2", "city", "state"), str, expression=with_city),
    Fact("line_ends_with_city", ("line_with_city",), bool, ends_with_city),
    Fact("city_plausible", ("city",), bool, is_city),
    Fact("zip_of_state", ("zip", "state"), bool, is_zip_of_state),
)

ELEMENT = Element(
    id="address",
    title="The address of the taxpayer, set forth by the requester",
    citation="26 U.S.C. 6103(i)(2)(B)(i); D.D.C. 26 Feb 2026",
    cure="Set forth the taxpayer's address as the agency has it. Give a house number and a street with its suffix, "
    "or a post office box or route number. Also give the city, the two-letter state, and the ZIP Code in five or nine "
    "digits.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
    reads=("delivery_line", "line_is_place", "line_ends_with_city", "city_plausible", "zip_of_state"),
)
