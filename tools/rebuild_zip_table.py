"""Rebuild the table of ZIP Codes in `withhold.law`: python tools/rebuild_zip_table.py

The source is the `zipcodes` library (MIT). Only ZIP Codes and states are taken.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import zipcodes

TABLE = Path(__file__).parents[1] / "src" / "withhold" / "law" / "zips.json"


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
    sys.stderr.write(f"wrote {TABLE}\n")
