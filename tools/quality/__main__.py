"""Draw the independent labeled set anew.

    python -m tools.quality OUT_DIR

Draws with a fixed seed, and leaves out what already stands in a pack's vectors, so that the set stays apart from the
examples rules are written by. What it writes is reviewed and mended by hand: the CSV files of
tests/quality/independent are the truth, and nothing runs this again on its own.
"""

import csv
import json
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tools.quality.deficient import deficient_rows
from tools.quality.families import batch_rows
from tools.quality.reasons import reason_rows
from tools.quality.sound import sound_rows

SEED = 20260302
PART = "independent"
LAW = Path(__file__).parents[2] / "src" / "withhold" / "law"
ADDRESS = ("address_line1", "address_line2", "city", "state", "zip")


def texts_of(value: Any) -> Iterator[str]:
    """Every text inside a JSON value, small letters."""
    if isinstance(value, str):
        yield " ".join(value.casefold().split())
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts_of(each)


def taken() -> set[str]:
    """Every text of every vector."""
    lines = (line for path in LAW.glob("*/vectors/*.jsonl") for line in path.read_text(encoding="utf-8").splitlines())
    return {text for line in lines if line.strip() for text in texts_of(json.loads(line))}


def write(path: Path, head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """A CSV file with ``\\n`` at the end of each line."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def main(out: Path) -> None:
    """Write the three files."""
    known = taken()
    r = random.Random(SEED)
    addresses = [*sound_rows(r, known), *deficient_rows(r, known)]
    write(
        out / "addresses.csv",
        ("id", "part", "category", "label", *ADDRESS),
        ((f"IA{n:04d}", PART, category, label, *cells) for n, (category, label, cells) in enumerate(addresses, 1)),
    )
    reasons = enumerate(reason_rows(r, known), 1)
    write(
        out / "reasons.csv",
        ("id", "part", "category", "label", "reason"),
        ((f"IR{n:04d}", PART, *row) for n, row in reasons),
    )
    write(
        out / "reason_batches.csv",
        ("batch", "part", "family", "label", "first_name", "last_name", "reason"),
        ((batch, PART, *row) for batch, *row in batch_rows(r, known)),
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
