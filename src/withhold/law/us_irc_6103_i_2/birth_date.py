"""Custodian's identity policy: a date of birth, by which relatives under one roof are told apart."""

import narwhals as nw

from withhold.law.pack import Element
from withhold.law.parameters import Parameters
from withhold.model.words import Outcome


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    year, today = nw.col("birth_year"), nw.col("today_year")
    missing = nw.col("date_of_birth") == ""
    return missing | (year > today) | (year < today - parameters.oldest_age)


ELEMENT = Element(
    id="birth_date",
    title="A date of birth, given and plausible",
    citation="custodian's identity policy",
    cure="Give the taxpayer's date of birth as YYYY-MM-DD.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
)
