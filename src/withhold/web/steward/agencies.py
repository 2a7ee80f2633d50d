"""Agencies: which may ask, and how their safeguards stand."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.accrediting import accredit_agency, assess_safeguards
from withhold.casework.signing_in import challenge_anew, confirm
from withhold.casework.standing import safeguards_good
from withhold.model import commands
from withhold.model.accreditation import Agency
from withhold.model.errors import Conflict
from withhold.model.limits import require_text
from withhold.model.permissions import authorise
from withhold.web.callers import actor_of
from withhold.web.passkey_forms import assertion_of, to_sign
from withhold.web.surroundings import desk_of, page

_ID = re.compile(r"[A-Za-z0-9._-]{1,80}")
PURPOSE = "steward"


def overview(request: HttpRequest) -> HttpResponse:
    """Every agency, with its standing."""
    desk = desk_of(request)
    authorise(actor_of(request), commands.Accredit)
    agencies = [(each, safeguards_good(desk, each.agency_id)) for each in desk.people.agencies()]
    return page(request, "steward/agencies.html", agencies=agencies)


def options(request: HttpRequest) -> JsonResponse:
    """What the steward's passkey signs before anything is changed."""
    actor = actor_of(request)
    return to_sign(request, challenge_anew(desk_of(request), actor, PURPOSE), actor.person)


def confirmed(request: HttpRequest) -> None:
    """Hold the steward to a passkey signed just now. Raises Conflict or PasskeyRejected."""
    confirm(desk_of(request), actor_of(request), assertion_of(request), PURPOSE)


def accredit(request: HttpRequest) -> HttpResponseBase:
    """Accredit an agency, its safeguards as assessed."""
    confirmed(request)
    agency = Agency(
        id=identifier(request, "id"),
        name=required(request, "name"),
        address=required(request, "address"),
        safeguards_good=request.POST.get("good") == "yes",
        safeguard_note=required(request, "note"),
    )
    accredit_agency(desk_of(request), actor_of(request), agency)
    return redirect("/steward")


def assess(request: HttpRequest, agency: str) -> HttpResponseBase:
    """Record how an agency's safeguards stand. It bears on open cases at their next step."""
    confirmed(request)
    good = request.POST.get("good") == "yes"
    assess_safeguards(desk_of(request), actor_of(request), agency, good, required(request, "note"))
    return redirect("/steward")


def required(request: HttpRequest, name: str) -> str:
    """A field that must say something. Raises Conflict, naming the field."""
    value = request.POST.get(name, "").strip()
    if not value or not value.isprintable():
        raise Conflict(f"{name}: fill in this field, on one line")
    require_text(name, value)
    return value


def identifier(request: HttpRequest, name: str) -> str:
    """An id: it stands in addresses and on the ledger. Raises Conflict, naming the field."""
    value = request.POST.get(name, "").strip()
    if not _ID.fullmatch(value):
        raise Conflict(f"{name}: letters, digits, dots, hyphens and underscores, at most 80")
    return value
