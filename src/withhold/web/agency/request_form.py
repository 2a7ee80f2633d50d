"""One request in a form. The form shows which elements are not met as the signer types."""

import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.intake.single_request import check_request, earlier_request, empty_request, file_of_one
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import BatchDigest
from withhold.model.vocabulary import Role
from withhold.screening.contract.described import DESCRIBED
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form with its value.

    ``kind`` is the kind of input: ``text``, ``long``, ``choice``, ``official`` or ``attestation``.
    """

    name: str
    label: str
    hint: str
    value: str
    kind: str = "text"
    choices: tuple[str, ...] = ()


_SHOWN = tuple(name for name in COLUMNS if name != "signer_id")  # the signer is whoever fills the form in
_HINTS = {
    "proceeding": "",
    "sole_use": "The address will be used solely for this proceeding or investigation.",
}
"""Hints for a file's cells that do not fit the form's choices."""


def form(request: HttpRequest) -> HttpResponseBase:
    """Return the form, or make a file of one row from the form that was sent. The file then waits to be signed."""
    instance, actor = instance_of(request), actor_of(request)
    if request.method != "POST":
        return _shown(request, {})
    upload_id = file_of_one(instance, actor, _given(request), _corrects(request))
    return redirect(f"/agency/uploads/{upload_id}")


def correct(request: HttpRequest, batch: BatchDigest, row: str) -> HttpResponse:
    """Return the form, filled with a returned request. It becomes a new request with a reference of its own."""
    found = earlier_request(instance_of(request), actor_of(request), batch, int(row))
    earlier = f"{found['request_ref']} (row {row} of batch {batch[:16]})"
    return _shown(request, {**found, "request_ref": ""}, earlier, f"{batch}:{row}")


def _corrects(request: HttpRequest) -> tuple[BatchDigest, int] | None:
    """Return the batch and row that the form corrects, or None if it corrects none. Raises Conflict on other texts."""
    given = request.POST.get("corrects", "")
    if not given:
        return None
    found = re.fullmatch(r"([0-9a-f]{64}):([0-9]{1,9})", given)
    if found is None:
        raise Conflict(Code.REQUEST_CORRECTED_UNREADABLE)
    return BatchDigest(found[1]), int(found[2])


def check(request: HttpRequest) -> JsonResponse:
    """Return for each element whether the request in the form meets it, and the notes on it."""
    found = check_request(instance_of(request), actor_of(request), _given(request))
    elements = {each.element: {"met": each.met, "cure": each.cure, "checks": each.checks} for each in found.elements}
    return JsonResponse({"elements": elements, "notes": found.notes})


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in COLUMNS}


def _shown(request: HttpRequest, values: dict[str, str], earlier: str = "", corrects: str = "") -> HttpResponse:
    instance, actor = instance_of(request), actor_of(request)
    checked = check_request(instance, actor, values) if values else empty_request(instance)
    officials = instance.people.all_in_force(Role.OFFICIAL, instance.now().date(), actor.agency)
    return page(
        request,
        "agency/request.html",
        fields=[_field(name, values.get(name, "")) for name in _SHOWN],
        officials=officials,
        elements=checked.elements,
        notes=checked.notes,
        earlier=earlier,
        corrects=corrects,
        filled=bool(values),
    )


def _field(name: str, value: str) -> Field:
    column = DESCRIBED[name]
    label, hint = column.label, _HINTS.get(name, column.hint)
    kinds = {"proceeding": "choice", "reason": "long", "official_id": "official", "sole_use": "attestation"}
    choices = column.choices if name == "proceeding" else ()
    return Field(name, label, hint, value, kinds.get(name, "text"), choices)
