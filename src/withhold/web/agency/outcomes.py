"""The results of an agency's requests: an overview, a batch, and the files of its answer."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from withhold.casework.instance import Instance
from withhold.casework.intake.answer_files import DIRECTORY, RECEIPT, refused_rows
from withhold.casework.parties.answers import describe_state
from withhold.casework.publication.proving import batch_receipt
from withhold.law.pack import Check, RulePack
from withhold.model.cases.case import State
from withhold.model.identifiers import BatchDigest, CaseId
from withhold.model.vocabulary import Role
from withhold.records.models import Batch, CaseIndex
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of

_SHOWN = 100
"""Lines of a list at most. The files of the answer contain all of them."""
_FILES = {
    "cure.csv": "What is not met in each row, and how to fix it",
    "summary.json": "The figures",
    "report.html": "The figures as a page to print",
    "findings.parquet": "Every row's outcome",
    RECEIPT: "The receipt, which proves offline that the batch is on the ledger",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A request in a list, as the agency may know it."""

    case_id: CaseId
    request_ref: str
    status: str
    meaning: str


@dataclass(frozen=True, slots=True)
class CureLine:
    """A line of cure.csv. ``problem`` is the title of the check that the row fails, or ""."""

    row: str
    request_ref: str
    element: str
    problem: str
    cure: str


def overview(request: HttpRequest) -> HttpResponse:
    """Return the page of one's own requests, with the latest first."""
    instance, actor = instance_of(request), actor_of(request)
    if actor.role is Role.OFFICIAL:
        return page(request, "agency/official.html", cases=_lines(instance.cases.of_official(actor.person, _SHOWN)))
    return page(
        request,
        "agency/signer.html",
        uploads=[each for each in instance.uploads.of(actor.person, 10) if each.state != "filed"],
        batches=instance.batches.of_signer(actor.person, _SHOWN),
        cases=_lines(instance.cases.of_signer(actor.person, _SHOWN)),
    )


def _lines(rows: Sequence[CaseIndex]) -> list[Line]:
    return [Line(CaseId(each.case_id), each.request_ref, *describe_state(State(each.state))) for each in rows]


def batch(request: HttpRequest, batch: BatchDigest) -> HttpResponse:
    """Return the page of a batch: its figures, its deficiencies, the first of its returned rows, and its cases."""
    found, answers = _own(request, batch)
    instance = instance_of(request)
    summary = json.loads((answers / "summary.json").read_bytes()) if answers.is_dir() else None
    counts = summary["by_element"].items() if summary else ()
    failed = summary.get("by_check", {}) if summary else {}
    elements = [
        (instance.pack.element(each), count, [(check, failed[check.id]) for check in _failed(instance, each, failed)])
        for each, count in sorted(counts, key=lambda item: -item[1])
        if count
    ]
    marked = summary.get("by_mark", {}) if summary else {}
    cures = _cures(answers, instance.pack)
    return page(
        request,
        "agency/batch.html",
        batch=found,
        causes=summary.get("file_causes", []) if summary else [],
        elements=elements,
        marks=[
            (mark, marked[mark.id]) for mark in instance.pack.marks_named([each for each in marked if marked[each]])
        ],
        cures=cures,
        refused={str(row) for row in refused_rows(answers, {int(line.row) for line in cures})},
        files=_FILES if summary else {},
        cases=_lines(instance.cases.of_batch(batch)[:_SHOWN]),
        shown=_SHOWN,
    )


def _failed(instance: Instance, element: str, counts: Mapping[str, int]) -> list[Check]:
    """Return the checks of an element that rows fail."""
    return [check for check in instance.pack.element(element).checks if counts.get(check.id)]


def _cures(answers: Path, pack: RulePack) -> list[CureLine]:
    """Return the first lines of cure.csv. An answer of an earlier version names no check."""
    try:
        with (answers / "cure.csv").open(encoding="utf-8", newline="") as file:
            lines = list(islice(csv.DictReader(file), _SHOWN))
    except OSError:
        return []
    titles = {check.id: check.title for _, check in pack.checks}
    return [
        CureLine(each["row"], each["request_ref"], each["element"], titles.get(each.get("check", ""), ""), each["cure"])
        for each in lines
    ]


def answer_file(request: HttpRequest, batch: BatchDigest, name: str) -> HttpResponseBase:
    """Return one of the files of a batch's answer as a download. Raises Conflict for a receipt that has to wait."""
    _, answers = _own(request, batch)
    path, filename = answers / name, f"{batch[:16]}-{name}"
    if name == RECEIPT and answers.is_dir():
        content = BytesIO(batch_receipt(instance_of(request), batch).encode())
        return FileResponse(content, as_attachment=True, filename=filename)
    if name not in _FILES or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=filename)


def _own(request: HttpRequest, batch: BatchDigest) -> tuple[Batch, Path]:
    """Return the signer's own batch and the directory of its answer.

    Raises Http404 if the batch is another signer's, and also if it does not exist.
    """
    instance, actor = instance_of(request), actor_of(request)
    found = instance.batches.get(batch)
    if found is None or (found.agency, found.signer) != (actor.agency, actor.person):
        raise Http404
    return found, instance.home / DIRECTORY / batch[:16]
