"""What the element `address` makes of addresses by each writer, measured alone, and of real addresses."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import polars as pl
from random_address._dataset import load_addresses
from tests.quality.measuring import ADDRESS, HANDS, WRITERS, Judged, falls_short

_CELLS = "line1", "line2", "city", "state", "zip"


def are_returned(addresses: Iterable[Sequence[str]]) -> list[bool]:
    """Whether the element returns a request with each address: two lines, city, state and ZIP Code."""
    return falls_short(pl.DataFrame(list(addresses), schema=list(ADDRESS), orient="row"), ADDRESS, "address")


def addresses_by_writer() -> dict[str, list[Judged]]:
    """Every address of each writer, without those about which reasonable people could disagree."""
    return {hand: addresses_in(WRITERS / hand) for hand in HANDS}


def addresses_in(folder: Path) -> list[Judged]:
    """Every address of one writer, likewise."""
    lines = (folder / "addresses.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if not row["hard"]]
    returned = are_returned([row[cell] for cell in _CELLS] for row in rows)
    return [
        Judged(row["id"], row["category"], row["label"] == "deficient", held)
        for row, held in zip(rows, returned, strict=True)
    ]


def real_addresses() -> list[tuple[str, bool]]:
    """The first line of every address of `random-address`, and whether the element returns it.

    They are real, and in the public domain.
    """
    addresses = load_addresses()
    cells = ("address1", "address2", "city", "state", "postal_code")
    returned = are_returned([each[cell] for cell in cells] for each in addresses)
    return [(each["address1"], held) for each, held in zip(addresses, returned, strict=True)]
