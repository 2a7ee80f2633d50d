"""(p)(4): an agency that receives return information safeguards it, returns or destroys it, and reports that it did.

Until then, the custodian may refuse it any further disclosure.
"""

import narwhals as nw

from withhold.law.pack import Check, Element
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _not_good(parameters: Parameters, with_records: bool) -> nw.Expr:
    return ~nw.col("safeguards_good")


ELEMENT = Element(
    id="safeguards",
    title="The agency's safeguard standing is good",
    citation="26 U.S.C. 6103(p)(4)",
    cure="Settle the agency's open safeguard findings and report every overdue disposal. Then file a new request.",
    outcome=Outcome.REFUSED,
    checks=(
        Check(
            "safeguards",
            "Safeguard findings are open, or a disposal is overdue",
            "Settle open safeguard findings and report overdue disposals. Then file a new request.",
            _not_good,
        ),
    ),
    reads=("safeguards_good",),
    needs_records=True,
)
