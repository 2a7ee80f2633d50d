"""Batches for the bench: the pattern of the litigated file, and one in which every reason and address is distinct.

Deterministic by seed; synthetic people only. The second pattern is the hard one for anything that works once
per distinct value.
"""

import random
from pathlib import Path

import polars as pl
import zipcodes

from withhold.screening import COLUMNS

LITIGATED, DISTINCT = PATTERNS = "litigated", "distinct"
SEED = 1253
_ROWS_AT_ONCE = 160_000
_PLACEHOLDERS = ("Failed to Provide", "FAILED TO PROVIDE", "Unknown Address", "Unknown  Address", "unknown address")
_SYLLABLES = ("al", "be", "cor", "da", "el", "fen", "gar", "hol", "in", "jo", "ka", "lun", "mor", "ne", "ost", "per")
_PLACEHOLDER_SHARE = 0.9
"""Of the disclosures made from that file, nine in ten were later found to rest on such a text."""
_KINDS = ("St", "Ave", "Rd", "Blvd", "Ln", "Ct", "Dr", "Way")
_ONE_REASON = (
    "The address is needed to find the person, who is subject to a final order of removal, and to investigate "
    "a possible offence of failing to depart."
)
_WORDS = (
    *("bank", "records", "wire", "transfers", "shell", "company", "invoice", "ledger", "courier", "witness"),
    *("statement", "warehouse", "payroll", "passport", "application", "border", "crossing", "telephone"),
    *("contacts", "vehicle", "lease", "storage", "unit", "deposit", "slip", "broker", "notary", "account"),
)


def write_batch(path: Path, rows: int, pattern: str) -> None:
    """Writes a CSV of ``rows`` rows in one of the two patterns."""
    chance = random.Random(SEED)
    places = [(z["city"], z["state"], z["zip_code"]) for z in zipcodes.list_all() if z["active"]][::2]
    first, last, streets = _names(chance, 1_500), _names(chance, 9_000), _names(chance, 40_000)
    with path.open("wb") as file:
        for start in range(0, rows, _ROWS_AT_ONCE):
            numbers = range(start, min(start + _ROWS_AT_ONCE, rows))
            lines = [_row(chance, n, pattern, places, first, last, streets) for n in numbers]
            pl.DataFrame(lines, schema=list(COLUMNS), orient="row").select(pl.all().replace("", None)).write_csv(
                file, include_header=not start
            )


def _names(chance: random.Random, count: int) -> list[str]:
    made = {"".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).title() for _ in range(count)}
    return sorted(made)


def _row(
    chance: random.Random,
    number: int,
    pattern: str,
    places: list[tuple[str, str, str]],
    first: list[str],
    last: list[str],
    streets: list[str],
) -> list[str]:
    city, state, code = chance.choice(places)
    litigated = pattern == LITIGATED
    placeholder = litigated and chance.random() < _PLACEHOLDER_SHARE
    line = chance.choice(_PLACEHOLDERS) if placeholder else _street(chance, streets)
    return [
        f"R{number:08d}",
        _tin(number, dashes=number % 3 == 0),
        chance.choice(first),
        chance.choice("ABCDEFGHJKLMNPRST") if number % 4 == 0 else "",
        chance.choice(last),
        "Jr." if number % 50 == 0 else "",
        f"{chance.randint(1940, 2004)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
        line,
        "",
        city,
        state,
        code,
        "2022;2023" if litigated else f"{chance.randint(2019, 2023)}",
        "8 U.S.C. 1253(a)(1)" if litigated else chance.choice(("18 USC § 1343", "18 U.S.C. 1956", "8 USC 1326")),
        "investigation",
        f"CASE-{number:09d}",
        _ONE_REASON if litigated else _reason(chance, number),
        "OFF-0001" if litigated else f"OFF-{number // 20:06d}",
        "SGN-0001",
        "true",
    ]


def _street(chance: random.Random, streets: list[str]) -> str:
    return f"{chance.randint(1, 9_999)} {chance.choice(streets)} {chance.choice(_KINDS)}"


def _reason(chance: random.Random, number: int) -> str:
    first, second, third, fourth = chance.sample(_WORDS, 4)
    return (
        f"The {first} and the {second} of the person tie entry {number} to the {third}; "
        f"the {fourth} was sent to this address."
    )


def _tin(number: int, *, dashes: bool) -> str:
    """Structurally possible, and distinct for each row up to some sixty million."""
    area, rest = 100 + number % 500, number // 500
    group, serial = 1 + rest % 99, 1 + rest // 99
    return f"{area}-{group:02d}-{serial:04d}" if dashes else f"{area}{group:02d}{serial:04d}"
