"""How many rows of a batch belong to each share."""

from withhold.population.batches.patterns import CROWD, GROUP

LITIGATED = "litigated"
SOUND = "sound"

PER_MILLE: dict[str, float] = {
    "litigated_addressed": 40,
    "signer_missing": 2,
    "signer_unknown": 2,
    "signer_office": 2,
    "signer_lapsed": 2,
    "signer_other": 2,
    "official_missing": 5,
    "official_unknown": 5,
    "official_lapsed": 5,
    "engagement": 12,
    "name": 10,
    "address": 45,
    "periods": 12,
    "statute_unknown": 12,
    "statute_civil": 10,
    "statute_tax": 5,
    "matter": 12,
    "reason": 10,
    "boilerplate": 25,
    "sole_use": 10,
    "tin": 15,
    "birth_date": 15,
    "duplicate": 10,
    "several": 25,
    SOUND: 40,
    "moved": 10,
    "po_box": 6,
    "rural_route": 5,
    "highway_contract": 2,
    "unit": 4,
    "unit_left_out": 2,
    "as_registered": 6,
    "accent": 6,
    "apostrophe": 4,
    "two_surnames": 6,
    "one_name": 3,
    "initial": 4,
    "suffix_left_out": 3,
    "relative": 15,
    "borrowed_tin": 10,
    "namesake": 10,
    "absent": 10,
    "absent_namesake": 5,
    "protected": 6,
    "minor": 4,
    "ambiguous": 8,
    "wrong_birth_date": 8,
    "wrong_address": 8,
    "wrong_unit": 3,
    "wrong_first_name": 5,
    "wrong_last_name": 5,
    "wrong_middle": 4,
    "wrong_suffix": 3,
}
"""Rows in a thousand. The rest, about half, is `LITIGATED`, which is like the file that came before a court."""

LEAST = {LITIGATED: CROWD, "engagement": CROWD, "boilerplate": GROUP}
"""The least number of rows that make a pattern."""


def apportion(rows: int) -> dict[str, int]:
    """Return share → number of rows, without the shares that have none. The numbers add up to ``rows``.

    With about a thousand rows or more, every share has some. A pattern with too few rows gives them to `SOUND`. For
    example, all rows of a sample of ten are `SOUND`.
    """
    counts = {share: int(rows * mille / 1000) for share, mille in PER_MILLE.items()}
    if rows >= 10 * len(PER_MILLE):
        counts = {share: max(count, 1, LEAST.get(share, 0)) for share, count in counts.items()}
    counts[LITIGATED] = rows - sum(counts.values())
    for share, least in LEAST.items():
        if counts[share] < least:
            counts[SOUND] += counts[share]
            counts[share] = 0
    if not counts[LITIGATED]:
        counts[SOUND] += counts.pop("litigated_addressed")
    return {share: count for share, count in counts.items() if count}
