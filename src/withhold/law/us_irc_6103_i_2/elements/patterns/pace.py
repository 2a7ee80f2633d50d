"""Custodian's rule, to (i)(2)(A): a batch that is split into many small ones counts as one.

`engagement` counts open matters only. An agency that files a few a day, and closes them as fast, stays below its
ceiling. So this element counts all matters received for an official over the recent days, whatever their outcome.
"""

import narwhals as nw

from withhold.law.pack import Check, Element
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _too_many(parameters: Parameters, with_records: bool) -> nw.Expr:
    matters = nw.col("official_rows") + nw.col("official_recent")
    return (nw.col("official_id") != "") & (nw.col("official_recent") > 0) & (matters > parameters.pace_ceiling)


ELEMENT = Element(
    id="pace",
    title="The matters of one official over the recent days are plausible in number, in all batches together",
    citation="custodian's rule; 26 U.S.C. 6103(i)(2)(A)",
    cure="More matters were received for the named official over the recent days than one person can be engaged in. "
    "Wait for the answers to those, or name the official who is in fact engaged in this matter.",
    outcome=Outcome.RETURNED,
    checks=(
        Check(
            "pace",
            "Too many matters of the official over the recent days",
            "Wait for the answers to the official's recent matters, or name the official in fact engaged.",
            _too_many,
        ),
    ),
    reads=("official_id", "official_rows", "official_recent"),
    needs_records=True,
)
