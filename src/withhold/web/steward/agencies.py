"""Agencies: which ones may ask, and whether their safeguards are good."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.accreditation.accrediting import accredit_agency, assess_safeguards
from withhold.casework.capacity import safeguards_good
from withhold.casework.sign_in.signing_in import challenge_anew, confirm
from withhold.model.cases import commands
from withhold.model.cases.permissions import authorize
from withhold.model.identifiers import AgencyId
from withhold.model.people.accreditation import Agency
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of
from withhold.web.passkey_forms import assertion_of, to_sign

PURPOSE = "steward"


def overview(request: HttpRequest) -> HttpResponse:
    """Return the page of all agencies, with whether their safeguards are good."""
    instance = instance_of(request)
    authorize(actor_of(request), commands.Accredit)
    agencies = [(each, safeguards_good(instance, each.agency_id)) for each in instance.people.agencies()]
    return page(request, "steward/agencies.html", agencies=agencies)


def options(request: HttpRequest) -> JsonResponse:
    """Return what the steward's passkey signs before something is changed."""
    actor = actor_of(request)
    return to_sign(request, challenge_anew(instance_of(request), actor, PURPOSE), actor.person)


def confirmed(request: HttpRequest) -> None:
    """Verify that the steward signed this step with a passkey just now. Raises Conflict or PasskeyRejected."""
    confirm(instance_of(request), actor_of(request), assertion_of(request), PURPOSE)


def accredit(request: HttpRequest) -> HttpResponseBase:
    """Accredit an agency, with the assessment of its safeguards."""
    confirmed(request)
    agency = Agency(
        id=AgencyId(request.POST.get("id", "").strip()),
        name=request.POST.get("name", "").strip(),
        address=request.POST.get("address", "").strip(),
        safeguards_good=request.POST.get("good") == "yes",
        safeguard_note=request.POST.get("note", ""),
    )
    accredit_agency(instance_of(request), actor_of(request), agency)
    return redirect("/steward")


def assess(request: HttpRequest, agency: AgencyId) -> HttpResponseBase:
    """Record whether an agency's safeguards are good. Open cases are affected at their next step."""
    confirmed(request)
    good = request.POST.get("good") == "yes"
    assess_safeguards(instance_of(request), actor_of(request), agency, good, request.POST.get("note", ""))
    return redirect("/steward")
