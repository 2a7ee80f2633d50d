"""What the element `address` makes of addresses by five writers, each measured alone, and of real addresses."""

import json

from random_address._dataset import load_addresses
from tests.quality.measuring import HANDS, WRITERS, Judged

from withhold.law.us_irc_6103_i_2.elements.subject.address import is_city, is_zip_of_state
from withhold.law.us_irc_6103_i_2.elements.subject.city_in_line import SEPARATOR, ends_with_city
from withhold.law.us_irc_6103_i_2.elements.subject.delivery_line import NONE, delivery_line, is_place


def is_returned(line1: str, line2: str, city: str, state: str, zip_code: str) -> bool:
    """Whether the element returns a request with this address."""
    line = delivery_line(line1, line2)
    overfull = city.upper() in line1.upper() and ends_with_city(SEPARATOR.join((line1, line2, city, state)))
    no_line = line == NONE or is_place(line, city, state) or overfull
    return no_line or not is_city(city) or not is_zip_of_state(zip_code, state)


def addresses_by_writer() -> dict[str, list[Judged]]:
    """Every address of each writer, without those about which reasonable people could disagree."""
    return {hand: _by(hand) for hand in HANDS}


def _by(hand: str) -> list[Judged]:
    lines = (WRITERS / hand / "addresses.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if not row["hard"]]
    return [
        Judged(
            row["id"],
            row["category"],
            row["label"] == "deficient",
            is_returned(row["line1"], row["line2"], row["city"], row["state"], row["zip"]),
        )
        for row in rows
    ]


def real_addresses() -> list[tuple[str, bool]]:
    """The first line of every address of `random-address`, and whether the element returns it.

    They are real, and in the public domain.
    """
    cells = ("address1", "address2", "city", "state", "postal_code")
    return [(each["address1"], is_returned(*(each[cell] for cell in cells))) for each in load_addresses()]
