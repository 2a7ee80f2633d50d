"""Accounting, (p)(3)(A): one request, one entry.

A second request for the same person, agency and matter, in the same batch or while an earlier one is open, would count
one inquiry twice. The first row of the batch is kept. After a refusal a new request may be filed. The refusal is still
final, and the dossier of the new request shows it.
"""

import narwhals as nw

from withhold.law.pack import Check, Element, Measure, Pattern
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _named() -> nw.Expr:
    return (nw.col("tin") != "") & (nw.col("case_key") != "")


def _in_file(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("duplicate_in_batch") & _named()


def _open(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("open_already") & _named()


CHECKS = (
    Check(
        "duplicate_file",
        "An earlier row of this file is for the same person and matter",
        "File each person and matter once. Wait for the answer to the earlier row.",
        _in_file,
    ),
    Check(
        "duplicate_open",
        "A request for this person and matter is open",
        "Wait for the answer to the request already filed for this person and case number.",
        _open,
        needs_records=True,
    ),
)


PATTERNS = (Pattern("duplicate_in_batch", ("tin", "case_key"), Measure.LATER),)

ELEMENT = Element(
    id="duplicate",
    title="Each person and matter is requested once",
    citation="accounting; 26 U.S.C. 6103(p)(3)(A)",
    cure="Wait for the answer to the request already filed for this person and case number. File each person and "
    "matter once.",
    outcome=Outcome.REFUSED,
    checks=CHECKS,
    reads=("tin", "case_key", "duplicate_in_batch"),
    reads_with_records=("tin", "case_key", "duplicate_in_batch", "open_already"),
)
