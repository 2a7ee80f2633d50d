"""Custodian's identity policy: a date of birth, by which relatives under one roof are told apart.

A day to come is no birth date. The day that counts is the custodian's when the request is screened, and all days here
are those of UTC, as on the ledger: at 23:00 UTC on the 28th, the 29th is still to come.
"""

import narwhals as nw

from withhold.law.pack import Element
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _deficient(parameters: Parameters, with_records: bool) -> nw.Expr:
    year, today = nw.col("birth_year"), nw.col("today_year")
    missing = nw.col("date_of_birth") == ""
    to_come = nw.col("date_of_birth") > nw.col("today")
    return missing | to_come | (year < today - parameters.oldest_age)


ELEMENT = Element(
    id="birth_date",
    title="A date of birth, given and plausible",
    citation="custodian's identity policy",
    cure="Give the taxpayer's date of birth as YYYY-MM-DD. It cannot lie in the future.",
    outcome=Outcome.RETURNED,
    deficient=_deficient,
    reads=("date_of_birth", "birth_year", "today", "today_year"),
)
