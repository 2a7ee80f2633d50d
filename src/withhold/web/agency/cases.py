"""A request that became a case: its status, its receipts, and what its signer and its named official may do."""

import json
from base64 import b64encode
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.parties.answers import answer, case_of_party
from withhold.casework.parties.receipts import case_receipts
from withhold.casework.releasing import retrieve
from withhold.casework.review.acting import act, draft
from withhold.casework.sign_in.signing_in import challenge_anew, confirm
from withhold.model.cases import commands
from withhold.model.cases.case import State
from withhold.model.cases.disposal import Manner, parse_manner
from withhold.model.cases.permissions import PERMISSIONS, authorize
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import CaseId
from withhold.model.vocabulary import Role
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of
from withhold.web.passkey_forms import assertion_of, to_act, to_sign, touch_of
from withhold.web.receipt_archive import receipt_archive

MANNERS = {
    Manner.RETURNED: "It was returned to the custodian",
    Manner.DESTROYED: "It was destroyed, with every copy",
}


def case(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Return the page with what the agency may know of the request, and with the next steps."""
    instance, actor = instance_of(request), actor_of(request)
    said = json.loads(answer(instance, actor, case_id))
    found = case_of_party(instance, actor, case_id)
    handed = instance.cases.get(case_id)
    retrieved = handed.retrieved_at if handed else None
    return page(
        request,
        "agency/case.html",
        said=said,
        batch=found.batch,
        may_withdraw=actor.role is Role.SIGNER and found.state in PERMISSIONS[commands.Withdraw].states,
        may_retrieve=actor.role is Role.OFFICIAL and found.state in PERMISSIONS[commands.Release].states,
        may_dispose=actor.role is Role.OFFICIAL and found.state in PERMISSIONS[commands.CertifyDisposal].states,
        due=retrieved + timedelta(days=instance.configuration.disposal_days) if retrieved else None,
        recalled=found.state is State.RECALLED,
        manners=MANNERS,
    )


def receipts(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Return a ZIP file with every receipt that the person is entitled to."""
    return receipt_archive(case_id, case_receipts(instance_of(request), actor_of(request), case_id))


def withdraw_options(request: HttpRequest, case_id: CaseId) -> JsonResponse:
    """Return what the signer's passkey signs before a request is withdrawn."""
    actor, withdraw = actor_of(request), commands.Withdraw(request.POST.get("reason", ""))
    return to_act(request, actor, draft(instance_of(request), actor, case_id, withdraw))


def withdraw(request: HttpRequest, case_id: CaseId) -> HttpResponseBase:
    """Withdraw a request."""
    withdraw = commands.Withdraw(request.POST.get("reason", ""))
    act(instance_of(request), actor_of(request), case_id, withdraw, touch_of(request))
    return redirect(f"/agency/cases/{case_id}")


def retrieve_options(request: HttpRequest, case_id: CaseId) -> JsonResponse:
    """Return what the official's passkey signs before something is read from the register."""
    instance, actor = instance_of(request), actor_of(request)
    authorize(actor, commands.Release)
    case_of_party(instance, actor, case_id)
    return to_sign(request, challenge_anew(instance, actor, _purpose(case_id)), actor.person)


def retrieve_now(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Retrieve the release, and return a page in which the official opens or saves it. It happens once."""
    instance, actor = instance_of(request), actor_of(request)
    case_of_party(instance, actor, case_id)
    confirm(instance, actor, assertion_of(request), _purpose(case_id))
    release = retrieve(instance, actor, case_id)
    sealed = b64encode(release.sealed).decode()
    return page(request, "agency/retrieved.html", case_id=case_id, sealed=sealed, filename=f"{case_id}.sealed")


def _purpose(case_id: CaseId) -> str:
    return f"retrieve\n{case_id}"


def dispose_options(request: HttpRequest, case_id: CaseId) -> JsonResponse:
    """Return what the official's passkey signs to certify a disposal."""
    actor = actor_of(request)
    return to_act(request, actor, draft(instance_of(request), actor, case_id, _disposal(request)))


def dispose(request: HttpRequest, case_id: CaseId) -> HttpResponseBase:
    """Certify that what was handed over was returned or destroyed."""
    act(instance_of(request), actor_of(request), case_id, _disposal(request), touch_of(request))
    return redirect(f"/agency/cases/{case_id}")


def _disposal(request: HttpRequest) -> commands.CertifyDisposal:
    """Return the certificate in the form. Raises Conflict if it is not certified."""
    if request.POST.get("certified") != "yes":
        raise Conflict(Code.DISPOSAL_NOT_CERTIFIED)
    return commands.CertifyDisposal(parse_manner(request.POST.get("manner", "")))
