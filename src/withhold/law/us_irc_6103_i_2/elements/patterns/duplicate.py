"""Accounting, (p)(3)(A): one request, one entry.

A second request for the same person, agency and matter, in the same batch or while an earlier one is open, would count
one inquiry twice. The first row of the batch is kept. After a refusal a new request may be filed. The refusal is still
final, and the dossier of the new request shows it.
"""

import narwhals as nw

from withhold.law.pack import Element, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    again = nw.col("duplicate_in_batch")
    if with_records:
        again = again | nw.col("open_already")
    return again & (nw.col("tin") != "") & (nw.col("case_key") != "")


PATTERNS = (Pattern("duplicate_in_batch", ("tin", "case_key"), Measure.LATER),)

ELEMENT = Element(
    id="duplicate",
    title="Each person and matter is requested once",
    citation="accounting; 26 U.S.C. 6103(p)(3)(A)",
    cure="Wait for the answer to the request already filed for this person and case number. File each person and "
    "matter once.",
    outcome=Outcome.REFUSED,
    deficient=_deficient,
    reads=("tin", "case_key", "duplicate_in_batch"),
    reads_with_records=("tin", "case_key", "duplicate_in_batch", "open_already"),
)
