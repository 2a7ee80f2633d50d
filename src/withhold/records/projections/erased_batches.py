"""Removes from the tables what an erasure takes: by whom and by what a batch's cases were found, and what was counted.

What is kept of a case is its agency, official, signer, purpose, state and times. The events have the same.
"""

from collections.abc import Iterable
from datetime import datetime

from withhold.model.identifiers import CaseId
from withhold.records.models import Batch, CaseIndex, IdentityAttempt, PatternUse

_AT_ONCE = 200
"""Values in one query. Both databases accept more."""


def counted_people(alias: str, batch: Batch, erased: Iterable[str]) -> tuple[CaseId, ...]:
    """Return the cases of a batch that alone count their person in the annual report, in order of row.

    `erased` has the digests of the batches that were erased before. A person whose address was disclosed to an agency
    several times in a year, for one purpose, counts once. So a case counts its person unless an earlier case of the
    batch does, or a case of a batch that is not erased.
    """
    disclosed = CaseIndex.objects.using(alias).filter(retrieved_at__isnull=False)
    others = disclosed.filter(agency=batch.agency).exclude(batch__in=[batch.digest, *erased])
    known: set[tuple[bytes, int, str]] = set()
    own = list(disclosed.filter(batch=batch.digest).order_by("row"))
    for start in range(0, len(own), _AT_ONCE):
        subjects = [row.subject for row in own[start : start + _AT_ONCE]]
        known |= {_counted(row) for row in others.filter(subject__in=subjects)}
    counted = []
    for row in own:
        if _counted(row) not in known:
            known.add(_counted(row))
            counted.append(CaseId(row.case_id))
    return tuple(counted)


def _counted(row: CaseIndex) -> tuple[bytes, int, str]:
    assert row.retrieved_at is not None
    return bytes(row.subject), row.retrieved_at.year, row.purpose


def erase_batch(alias: str, batch: Batch, counted: Iterable[CaseId], latest: datetime) -> None:
    """Remove from the tables everything about the people and the texts of a batch. Call inside `write_transaction`.

    `counted` are the cases that count their person in the annual report from now on. `latest` is when the last event
    of the batch happened. Doing it again changes nothing.
    """
    cases = CaseIndex.objects.using(alias).filter(batch=batch.digest)
    subjects = [subject for subject in cases.values_list("subject", flat=True) if subject]
    for start in range(0, len(subjects), _AT_ONCE):
        attempts = IdentityAttempt.objects.using(alias).filter(at__lte=latest)
        attempts.filter(subject__in=subjects[start : start + _AT_ONCE]).delete()
    # They count for some weeks, and the retention period is years. So no count that still matters is lost.
    PatternUse.objects.using(alias).filter(agency=batch.agency, day=batch.filed_at.date()).delete()
    cases.update(request_ref="", subject=b"", matter=b"", keys={}, text=b"", counts_person=False)
    cases.filter(case_id__in=list(counted)).update(counts_person=True)
