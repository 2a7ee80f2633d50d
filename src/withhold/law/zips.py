"""The states that a ZIP Code belongs to. Military and territories included.

`zips.json` is made from the `zipcodes` library by ``tools/rebuild_zip_table.py``. It has a line for each three-digit
prefix, and the last two digits of the ZIP Codes in each state as ranges. The library itself reads all that it knows of
each place, which takes half a second of each process.
"""

import json
from functools import cache
from pathlib import Path

_CODES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK"
    " OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS FM GU MH MP PR PW VI AA AE AP"
)
STATES = frozenset(_CODES.split())
"""Two-letter codes of USPS Publication 28, appendix B: states, territories, freely associated states, military."""

TABLE = Path(__file__).with_suffix(".json")
CROSSINGS = Path(__file__).with_name("zip_crossings.json")


def state_of_zip(zip5: str) -> str | None:
    """Return the state of a ZIP Code, which is exactly five ASCII digits. None if there is no such code."""
    return _states_by_zip(zip5[:3]).get(zip5[3:])


def is_in_state(zip5: str, state: str) -> bool:
    """Return whether a ZIP Code, or a part of its area, is in the state of this two-letter code."""
    return state_of_zip(zip5) == state or zip5 in _crossings().get(state, ())


@cache
def _crossings() -> dict[str, frozenset[str]]:
    """Return state → the ZIP Codes of a neighbor whose area is partly in it."""
    table: dict[str, str] = json.loads(CROSSINGS.read_text(encoding="utf-8"))
    return {state: frozenset(codes.split()) for state, codes in table.items()}


@cache
def _states_by_zip(prefix: str) -> dict[str, str]:
    """Return the states by the last two digits."""
    found: dict[str, str] = {}
    for state, ranges in _ranges().get(prefix, {}).items():
        for each in ranges.split():
            first, _, last = each.partition("-")
            found.update((f"{number:02d}", state) for number in range(int(first), int(last or first) + 1))
    return found


@cache
def _ranges() -> dict[str, dict[str, str]]:
    table: dict[str, dict[str, str]] = json.loads(TABLE.read_text(encoding="utf-8"))
    return table
