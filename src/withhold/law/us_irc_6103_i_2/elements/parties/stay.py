"""Court order: a stay stops everything in its scope at once, for example every request about one person."""

import narwhals as nw

from withhold.law.pack import Check, Element
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _stayed(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("stayed")


ELEMENT = Element(
    id="stay",
    title="No stay in scope",
    citation="court order",
    cure="No change of the request can cure this. You may file a new request when the stay is lifted.",
    outcome=Outcome.REFUSED,
    checks=(
        Check(
            "stay",
            "A stay is in force",
            "File a new request when the stay is lifted. No change of this one can cure it.",
            _stayed,
        ),
    ),
    reads=("stayed",),
    needs_records=True,
)
