"""What changed between a returned row and the new request that corrects it.

The figures for inspectors count these: a row that is admitted later although nothing changed in what an element reads
was sound when that element returned it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from withhold.casework.instance import Instance
from withhold.casework.intake.evidence_file import evidence_rows
from withhold.casework.intake.row_work import Admitted
from withhold.events.codec import read
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import WithholdError
from withhold.model.identifiers import AgencyId, CaseId
from withhold.records.projections.batches import MORE, ONLY, SAME
from withhold.screening.judging.element_inputs import element_inputs

_OF_EACH_REQUEST = frozenset(("request_ref", "signer_id"))
"""Cells that differ between two requests whatever they ask for."""


@dataclass(frozen=True, slots=True)
class Refiled:
    """A returned row that was filed again, when its batch was filed, and element → how the request changed."""

    corrected: CaseId
    returned_at: datetime
    changes: Mapping[str, str]


def refiled(instance: Instance, agency: AgencyId, corrects: str, admitted: Sequence[Admitted]) -> Refiled | None:
    """Return what changed since the row that a file of one row corrects.

    `admitted` has the file's row if it is eligible. None if the file corrects no row of the agency, or if that row's
    content was erased since.
    """
    name, _, row = corrects.partition("-")
    batch = instance.batches.named(name) if name else None
    if batch is None or batch.agency != agency:
        return None
    try:
        rows = evidence_rows(instance, batch.digest, batch.evidence_path, "row", "payload")
        found = [payload for number, payload in rows if str(number) == row]
    except WithholdError:  # the batch's content is erased after its retention period
        return None
    if not found:
        return None
    before = read(found[0])
    changed = _changed(before["request"], asdict(admitted[0].request)) if admitted else None
    inputs = element_inputs(instance.pack, about=True)
    unmet = {element: frozenset(inputs[element].columns) for element in before["deficiencies"] if element in inputs}
    every = frozenset[str]().union(*unmet.values())
    changes = {element: "" if changed is None else _change(changed, own, every) for element, own in unmet.items()}
    return Refiled(CaseId(corrects), batch.filed_at, changes)


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str]:
    """Return the columns whose words differ. Letter case and white space do not count."""
    return frozenset(
        name for name in COLUMNS if name not in _OF_EACH_REQUEST and _words(before.get(name)) != _words(after[name])
    )


def _words(cell: str | None) -> list[str]:
    return (cell or "").casefold().split()


def _change(changed: frozenset[str], own: frozenset[str], of_unmet: frozenset[str]) -> str:
    if changed.isdisjoint(own):
        return SAME
    return ONLY if changed <= of_unmet else MORE
