"""One request from a form: the findings of screening before it is filed, and the file of one row that it becomes."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from withhold.casework.checks import require_accredited
from withhold.casework.instance import Instance, case_id_of
from withhold.casework.intake.evidence_file import evidence_rows
from withhold.casework.intake.standing import standing_of
from withhold.casework.intake.uploading import add_part, begin_upload
from withhold.events.codec import read
from withhold.law.pack import Element
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.identifiers import BatchDigest
from withhold.model.limits import column_limit
from withhold.model.vocabulary import Outcome
from withhold.screening import screen
from withhold.screening.judging.alike_people import PEOPLE, PERCENT, alike_sentence
from withhold.screening.passes.cure_file import Cure

ATTESTATION = "sole_use"
_LARGEST_BATCH = 10_000
"""The most rows that a batch may have for one of them to be corrected in a form."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The finding of one element on the request: whether it is met, and what would cure it.

    ``cure`` is that of each check that fails. If other people's texts are alike, it says how many and how alike. For a
    request that is not filled in, it is what the element requires.
    """

    element: str
    title: str
    citation: str
    met: bool
    cure: str
    checks: tuple[str, ...] = ()
    """The ids of the checks that fail."""


@dataclass(frozen=True, slots=True)
class CheckedRequest:
    """What screening finds in a request that is not filed yet."""

    elements: list[Checked]
    notes: list[str]
    """What the reviewers will be told about it, if every element is met. A note changes no outcome."""


def check_request(instance: Instance, actor: Actor, values: Mapping[str, str]) -> CheckedRequest:
    """Return every element's finding on the request, as if it were filed now. Records nothing. Raises Forbidden.

    The findings depend on the request and on the agency's own records, for example its open requests. They never depend
    on the register.
    """
    authorize(actor, commands.FileBatch)
    require_accredited(instance, actor)
    row = pl.DataFrame([_columns(actor, values)], schema=dict.fromkeys(COLUMNS, pl.String))
    screened = screen(
        row, instance.pack, today=instance.now().date(), standing=standing_of(instance, actor.agency, actor.person)
    )
    found = screened.findings.row(0, named=True)
    alike = alike_sentence(found[PEOPLE], found[PERCENT])
    elements = [_finding(element, screened.cures, found["checks"], alike) for element in instance.pack.elements]
    marks = instance.pack.marks_named(found["marks"])
    return CheckedRequest(elements, [f"{mark.title}. {mark.text}" for mark in marks])


def _finding(element: Element, cures: Mapping[str, Cure], failed: Sequence[str], alike: str) -> Checked:
    checks = tuple(check for check in failed if cures[check].element == element.id)
    cure = " ".join(cures[check].text for check in checks) or element.cure
    if any(cures[check].alike for check in checks):
        cure = f"{cure} {alike}"
    return Checked(element.id, element.title, element.citation, not checks, cure, checks)


def empty_request(instance: Instance) -> CheckedRequest:
    """Return the elements for an empty form, with what each requires."""
    elements = instance.pack.elements
    return CheckedRequest(
        [Checked(each.id, each.title, each.citation, met=False, cure=each.cure) for each in elements], []
    )


def file_of_one(
    instance: Instance, actor: Actor, values: Mapping[str, str], corrects: tuple[BatchDigest, int] | None = None
) -> str:
    """Make the request into an uploaded file of one row that waits for its signature. Returns the upload's id.

    `corrects` is the batch and the row that the request corrects. Raises Forbidden, also if that row is not the
    actor's, and Conflict if that row was refused or the request cannot be written as a file.
    """
    if corrects is not None:
        earlier_request(instance, actor, *corrects)
    if not values.get("request_ref", "").strip():
        raise Conflict(Code.REQUEST_REFERENCE_MISSING)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerow(_columns(actor, values))
    content = text.getvalue().encode()
    link = case_id_of(*corrects) if corrects else ""
    upload_id = begin_upload(instance, actor, ".csv", len(content), link)
    add_part(instance, actor, upload_id, 0, io.BytesIO(content), len(content))
    return upload_id


def _columns(actor: Actor, values: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of the row. The signer is the actor. Raises Conflict for a value that no field may have."""
    columns = {name: values.get(name, "").strip() for name in COLUMNS}
    for name, value in columns.items():
        if len(value) > column_limit(name):
            raise Conflict(Code.REQUEST_FIELD_TOO_LONG, field=name, limit=column_limit(name))
        if not value.isprintable():
            raise Conflict(Code.REQUEST_FIELD_CONTROL_CHARACTER, field=name)
    return {**columns, "signer_id": actor.person}


def earlier_request(instance: Instance, actor: Actor, batch: BatchDigest, row: int) -> dict[str, str]:
    """Return the columns of a returned row, for its signer to correct and file again. The attestation is left empty.

    Raises Forbidden if the batch is not the actor's, and in the same way if the row is a case or does not exist. Raises
    Conflict if the row was refused, which is final, or the batch is so large that its rows are corrected in the file.
    """
    authorize(actor, commands.FileBatch)
    require_accredited(instance, actor)
    filed = instance.batches.get(batch)
    if filed is None or (filed.agency, filed.signer) != (actor.agency, actor.person):
        raise Forbidden()
    if filed.rows > _LARGEST_BATCH:
        raise Conflict(Code.REQUEST_BATCH_TOO_LARGE)
    for number, payload in evidence_rows(instance, batch, filed.evidence_path, "row", "payload"):
        if number == row:
            filed_row = read(payload)
            if filed_row["outcome"] != Outcome.RETURNED:
                raise Conflict(Code.REQUEST_REFUSED_ROW)
            request: dict[str, str] = filed_row["request"]
            # The signer attests for each request again, so an attestation is not carried over.
            return {name: "" if name == ATTESTATION else request.get(name, "") for name in COLUMNS}
    raise Forbidden()
