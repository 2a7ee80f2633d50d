"""The state that a ZIP Code belongs to, from the table of the `zipcodes` library. Military and territories included."""

from collections.abc import Callable
from functools import cache

import zipcodes

_CODES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK"
    " OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS FM GU MH MP PR PW VI AA AE AP"
)
STATES = frozenset(_CODES.split())
"""Two-letter codes of USPS Publication 28, appendix B: states, territories, freely associated states, military."""

_places: Callable[[str], list[dict[str, str]]] = zipcodes.similar_to  # the library is not typed


# A look-up of the library scans its whole table, which takes 0.2 ms. With one scan for each three-digit prefix, a
# million different ZIP Codes cost at most 1,000 of them.
@cache
def _states_by_zip(prefix: str) -> dict[str, str]:
    return {place["zip_code"]: place["state"] for place in _places(prefix)}


def state_of_zip(zip5: str) -> str | None:
    """Return the state of a ZIP Code, which is exactly five ASCII digits. None if there is no such code."""
    return _states_by_zip(zip5[:3]).get(zip5)
