"""How many, and how alike: what a reviewer sees of the requests around the one before them.

Screening has returned what went past a ceiling. What stayed below it may still tell a person something, and so may what
no agency is to learn: that others ask for the same person too. That stands in the dossier and in no answer.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import polars as pl

from withhold.casework.desk import Desk
from withhold.identity.tins import canonical_tin
from withhold.model.case import Case
from withhold.model.request import COLUMNS
from withhold.screening.canonical import canonical_frame


def likeness(desk: Desk, case: Case, at: datetime) -> Mapping[str, object]:
    """The counts over the recent days before `at`, this case included: agencies that ask for the person, requests for
    the official, and for each pattern that the records count the people who share its key.
    """
    days = desk.pack.parameters.recent_days
    since = at - timedelta(days=days)
    subject = desk.keyring.subject(canonical_tin(case.request.tin) or "")
    return {
        "days": days,
        "agencies": desk.cases.agencies_about(subject, since),
        "official_matters": desk.cases.taken_in_since(case.agency, since).get(case.request.official_id, 0),
        "patterns": _patterns(desk, case, at, since),
    }


def _patterns(desk: Desk, case: Case, at: datetime, since: datetime) -> Sequence[Mapping[str, str | int]]:
    row = pl.DataFrame([case.request.as_text()], schema=dict.fromkeys(COLUMNS, pl.String))
    facts = canonical_frame(row, desk.pack, at.date()).row(0, named=True)
    counted = [pattern for pattern in desk.pack.patterns if pattern.recent and facts[pattern.key[0]]]
    keys = {each.name: desk.keyring.pattern(each.name, facts[each.key[0]]) for each in counted}
    uses = desk.batches.uses_since(case.agency, since.date(), keys.items())
    return [
        {"pattern": each.name, "says": each.says, "people": uses.get(each.name, {}).get(keys[each.name], 0)}
        for each in counted
    ]
