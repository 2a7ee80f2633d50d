"""Custodian's identity policy: a taxpayer identification number that could have been issued.

The register is asked by exact number only, so it cannot be asked without one.
"""

import narwhals as nw

from withhold.law.pack import Element
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("tin") == ""  # it is empty in the canonical frame if the number is impossible


ELEMENT = Element(
    id="tin",
    title="A taxpayer identification number that can exist",
    citation="custodian's identity policy",
    cure="Give the taxpayer's own Social Security number or ITIN: nine digits, with or without dashes.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
    reads=("tin",),
)
