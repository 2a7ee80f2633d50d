"""(i)(2)(B)(i): the name of the taxpayer.

A request has a first and a last name. For a person with one name, one of the two is that name and the other is a
marker, for example FNU. A blank is an omission, so it is not accepted. A request for somebody whose name is unknown is
not a request for a taxpayer.
"""

import narwhals as nw

from withhold.identity.names import NO_FIRST_NAME, NO_LAST_NAME
from withhold.law.pack import Check, Element, Fact, fault_is
from withhold.law.parameters import Parameters
from withhold.law.placeholders import is_no_name
from withhold.model.vocabulary import Outcome


def _part(name: str, markers: frozenset[str]) -> str:
    if not name or is_no_name(name) or not any(letter.isalpha() for letter in name):
        return "missing"
    return "marked" if name in markers else "given"


def first_name_part(name: str) -> str:
    """Classify a canonical first name as ``given``, ``marked`` (the person has none) or ``missing``."""
    return _part(name, NO_FIRST_NAME)


def last_name_part(name: str) -> str:
    """Classify a canonical last name as ``given``, ``marked`` (the person has none) or ``missing``."""
    return _part(name, NO_LAST_NAME)


def _only_markers(parameters: Parameters, with_records: bool) -> nw.Expr:
    return (nw.col("first_name_part") == "marked") & (nw.col("last_name_part") == "marked")


CHECKS = (
    Check(
        "name_first",
        "No first name",
        "Give the first name in Latin letters. If the person has none, write FNU.",
        fault_is("first_name_part", "missing"),
    ),
    Check(
        "name_last",
        "No last name",
        "Give the last name in Latin letters. If the person has only one name, write it here.",
        fault_is("last_name_part", "missing"),
    ),
    Check(
        "name_markers",
        "Only markers that there is no name",
        "Give the person's one name as the last name, and write FNU as the first.",
        _only_markers,
    ),
)


FACTS = (
    Fact("first_name_part", ("first_name",), str, first_name_part),
    Fact("last_name_part", ("last_name",), str, last_name_part),
)

ELEMENT = Element(
    id="name",
    title="The name of the taxpayer",
    citation="26 U.S.C. 6103(i)(2)(B)(i)",
    cure="Give the taxpayer's first and last name in Latin letters. If a person has only one name, give it as the "
    "last name and write FNU as the first.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=("first_name_part", "last_name_part"),
)
