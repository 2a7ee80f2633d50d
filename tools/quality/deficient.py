"""Deficient addresses by category, from bare placeholders to ones written to pass."""

import random
from collections.abc import Iterator
from dataclasses import replace

from tools.quality import absences as a
from tools.quality import streets
from tools.quality.places import draw
from tools.quality.sound import Cells, at, number, plain, street
from tools.quality.wording import Make, homoglyph, split_lines, streetlike, with_number, words, zero_width


def number_only(r: random.Random) -> Cells:
    """Digits and nothing that names a street."""
    n = number(r)
    return at(
        draw(r),
        r.choice(
            [
                n,
                f"{r.randint(10000, 99999)}",
                f"{n} {number(r)}",
                f"#{n}",
                f"No. {n}",
                f"{n}-{number(r)}",
                f"{n}.",
                f"{n} {n}",
                f"({n})",
            ]
        ),
    )


def zip_only(r: random.Random) -> Cells:
    """The ZIP Code again as the street."""
    place = draw(r)
    more = f"{place.zip}-{r.randint(1000, 9999)}"
    return at(
        place,
        r.choice(
            [
                place.zip,
                more,
                more.replace("-", ""),
                f"ZIP {place.zip}",
                f"{place.state} {place.zip}",
                f"{place.zip} {place.zip}",
                f"Zip Code {place.zip}",
                f"{place.zip} USA",
            ]
        ),
    )


def city_only(r: random.Random) -> Cells:
    """The city again, with or without state and ZIP Code, as the street."""
    p = draw(r)
    return at(
        p,
        r.choice(
            [
                p.city,
                p.city.upper(),
                f"{p.city}, {p.state}",
                f"{p.city} {p.state} {p.zip}",
                f"{p.city} {p.zip}",
                f"City of {p.city}",
                f"Downtown {p.city}",
                f"{p.city} area",
                f"{p.zip} {p.city}",
                f"{p.state}",
            ]
        ),
    )


def wrong_zip_state(r: random.Random) -> Cells:
    """A sound street; the ZIP Code is another state's."""
    here, there = draw(r), draw(r)
    while there.state == here.state:
        there = draw(r)
    return at(replace(here, zip=there.zip), plain(r))


def bad_zip(r: random.Random) -> Cells:
    """A sound street; the ZIP Code is none."""
    p = draw(r)
    bad = r.choice(
        [
            "00000",
            "99999",
            p.zip[:4],
            p.zip[:3],
            p.zip + "1",
            "",
            "XXXXX",
            "Unknown",
            f"{p.zip}-",
            f"{p.zip}-12",
            "N/A",
            "O" + p.zip[1:],
            p.state + p.zip[:3],
            "11111111",
            "00000-0000",
        ]
    )
    return at(replace(p, zip=bad), plain(r))


def bad_state(r: random.Random) -> Cells:
    """A sound street; the state is none, or is not a code."""
    p = draw(r)
    return at(
        replace(
            p, state=r.choice(["", "XX", "ZZ", "US", "N/A", "Unknown", "--", "00", "UN", "MX", "ON", "NN", "TBD", "QQ"])
        ),
        plain(r),
    )


def bad_city(r: random.Random) -> Cells:
    """A sound street; the city is missing, a placeholder, or a number."""
    p = draw(r)
    cities = [
        "",
        "Unknown",
        "N/A",
        "None",
        "TBD",
        "XXX",
        p.zip,
        "12345",
        "City",
        "-",
        "Not Provided",
        "Anytown",
        "?",
        "Refused",
        "No City",
        "[City]",
        "Your City",
        "asdf",
        "Unknown City",
        "Null",
    ]
    return at(replace(p, city=r.choice(cities)), plain(r))


def no_number(r: random.Random) -> Cells:
    """A street without a house number."""
    return at(
        draw(r),
        r.choice(
            [
                street(r),
                f"{r.choice(streets.DIRECTION_WORDS)} {street(r)}",
                f"{street(r)} Apt {r.randint(1, 40)}",
                f"on {street(r)}",
                f"near {street(r)}",
            ]
        ),
    )


def corner(r: random.Random) -> Cells:
    """Two streets that meet."""
    return at(
        draw(r),
        r.choice(
            [
                f"{street(r)} & {street(r)}",
                f"{street(r)} and {street(r)}",
                f"Corner of {street(r)} and {street(r)}",
                f"{street(r)} / {street(r)}",
                f"{r.randint(2, 60)}th & {r.choice(streets.NAMES)}",
            ]
        ),
    )


def unit_only(r: random.Random) -> Cells:
    """A unit of no building."""
    n = r.randint(1, 980)
    return at(
        draw(r),
        r.choice(
            [
                f"Apt {n}",
                f"Unit {n}",
                f"Suite {n}",
                f"# {n}",
                f"Apartment {n}B",
                f"Room {n}",
                f"Lot {n}",
                f"Bldg {n}",
                f"Floor {n % 40}",
                f"Trailer {n}",
                f"Space {n}",
            ]
        ),
    )


def missing(r: random.Random) -> Cells:
    """Nothing in the delivery line, or signs nobody sees."""
    return at(
        draw(r),
        *r.choice(
            [
                ("", ""),
                (" ", ""),
                ("   ", " "),
                ("\u00a0", ""),
                ("\u200b", ""),
                ("\u3000", ""),
                ("\t", ""),
                ("", "Apt " + number(r)),
            ]
        ),
    )


