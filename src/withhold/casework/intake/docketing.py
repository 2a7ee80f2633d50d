"""Makes cases of the eligible rows of a batch, in the order of the rows. To be docketed is not to be approved."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from withhold.casework.checks import MACHINE
from withhold.casework.instance import Instance, case_id_of, stream_of
from withhold.casework.intake.pattern_keys import pattern_keys, text_in
from withhold.casework.intake.row_work import Admitted
from withhold.casework.stays.placing import require_no_stay
from withhold.events.recorder import Stream
from withhold.model.cases import commands
from withhold.model.cases.deciding import decide
from withhold.model.identifiers import AgencyId, BatchDigest, CaseId
from withhold.model.occurrences import BatchReceived
from withhold.records.projections.cases import FoundBy


def docket_rows(
    instance: Instance,
    batch: BatchReceived,
    led_by: str,
    at: datetime,
    admitted: Sequence[Admitted],
    corrects: str = "",
) -> tuple[CaseId, ...]:
    """Make the eligible rows of a batch into cases, and return the cases' ids.

    `led_by` is the leaf hash of the batch's own entry. `corrects` is the id of the row of an earlier batch that this
    batch corrects, or "". Call inside the write that records the batch. Raises Stayed if a stay was placed meanwhile.
    """
    hashed = pattern_keys(instance.pack, instance.keyring.blinding, [each.keys for each in admitted])
    made = [
        _docket_row(instance, batch, led_by, at, each, keys, corrects)
        for each, keys in zip(admitted, hashed, strict=True)
    ]
    given = {(use, each.tin) for each, keys in zip(admitted, hashed, strict=True) for use in keys.items()}
    uses = Counter(use for use, _ in given)
    instance.batches.count_uses(batch.agency, uses, at.date())
    return tuple(made)


def _docket_row(
    instance: Instance,
    batch: BatchReceived,
    led_by: str,
    at: datetime,
    row: Admitted,
    keys: Mapping[str, bytes],
    corrects: str,
) -> CaseId:
    case_id = case_id_of(batch.digest, row.row)
    subject = instance.keyring.subject(row.tin)
    earlier = tuple(map(CaseId, [*instance.cases.about(batch.agency, subject), *([corrects] if corrects else [])]))
    agency, digest = AgencyId(batch.agency), BatchDigest(batch.digest)
    docket = commands.Docket(case_id, agency, digest, row.row, row.request, earlier, batch.pack, row.marks, row.path)
    docketed = decide(MACHINE, None, docket)
    require_no_stay(instance, docketed.case)
    instance.recorder.record(Stream(stream_of(case_id), 0, led_by), docketed.events, MACHINE, at, row.tin)
    matter = instance.keyring.matter(row.tin, row.case_key)
    instance.cases.add(docketed.case, FoundBy(subject, matter, keys, text_in(instance.pack, keys)), at)
    return case_id
