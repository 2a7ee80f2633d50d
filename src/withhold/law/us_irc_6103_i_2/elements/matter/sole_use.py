"""(i)(2)(A): solely for the use of the named official in the matter. The request attests to this."""

import narwhals as nw

from withhold.law.pack import Check, Element
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _not_attested(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("sole_use").str.to_lowercase() != "true"


ELEMENT = Element(
    id="sole_use",
    title="Attested: solely for the named official's use in the matter",
    citation="26 U.S.C. 6103(i)(2)(A)",
    cure="Set sole_use to true to attest that only the named official will use the item, and only in this matter.",
    outcome=Outcome.RETURNED,
    checks=(
        Check(
            "sole_use",
            "Not attested",
            "Set sole_use to true to attest use by the named official, in this matter only.",
            _not_attested,
        ),
    ),
    reads=("sole_use",),
)
