"""Counts of requests that are similar to one request. The dossier shows them to the reviewers.

Screening returned or refused what was above a limit. Counts below the limit may still matter to a person who decides.
So may a count that no agency may learn, for example how many other agencies ask for the same person. It is in the
dossier only, and in no answer.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from withhold.casework.instance import Instance
from withhold.casework.review.similar_texts import nearest_texts
from withhold.identity.tins import canonical_tin
from withhold.law.pack import Measure
from withhold.model.cases.case import Case
from withhold.screening.alike.sketches import people_alike


def likeness(instance: Instance, case: Case, at: datetime) -> Mapping[str, object]:
    """Return the counts over the recent days before `at`, this case included.

    They are the agencies that ask for the person, the requests for the official, and for each pattern that the records
    count, the people who share its key. For example, the pattern of shared addresses counts the people whose requests
    set forth the same address. The cases with the nearest texts are named too, and their texts are not copied.
    """
    days = instance.pack.parameters.recent_days
    since = at - timedelta(days=days)
    subject = instance.keyring.subject(canonical_tin(case.request.tin) or "")
    texts = _texts(instance, case, since)
    return {
        "days": days,
        "agencies": instance.cases.agencies_about(subject, since),
        "official_matters": instance.cases.received_for(case.agency, case.official, since),
        "patterns": _patterns(instance, case, since, texts),
        "nearest": nearest_texts(instance, case, since, texts),
    }


def _texts(instance: Instance, case: Case, since: datetime) -> Mapping[str, Mapping[bytes, int]]:
    """Return pattern → sketch → people, for the pattern by which texts are compared."""
    compared = instance.pack.compared_text
    return {} if compared is None else instance.batches.uses_since(case.agency, since.date(), pattern=compared.name)


def _patterns(
    instance: Instance, case: Case, since: datetime, texts: Mapping[str, Mapping[bytes, int]]
) -> Sequence[Mapping[str, str | int]]:
    found = instance.cases.get(case.case_id)
    keys = {} if found is None else {pattern: bytes.fromhex(key) for pattern, key in found.keys.items()}
    counted = [pattern for pattern in instance.pack.patterns if pattern.recent and pattern.name in keys]
    same = [(each.name, keys[each.name]) for each in counted if each.measure is not Measure.ALIKE]
    uses = instance.batches.uses_since(case.agency, since.date(), same)
    people = {name: uses.get(name, {}).get(key, 0) for name, key in same}
    people |= {name: people_alike(keys[name], given) for name, given in texts.items() if name in keys}
    shown = [each for each in counted if each.name in people]
    return [{"pattern": each.name, "says": each.label, "people": people[each.name]} for each in shown]
