"""Which state a ZIP Code belongs to, from the `zipcodes` library's table (military and territories included).

The library's own lookups scan the whole table at 0.2 ms each. A three-digit prefix at a time, read when first
asked for, makes that one scan per prefix: a million different ZIP Codes cost at most 900 of them.
"""

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


@cache
def _states_by_zip(prefix: str) -> dict[str, str]:
    return {place["zip_code"]: place["state"] for place in _places(prefix)}


def state_of_zip(zip5: str) -> str | None:
    """The state of a ZIP Code given as exactly five ASCII digits; None if there is no such code."""
    return _states_by_zip(zip5[:3]).get(zip5)
