"""Find a line of an address that has the city behind the street, so that it could not be compared with one on file.

For example, "410 Larkspur Trail Austin" of a request whose city is Austin. The street's name would be read as "Larkspur
Trail Austin", because a trail's name may have more words behind it. Behind a suffix such as "Lane", `parse_delivery`
leaves the city out. A city that is part of the street's name stays, as in "14 Calle San Juan" of San Juan.
"""

import narwhals as nw

from withhold.identity.delivery import parse_delivery
from withhold.identity.lines.house import ends_complete
from withhold.law.folding import fold

SEPARATOR = "\x1f"
_COUNTRY = frozenset(("USA", "US"))
_NAMES_BEGIN = frozenset(("FT", "LK", "MT", "PRT", "PT", "ST"))
"""Suffixes that also begin a name, as in "12 Old Mt Vernon"."""


def has_city() -> nw.Expr:
    """Return whether the first line of a row has the city in it."""
    line = nw.col("address_line1").str.to_uppercase()
    city = nw.concat_str(nw.lit(" "), nw.col("city").str.to_uppercase())
    return (nw.col("city") != "") & line.str.contains(city, literal=True)


def with_city() -> nw.Expr:
    """Return the lines, the city and the state of a row."""
    cells = [nw.col(name) for name in ("address_line1", "address_line2", "city", "state")]
    return nw.concat_str(*cells, separator=SEPARATOR)


def ends_with_city(cells: str) -> bool:
    """Return whether the first line is a whole street with the city, and perhaps the state, behind its suffix.

    ``cells`` are what `with_city` returns, or "" if the first line does not have the city in it.
    """
    if not cells:
        return False
    line1, line2, city, state = cells.split(SEPARATOR)
    found = parse_delivery(line1, line2)
    if found is None or found.kind != "street" or ends_complete(found):
        return False
    words = found.street.split()
    if words[-1] in _COUNTRY:
        words.pop()
    for part in (fold(state).split(), fold(city).split()):
        if part and words[-len(part) :] == part:
            del words[-len(part) :]
    rest = parse_delivery(f"{found.number} {' '.join(words)}", "")
    if rest is None or len(words) == len(found.street.split()):
        return False
    return ends_complete(rest) and rest.street.split()[-1] not in _NAMES_BEGIN
