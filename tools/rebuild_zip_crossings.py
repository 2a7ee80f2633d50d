"""Rebuild the ZIP Codes that cross a state line: python tools/rebuild_zip_crossings.py zcta_county_rel_10.txt

The argument is a relationship file of the Census Bureau (public domain), of ZIP Code tabulation areas and counties in
2010: https://www2.census.gov/geo/docs/maps-data/data/rel/zcta_county_rel_10.txt. A ZIP Code is written for each state
that has a part of its area, except the one in `zips.json`.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from withhold.law.zips import CROSSINGS, state_of_zip

_NUMBERED = (
    "01 AL 02 AK 04 AZ 05 AR 06 CA 08 CO 09 CT 10 DE 11 DC 12 FL 13 GA 15 HI 16 ID 17 IL 18 IN 19 IA 20 KS 21 KY 22 LA"
    " 23 ME 24 MD 25 MA 26 MI 27 MN 28 MS 29 MO 30 MT 31 NE 32 NV 33 NH 34 NJ 35 NM 36 NY 37 NC 38 ND 39 OH 40 OK 41 OR"
    " 42 PA 44 RI 45 SC 46 SD 47 TN 48 TX 49 UT 50 VT 51 VA 53 WA 54 WV 55 WI 56 WY 72 PR"
)
STATES = dict(zip(_NUMBERED.split()[::2], _NUMBERED.split()[1::2], strict=True))
"""The Census Bureau's number of each state → its two-letter code."""


def table(rows: Iterable[Mapping[str, str]]) -> str:
    """The table as it is written: one line for each state, with the ZIP Codes of its neighbors that reach into it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        state, own = STATES[row["STATE"]], state_of_zip(row["ZCTA5"])
        if own not in (None, state):
            found[state].add(row["ZCTA5"])
    lines = [f"  {json.dumps(state)}: {json.dumps(' '.join(sorted(codes)))}" for state, codes in sorted(found.items())]
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        CROSSINGS.write_text(table(csv.DictReader(file)), encoding="utf-8")
    sys.stderr.write(f"wrote {CROSSINGS}\n")
