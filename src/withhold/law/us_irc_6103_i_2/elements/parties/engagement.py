"""(i)(2)(A), as read by the District Court for the District of Columbia on 21 November 2025.

"Personally and directly engaged" is a fact about a person's working days. One official cannot be engaged in a million
matters. If an official's matters exceed the ceiling, all of them are refused, not only those above it, because nobody
knows in which few the official would be engaged.
"""

import narwhals as nw

from withhold.law.pack import Check, Element, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _in_file(parameters: Parameters, with_records: bool) -> nw.Expr:
    return (nw.col("official_id") != "") & (nw.col("official_rows") > parameters.engagement_ceiling)


def _with_open(parameters: Parameters, with_records: bool) -> nw.Expr:
    rows, matters = nw.col("official_rows"), nw.col("official_rows") + nw.col("official_open")
    most = parameters.engagement_ceiling
    return (nw.col("official_id") != "") & (rows <= most) & (matters > most)


CHECKS = (
    Check(
        "engagement_file",
        "Too many rows of this file name the official",
        "File a new request that names, for each person, the official engaged in that matter.",
        _in_file,
    ),
    Check(
        "engagement_open",
        "Too many matters, with those already open",
        "Name the official in fact engaged in this matter, or wait until open matters have ended.",
        _with_open,
        needs_records=True,
    ),
)


PATTERNS = (Pattern("official_rows", ("official_id",), Measure.ROWS, label="rows for this official"),)

ELEMENT = Element(
    id="engagement",
    title="The open matters of one official are plausible in number",
    citation="26 U.S.C. 6103(i)(2)(A); D.D.C. 21 Nov 2025",
    cure="File a new request that names, for each person, the official who is in fact engaged in that matter. No "
    "official can be engaged in this many.",
    outcome=Outcome.REFUSED,
    checks=CHECKS,
    reads=("official_id", "official_rows"),
    reads_with_records=("official_id", "official_rows", "official_open"),
)
