"""Rebuild the ZIP Codes of `withhold.law` and the places of `withhold.population`: python tools/rebuild_zip_table.py

The source is the `zipcodes` library (MIT). Only ZIP Codes, states and cities are taken.
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import polars as pl
import zipcodes

SOURCE = Path(__file__).parents[1] / "src" / "withhold"
TABLE = SOURCE / "law" / "zips.json"
PLACES = SOURCE / "population" / "tables" / "places.parquet"
ELSEWHERE = {"AA", "AE", "AP", "AS", "FM", "GU", "MH", "MP", "PW", "VI"}
PLACEHOLDERS = {"Street", "Nada", "Home"}


def table() -> str:
    """The table as it is written: one line for each three-digit prefix, one text of ranges for each state in it."""
    found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for place in zipcodes.list_all():
        found[place["zip_code"][:3]][place["state"]].append(int(place["zip_code"][3:]))
    lines = []
    for prefix, states in sorted(found.items()):
        ranges = {state: " ".join(_ranges(sorted(numbers))) for state, numbers in sorted(states.items())}
        lines.append(f"  {json.dumps(prefix)}: {json.dumps(ranges)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def places() -> pl.DataFrame:
    """Every (city, state, ZIP) with street delivery in the fifty states, the District and Puerto Rico."""
    found = [
        (entry["city"], entry["state"], entry["zip_code"])
        for entry in zipcodes.list_all()
        if entry["active"]
        and entry["zip_code_type"] == "STANDARD"
        and entry["state"] not in ELSEWHERE
        and re.fullmatch(r"[A-Za-z][A-Za-z .'-]{2,}", entry["city"])
        and entry["city"] not in PLACEHOLDERS
    ]
    return pl.DataFrame(found, schema=["city", "state", "zip"], orient="row")


def _ranges(numbers: list[int]) -> list[str]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [f"{run[0]:02d}" if len(run) == 1 else f"{run[0]:02d}-{run[-1]:02d}" for run in runs]


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
    places().write_parquet(PLACES, compression="zstd", compression_level=19)
    sys.stderr.write(f"wrote {TABLE} and {PLACES}\n")
