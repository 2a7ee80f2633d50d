"""(i)(2)(A), as read by the District Court for the District of Columbia on 21 November 2025.

"Personally and directly engaged" is a fact about a person's working days. One official cannot be engaged in a million
matters. If an official's matters exceed the ceiling, all of them are refused, not only those above it, because nobody
knows in which few the official would be engaged.
"""

import narwhals as nw

from withhold.law.pack import Element, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    matters = nw.col("official_rows")
    if with_records:
        matters = matters + nw.col("official_open")
    return (nw.col("official_id") != "") & (matters > parameters.engagement_ceiling)


PATTERNS = (Pattern("official_rows", ("official_id",), Measure.ROWS, label="rows for this official"),)

ELEMENT = Element(
    id="engagement",
    title="The open matters of one official are plausible in number",
    citation="26 U.S.C. 6103(i)(2)(A); D.D.C. 21 Nov 2025",
    cure="File a new request that names, for each person, the official who is in fact engaged in that matter. No "
    "official can be engaged in this many.",
    outcome=Outcome.REFUSED,
    deficient=_deficient,
    reads=("official_id", "official_rows"),
    reads_with_records=("official_id", "official_rows", "official_open"),
)
