"""(i)(2)(A): who may ask.

A request is in writing by the head of a federal agency or its inspector general. For the Department of Justice, it is
by the Attorney General or another office that the paragraph lists. A request signed by anybody else is not a request
under this paragraph. No later signature can make it one, so it is refused.
"""

import narwhals as nw

from withhold.law.pack import Check, Element
from withhold.law.parameters import Parameters
from withhold.law.us_irc_6103_i_2.elements.subject.identifiers import shapeless
from withhold.model.vocabulary import Outcome

# The office is "" if the signer is not accredited, or did not sign the file.
_NO_OFFICE = ""


def _unlisted(parameters: Parameters) -> nw.Expr:
    return ~nw.col("signer_office").is_in(parameters.listed_offices)


def _shapeless(parameters: Parameters, with_records: bool) -> nw.Expr:
    no_id = shapeless("signer_id")
    return no_id & _unlisted(parameters) if with_records else no_id


def _unknown(parameters: Parameters, with_records: bool) -> nw.Expr:
    return ~shapeless("signer_id") & _unlisted(parameters) & (nw.col("signer_office") == _NO_OFFICE)


def _other_office(parameters: Parameters, with_records: bool) -> nw.Expr:
    return ~shapeless("signer_id") & _unlisted(parameters) & (nw.col("signer_office") != _NO_OFFICE)


CHECKS = (
    Check(
        "signer_id",
        "No id of a signer",
        "Name the signer by the id of the accreditation, such as SIG-0001, and file a new request.",
        _shapeless,
    ),
    Check(
        "signer_unknown",
        "Not accredited, or not the one who signed the file",
        "File a new request. The signer that it names must be accredited and sign the file.",
        _unknown,
        needs_records=True,
    ),
    Check(
        "signer_office",
        "An office whose holder may not ask",
        "File a new request signed by the agency's head, inspector general or listed Justice office.",
        _other_office,
        needs_records=True,
    ),
)


ELEMENT = Element(
    id="signer",
    title="Asked by an office holder who may ask",
    citation="26 U.S.C. 6103(i)(2)(A)",
    cure="File a new request signed by the head of the agency, its inspector general, or a listed office of the "
    "Department of Justice. The person who signs the file must be the signer that it names.",
    outcome=Outcome.REFUSED,
    checks=CHECKS,
    reads=("signer_id",),
    reads_with_records=("signer_id", "signer_office"),
)
