"""Custodian's identity policy: a date of birth, which distinguishes relatives who live together.

A future day is not a birth date. It is compared with the day on which the request is screened. All days are those of
UTC, as on the ledger. For example, at 23:00 UTC on the 28th, the 29th is in the future.
"""

import narwhals as nw

from withhold.law.pack import Element
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    year, today = nw.col("birth_year"), nw.col("today_year")
    missing = nw.col("date_of_birth") == ""
    future = nw.col("date_of_birth") > nw.col("today")
    return missing | future | (year < today - parameters.oldest_age)


ELEMENT = Element(
    id="birth_date",
    title="A date of birth, given and plausible",
    citation="custodian's identity policy",
    cure="Give the taxpayer's date of birth as YYYY-MM-DD. It cannot be in the future.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
    reads=("date_of_birth", "birth_year", "today", "today_year"),
)
