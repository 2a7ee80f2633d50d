"""Custodian's identity policy: a date of birth, which distinguishes relatives who live together.

A future day is not a birth date. It is compared with the day on which the request is screened. All days are those of
UTC, as on the ledger. For example, at 23:00 UTC on the 28th, the 29th is in the future.
"""

import narwhals as nw

from withhold.law.pack import Check, Element, fault_is, other_fault
from withhold.law.parameters import Parameters
from withhold.model.vocabulary import Outcome


def _impossible(parameters: Parameters, with_records: bool) -> nw.Expr:
    earliest = nw.col("today_year") - parameters.oldest_age
    too_early = (nw.col("date_of_birth") != "") & (nw.col("birth_year") < earliest)
    return too_early | (nw.col("birth_date_fault") == "impossible")


def _future(parameters: Parameters, with_records: bool) -> nw.Expr:
    return nw.col("date_of_birth") > nw.col("today")


CHECKS = (
    Check(
        "birth_date_missing",
        "No date of birth",
        "Give the taxpayer's date of birth as YYYY-MM-DD.",
        fault_is("birth_date_fault", "missing"),
    ),
    Check(
        "birth_date_form",
        "Not written as YYYY-MM-DD",
        "Write the date of birth as YYYY-MM-DD, for example 1984-05-17.",
        other_fault("birth_date_fault", "missing", "impossible"),
    ),
    Check(
        "birth_date_impossible",
        "No such day, or too long ago",
        "Correct the date: the calendar has no such day, or nobody living was born on it.",
        _impossible,
    ),
    Check(
        "birth_date_future",
        "In the future",
        "Correct the date: it is after the day of screening.",
        _future,
    ),
)


ELEMENT = Element(
    id="birth_date",
    title="A date of birth, given and plausible",
    citation="custodian's identity policy",
    cure="Give the taxpayer's date of birth as YYYY-MM-DD. It cannot be in the future.",
    outcome=Outcome.RETURNED,
    checks=CHECKS,
    reads=("date_of_birth", "birth_date_fault", "birth_year", "today", "today_year"),
)