def phone_email(r: random.Random) -> Cells:
    """Another way to reach a person, in the reserved ranges for fiction."""
    k = f"{r.randint(100, 199):04d}"
    name = r.choice(["subject", "contact", "nobody", "records", "case", "user", "info"]) + str(r.randint(1, 99))
    return at(
        draw(r),
        r.choice(
            [
                f"202-555-{k}",
                f"(312) 555-{k}",
                f"+1 415 555 {k}",
                f"555-{k}",
                f"Tel 213 555-{k}",
                f"{name}@example.com",
                f"{name}@mail.example.org",
                f"www.example.com/{name}",
                f"https://example.net/{name}",
                f"Call 202-555-{k}",
                f"@{name}",
                f"Cell 713555{k}",
            ]
        ),
    )


def identifiers(r: random.Random) -> Cells:
    """The agency's own numbers, dates, coordinates."""
    n = r.randint(10000, 999999)
    return at(
        draw(r),
        r.choice(
            [
                f"Case {n}",
                f"Case No. {n}",
                f"File #{n}",
                f"Docket 25-cr-{n % 900:04d}",
                f"Subject {n}",
                f"ID {n}",
                f"REF-{n}",
                f"A-Number {n}",
                f"Warrant {n}",
                f"Record {n} of {n + 7}",
                f"20{n % 25:02d}-0{n % 9 + 1}-1{n % 9}",
                f"DOB 0{n % 9 + 1}/1{n % 9}/1980",
                f"{r.randint(25, 48)}.{n % 9999} -{r.randint(70, 120)}.{n % 9999}",
                f"Tax Year 20{n % 25:02d}",
                f"Row {n}",
                f"Lat {r.randint(25, 48)} Long {r.randint(70, 120)}",
            ]
        ),
    )


def zero(r: random.Random) -> Cells:
    """A house number that is nothing."""
    return at(draw(r), f"{r.choice(['0', '00', '000', '0000', '00000', '0-0', '#0'])} {street(r)}")


def repeated(r: random.Random) -> Cells:
    """One word or number again and again."""
    w = r.choice(
        [
            "street",
            "address",
            "road",
            "st",
            "avenue",
            "home",
            "house",
            "main",
            "number",
            "lane",
            "drive",
            "1",
            "12",
            "apt",
            "box",
            "test",
            "word",
        ]
    )
    return at(
        draw(r),
        r.choice([f"{w} {w} {w}", f"{w} {w}", f"1 {w} {w} {w}", f"{w},{w},{w}", f"{number(r)} {w} {w} {w} {w}"]).upper()
        if r.random() < 0.3
        else f"{w} {w} {w} {w}",
    )


DEFICIENT: dict[str, tuple[int, Make]] = {
    "placeholder": (240, words(a.PLACEHOLDERS)),
    "placeholder_numbered": (130, with_number(a.PLACEHOLDERS)),
    "refusal": (80, words(a.REFUSALS)),
    "refusal_numbered": (130, with_number(a.REFUSALS)),
    "template": (80, words(a.TEMPLATES)),
    "city_only": (60, city_only),
    "number_only": (60, number_only),
    "zip_only": (50, zip_only),
    "wrong_zip_state": (80, wrong_zip_state),
    "bad_zip": (50, bad_zip),
    "bad_state": (40, bad_state),
    "bad_city": (50, bad_city),
    "jail_evasion": (90, words(a.CUSTODY)),
    "homoglyph": (80, homoglyph),
    "zero_width": (70, zero_width),
    "spanish_placeholder": (90, words(a.SPANISH)),
    "spanish_numbered": (40, with_number(a.SPANISH)),
    "keyboard": (60, words(a.KEYBOARD)),
    "phone_email": (50, phone_email),
    "agency_number": (40, identifiers),
    "adversarial_streetlike": (220, streetlike),
    "adversarial_sentence": (
        60,
        lambda r: at(
            draw(r),
            r.choice([str, str, str.upper, lambda s: f"{s}, {number(r)}", lambda s: f"{number(r)} {s}"])(
                r.choice(a.SENTENCES)
            ),
        ),
    ),
    "adversarial_box": (60, lambda r: at(draw(r), r.choice([str, str.upper, str.lower])(r.choice(a.PARTIAL_BOXES)))),
    "adversarial_two_lines": (60, split_lines),
    "care_of_only": (20, lambda r: at(draw(r), r.choice(a.CARE_OF))),
    "no_number": (60, no_number),
    "corner": (40, corner),
    "unit_only": (40, unit_only),
    "zero_number": (30, zero),
    "repeated": (30, repeated),
    "missing": (20, missing),
}
"""Category -> how many, and what draws one."""

ELSEWHERE = {"wrong_zip_state", "bad_zip", "bad_state", "bad_city", "missing"}
"""Categories that fall short in another cell than the delivery line."""


def deficient_rows(r: random.Random, taken: set[str]) -> Iterator[tuple[str, str, Cells]]:
    """Category, label and cells; no two alike, none whose delivery line is ``taken``."""
    seen: set[tuple[str, ...]] = set()
    for category, (many, make) in DEFICIENT.items():
        left = many
        for _ in range(many * 100):
            if not left:
                break
            cells = make(r)
            key = tuple(cell.casefold() for cell in cells)
            if key in seen or (category not in ELSEWHERE and " ".join(cells[:2]).strip().casefold() in taken):
                continue
            seen.add(key)
            left -= 1
            yield category, "deficient", cells
