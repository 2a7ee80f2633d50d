"""How many other people's texts are alike to the text of a row, and how alike the nearest of them is.

Only a row that is returned or refused for it has these figures. If an eligible row had them, an agency could try one
text after the other and learn what just passes. They never show whose texts those are.
"""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import polars as pl

from withhold.law.pack import Measure, Pattern, RulePack

PEOPLE, PERCENT = "alike_people", "alike_percent"
ALIKE_COLUMNS = {PEOPLE: pl.Int64, PERCENT: pl.Int64}
"""Columns of the findings: how many other people, at least, because counting ends at the limit, and whole percent."""
# A person who has an earlier request too is in both counts, so the sentence counts requests. The percentage is an
# estimate if the nearest text is in an earlier request, of which only a sketch is kept.
SENTENCE = "At least {} other requests have nearly the same reason. The nearest is about {} percent the same."
_WHOLE = 100
"""The percentage of a text that another person has too."""


def alike_sentence(people: int | None, percent: int | None) -> str:
    """Return the sentence that is beside the cure of a row. "" if the row has no such figures."""
    return "" if people is None else SENTENCE.format(people, percent)


def most_alike(people: int | None, percent: int | None) -> Mapping[str, Any] | None:
    """Return the most people and the highest percent of any row, for the summary. None if no row has them."""
    return None if people is None else {"people": people, "percent": percent}


def alike_expressions(pack: RulePack, with_records: bool) -> list[nw.Expr]:
    """Return the expressions of ``ALIKE_COLUMNS`` over a frame with the columns of patterns and those from the records.

    The row's own person is not counted. Everybody with the very same text is, also beyond the limit.
    """
    compared = pack.compared_text
    made = [check for each in pack.elements for check in each.checks_made(with_records) if check.alike]
    if compared is None or not made:
        return [nw.lit(None, nw.Int64).alias(name) for name in ALIKE_COLUMNS]
    failing = nw.any_horizontal(*(each.fails(pack.parameters, with_records) for each in made), ignore_nulls=False)
    same = [each.people(with_records) for each in pack.patterns if _same_text(each, compared)]
    nearest = [nw.col(compared.percent_column), *(nw.when(each > 1).then(nw.lit(_WHOLE, nw.Int64)) for each in same)]
    if with_records:
        nearest.append(nw.col(compared.recent_percent_column))
    people = nw.max_horizontal(compared.people(with_records), *same) - 1
    return [
        nw.when(failing).then(people).alias(PEOPLE),
        nw.when(failing).then(nw.max_horizontal(*nearest)).alias(PERCENT),
    ]


def _same_text(pattern: Pattern, compared: Pattern) -> bool:
    """Return whether a pattern counts the people who have the very same text."""
    return pattern.measure is Measure.DISTINCT and (pattern.key, pattern.of) == (compared.key, compared.of)
