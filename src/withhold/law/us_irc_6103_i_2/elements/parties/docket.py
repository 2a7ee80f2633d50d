"""Custodian's rule: the docket has at most as many cases as two people can review."""

import narwhals as nw

from withhold.law.pack import Check, Element
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _full(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("docket_full")


ELEMENT = Element(
    id="docket",
    title="The docket has room for review",
    citation="custodian's review capacity",
    cure="File the request again when the docket has room.",
    outcome=Outcome.RETURNED,
    checks=(Check("docket", "The docket is full", "File the request again when the docket has room.", _full),),
    reads=("docket_full",),
    needs_records=True,
)
