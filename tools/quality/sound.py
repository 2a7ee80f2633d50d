"""Sound addresses by category: what USPS Publication 28 would call standard, or how people in fact write it."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from tools.quality import streets
from tools.quality.places import MILITARY, Place, draw, in_city

Cells = tuple[str, str, str, str, str]
"""The address columns of a request: two lines, city, state, ZIP Code."""


def number(r: random.Random) -> str:
    """A house number, short ones as frequent as long ones."""
    return str(r.randint(1, 10 ** r.randint(1, 5) - 1))


def street(r: random.Random) -> str:
    """A name and a suffix, the common ones more often."""
    return f"{r.choice(streets.NAMES)} {r.choice(r.choice([streets.COMMON_SUFFIXES, streets.SUFFIXES]))}"


def fill(r: random.Random, pattern: str) -> str:
    """``{n}``, ``{k}`` and ``{a}`` as a number, a small number and a letter."""
    return pattern.format(n=r.randint(1, 990), k=r.randint(1, 30), a=r.choice("ABCDEFGHJKLM"))


def at(place: Place, line1: str, line2: str = "") -> Cells:
    """The cells of this address."""
    return line1, line2, place.city, place.state, place.zip


def plain(r: random.Random) -> str:
    """Number, name, suffix."""
    return f"{number(r)} {street(r)}"


def box(r: random.Random) -> str:
    """A post office box as people write it."""
    return r.choice(["PO Box", "PO BOX", "P.O. Box", "P O Box", "Post Office Box", "P.O.Box", "po box", "POB"]) + (
        " " + r.choice([number(r), number(r), r.choice("ABCDEFGH"), f"{number(r)}{r.choice('ABC')}"])
    )


def rural(r: random.Random) -> str:
    """A rural route with its box."""
    route = r.choice(["RR", "RR", "R R", "Rural Route", "RFD", "RD", "Rural Rt", "RR #"])
    return f"{route} {r.randint(1, 12)} {r.choice(['Box', 'BOX', 'Box', 'Bx'])} {number(r)}{r.choice(['', '', 'A', '-B', 'C'])}"


def contract(r: random.Random) -> str:
    """A highway contract route with its box."""
    route = r.choice(["HC", "HC", "HCR", "H C", "Highway Contract", "HC Route", "Star Route"])
    return f"{route} {r.randint(1, 90)} {r.choice(['Box', 'BOX'])} {number(r)}{r.choice(['', '', 'A', 'B'])}"


def military(r: random.Random) -> Cells:
    """APO, FPO and DPO with a box."""
    place, k, n = post_office(r), r.randint(1, 9999), r.randint(1, 99999)
    return at(place, r.choice([f"PSC {k} Box {n}", f"CMR {k} BOX {n}", f"Unit {n} Box {k}", f"PSC {k}, Box {n}"]))


def post_office(r: random.Random) -> Place:
    """A military or diplomatic post office."""
    place = draw(r, MILITARY, "MILITARY")
    return replace(place, city=place.city.upper())


def ship(r: random.Random) -> Cells:
    """A ship by its name, alone or with unit and box."""
    place = post_office(r)
    while place.city != "FPO":
        place = post_office(r)
    name = f"{r.choice(['USS', 'USNS', 'USCGC'])} {r.choice(['Harbor Light', 'Quiet Bay', 'Gray Heron', 'Long Shoal'])}"
    return at(place, name, r.choice(["", f"Unit {r.randint(100000, 199999)} Box {r.randint(1, 99)}"]))


def urbanization(r: random.Random) -> Cells:
    """An urbanization and a street of Puerto Rico, in either order, with block and house or a number."""
    place = draw(r, ["PR"])
    house = r.choice(
        [
            str(r.randint(1, 1999)),
            f"{r.choice('ABCDEFGHJ')}{r.randint(1, 40)}",
            f"{r.randint(1, 20)}-{r.randint(1, 40)}",
        ]
    )
    line = f"{house} {r.choice(streets.PR_STREETS)}"
    area = r.choice(streets.PR_URBANIZATIONS)
    return at(place, *r.choice([(area, line), (line, area), (f"{area} {line}", ""), (line, "")]))


def queens(r: random.Random) -> Cells:
    """The hyphenated numbers of Queens."""
    place = in_city(
        r, "NY", ["Jamaica", "Flushing", "Astoria", "Forest Hills", "Ridgewood", "Far Rockaway", "Corona", "Bayside"]
    )
    way = r.choice(
        [
            f"{r.randint(21, 260)}th {r.choice(['St', 'Ave', 'Rd', 'Dr', 'Pl', 'Ln'])}",
            "Jamaica Ave",
            "Bronx Rd",
            "Sutphin Blvd",
            "Hillside Ave",
            "Northern Blvd",
            "Woodhaven Blvd",
            "Metropolitan Ave",
            "Queens Blvd",
            "Merrick Blvd",
        ]
    )
    return at(
        place, f"{r.randint(21, 260)}-{r.randint(1, 60):02d} {way}{r.choice(['', '', ' Apt 2', ' #3F', ' Fl 1'])}"
    )


def hyphen_elsewhere(r: random.Random) -> Cells:
    """The hyphenated numbers of Hawaii, New Jersey and California."""
    return r.choice(
        [
            lambda: at(
                draw(r, ["HI"]),
                f"{r.randint(41, 99)}-{r.randint(100, 1999)} {r.choice(['Kamehameha Hwy', 'Farrington Hwy', 'Moanalua Rd', 'Kuahelani Ave', 'Lanikuhana Ave', 'Fort Weaver Rd', 'Haleiwa Rd'])}",
            ),
            lambda: at(
                in_city(r, "NJ", ["Fair Lawn"]),
                f"{r.randint(1, 40)}-{r.randint(1, 40):02d} {r.choice(['Saddle River Rd', 'Morlot Ave', 'Fair Lawn Ave', 'Berdan Ave', 'Plaza Rd'])}",
            ),
            lambda: at(draw(r, ["CA"]), f"{r.randint(100, 999)}-{r.randint(100, 999)} {street(r)}"),
        ]
    )()


def fractional(r: random.Random) -> Cells:
    """A number with a fraction, in digits or as one sign."""
    return at(
        draw(r),
        f"{r.randint(1, 4999)}{r.choice([' 1/2', ' 1/2', ' 1/4', ' 3/4', '½', '-1/2'])} {r.choice(['', 'N ', 'W '])}{street(r)}",
    )


def grid(r: random.Random) -> Cells:
    """Grids of Utah and Wisconsin, and roads with a decimal point in western Colorado."""
    x, y = r.choice("EW"), r.choice("NS")
    return r.choice(
        [
            lambda: at(draw(r, ["UT"]), f"{r.randint(10, 9990)} {x} {r.randint(1, 139) * 100} {y}"),
            lambda: at(
                draw(r, ["UT"]),
                f"{r.randint(10, 9990)} {r.choice(['North', 'South'])} {r.randint(1, 90) * 50} {r.choice(['East', 'West'])}",
            ),
            lambda: at(
                in_city(r, "CO", ["Grand Junction", "Fruita", "Palisade", "Clifton"]),
                f"{r.randint(100, 3999)} {r.randint(19, 36)}.{r.randint(1, 9)} Rd",
            ),
            lambda: at(draw(r, ["WI"]), f"N{r.randint(1, 99)}W{r.randint(1000, 29999)} {street(r)}"),
            lambda: at(draw(r, ["WI"]), f"W{r.randint(100, 9999)} {r.choice(streets.LETTERED_HIGHWAYS)}"),
            lambda: at(draw(r, ["IL"]), f"{r.randint(1, 49)}W{r.randint(100, 999)} {street(r)}"),
            lambda: at(
                draw(r, ["ND", "SD", "IN"]),
                f"{r.randint(1000, 20999)} {r.randint(3, 99)}th {r.choice(['St', 'Ave'])} {r.choice(streets.DIRECTIONS)}",
            ),
        ]
    )()


def directional(r: random.Random) -> Cells:
    """Before or after the name, or both; letters, dotted, or words."""
    d = r.choice(
        [
            r.choice(streets.DIRECTIONS),
            r.choice(streets.DIRECTION_WORDS),
            r.choice(["N.", "S.", "E.", "W.", "S.W.", "N.E."]),
        ]
    )
    e = r.choice(streets.DIRECTIONS)
    n = number(r)
    return at(
        draw(r),
        r.choice(
            [
                f"{n} {d} {street(r)}",
                f"{n} {street(r)} {d}",
                f"{n} {d} {street(r)} {e}",
                f"{n} {d} {r.choice(streets.NAMES)}",
            ]
        ),
    )


def secondary(r: random.Random) -> Cells:
    """With a unit, on the same line or the second."""
    unit = fill(r, r.choice(streets.UNITS))
    line = plain(r)
    return at(draw(r), *r.choice([(f"{line} {unit}", ""), (f"{line}, {unit}", ""), (line, unit)]))


def highway(r: random.Random) -> Cells:
    """Numbered and lettered roads."""
    way = r.choice([fill(r, r.choice(streets.HIGHWAYS))] * 5 + [r.choice(streets.LETTERED_HIGHWAYS)])
    return at(draw(r), f"{number(r)} {way}")


def ordinal(r: random.Random) -> Cells:
    """Numbered streets in digits."""
    n = r.randint(1, 199)
    end = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return at(
        draw(r),
        f"{number(r)} {r.choice(['', '', 'N ', 'SW ', 'E '])}{n}{r.choice([end, end, end.upper(), ''])} {r.choice(streets.COMMON_SUFFIXES)}",
    )


def territory(r: random.Random) -> Cells:
    """Guam, the Virgin Islands, the Northern Marianas, American Samoa and the freely associated states."""
    return r.choice(
        [
            lambda: at(draw(r, ["GU"]), f"{r.randint(100, 1999)} {r.choice(streets.GU_STREETS)}"),
            lambda: at(draw(r, ["VI"]), f"{r.randint(1, 9999)} {r.choice(streets.VI_STREETS)}"),
            lambda: at(draw(r, ["GU", "VI", "MP", "AS", "FM", "PW", "MH"], "PO BOX"), f"PO Box {number(r)}"),
        ]
    )()


def spelled_number(r: random.Random) -> Cells:
    """A house number as a word."""
    return at(draw(r), f"{r.choice(streets.SPELLED_NUMBERS)} {r.choice([*streets.SPELLED_PLACES, street(r)])}")


def mangled(r: random.Random) -> Cells:
    """Doubled spaces, commas, full stops, no spaces after a comma: standard to a reader, untidy to a machine."""
    line = r.choice([plain(r), box(r), rural(r), f"{plain(r)} {fill(r, r.choice(streets.UNITS))}"])
    shapes: list[Callable[[str], str]] = [
        lambda s: s.replace(" ", "  "),
        lambda s: f"  {s} ",
        lambda s: f"{s}.",
        lambda s: f"{s},",
        lambda s: s.replace(" ", ", ", 1) if s[0].isdigit() else s,
        lambda s: s.upper() + ".",
        lambda s: s.title(),
        lambda s: s.swapcase(),
    ]
    return at(draw(r), r.choice(shapes)(line))


def plus_four(r: random.Random) -> Cells:
    """Nine digits of ZIP Code, with and without the hyphen."""
    place = draw(r)
    more = f"{r.randint(1, 9998):04d}"
    return at(Place(place.city, place.state, place.zip + r.choice(["-", "-", ""]) + more), plain(r))


def lower_case(r: random.Random) -> Cells:
    """All in small letters."""
    place = draw(r)
    line1, line2, city, state, zip_ = at(
        place, r.choice([plain(r), box(r), f"{plain(r)} {fill(r, r.choice(streets.UNITS))}"])
    )
    return line1.lower(), line2, city.lower(), state.lower(), zip_


def upper_case(r: random.Random) -> Cells:
    """All in capitals, as Publication 28 prefers."""
    line1, line2, city, state, zip_ = r.choice([secondary, directional, highway])(r)
    return line1.upper(), line2.upper(), city.upper(), state, zip_


def alphanumeric(r: random.Random) -> Cells:
    """A letter at the number."""
    own = r.choice([number(r) + r.choice("ABCDR"), f"{number(r)}-{r.choice('ABC')}", r.choice("ABEW") + number(r)])
    return at(draw(r), f"{own} {street(r)}")


SOUND: dict[str, tuple[int, Callable[[random.Random], Cells]]] = {
    "plain_street": (300, lambda r: at(draw(r), plain(r))),
    "po_box": (130, lambda r: at(draw(r, kind="PO BOX"), box(r))),
    "rural_route": (90, lambda r: at(draw(r), rural(r))),
    "highway_contract": (80, lambda r: at(draw(r), contract(r))),
    "military": (80, military),
    "military_unit": (20, lambda r: at(post_office(r), f"{r.choice(['Unit', 'UNIT'])} {r.randint(1000, 99999)}")),
    "military_ship": (20, ship),
    "pr_urbanization": (110, urbanization),
    "queens_hyphen": (70, queens),
    "hyphen_elsewhere": (50, hyphen_elsewhere),
    "fractional": (60, fractional),
    "grid": (90, grid),
    "general_delivery": (
        40,
        lambda r: at(
            draw(r), r.choice(["General Delivery", "GENERAL DELIVERY", "Gen Delivery", "general delivery", "Gen. Del."])
        ),
    ),
    "directional": (110, directional),
    "secondary_unit": (130, secondary),
    "highway": (100, highway),
    "suffixless": (80, lambda r: at(draw(r), f"{number(r)} {r.choice(streets.SUFFIXLESS)}")),
    "ordinal": (70, ordinal),
    "territory": (50, territory),
    "spelled_number": (50, spelled_number),
    "spelled_street": (
        50,
        lambda r: at(draw(r), f"{number(r)} {r.choice(streets.SPELLED_STREETS)} {r.choice(streets.COMMON_SUFFIXES)}"),
    ),
    "lower_case": (60, lower_case),
    "upper_case": (60, upper_case),
    "accents": (60, lambda r: at(draw(r), f"{number(r)} {r.choice(streets.ACCENTED)}")),
    "alphanumeric": (50, alphanumeric),
    "zip_plus_four": (50, plus_four),
    "punctuated": (70, mangled),
    "odd_but_real": (90, lambda r: at(draw(r), f"{number(r)} {r.choice(streets.ODD)}")),
}
"""Category -> how many, and what draws one."""


def sound_rows(r: random.Random, taken: set[str]) -> Iterator[tuple[str, str, Cells]]:
    """Category, label and cells; no two alike, none whose delivery line is ``taken``."""
    seen: set[tuple[str, ...]] = set()
    for category, (many, make) in SOUND.items():
        left = many
        while left:
            cells = make(r)
            key = tuple(cell.casefold() for cell in cells)
            if key in seen or (category != "general_delivery" and " ".join(cells[:2]).strip().casefold() in taken):
                continue
            seen.add(key)
            left -= 1
            yield category, "sound", cells
