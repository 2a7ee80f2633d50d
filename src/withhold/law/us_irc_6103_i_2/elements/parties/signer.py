"""(i)(2)(A): who may ask.

A request is in writing by the head of a federal agency or its inspector general. For the Department of Justice, it is
by the Attorney General or another office that the paragraph lists. A request signed by anybody else is not a request
under this paragraph. No later signature can make it one, so it is refused.
"""

import narwhals as nw

from withhold.law.pack import Element
from withhold.law.parameters import Parameters
from withhold.law.us_irc_6103_i_2.elements.subject.identifiers import shapeless
from withhold.model.vocabulary import Outcome


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    if not with_records:
        return shapeless("signer_id")
    # The office is "" if the signer is not accredited, or did not sign the file.
    return ~nw.col("signer_office").is_in(parameters.listed_offices)


ELEMENT = Element(
    id="signer",
    title="Asked by an office holder who may ask",
    citation="26 U.S.C. 6103(i)(2)(A)",
    cure="File a new request signed by the head of the agency, its inspector general, or a listed office of the "
    "Department of Justice. The person who signs the file must be the signer that it names.",
    outcome=Outcome.REFUSED,
    deficient=_deficient,
    reads=("signer_id",),
    reads_with_records=("signer_office",),
)
