"""Custodian's rule: the docket has at most as many cases as two people can review."""

import narwhals as nw

from withhold.law.pack import Element
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("docket_full")


ELEMENT = Element(
    id="docket",
    title="The docket has room for review",
    citation="custodian's review capacity",
    cure="File the request again when the docket has room.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
    reads=("docket_full",),
    needs_records=True,
)
