"""Signing in with a passkey, signing out, and registering passkeys."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.acts.registered_passkeys import FEWEST
from withhold.casework.sign_in.enrolling import enrolling, register, register_with_code, registration_challenge
from withhold.casework.sign_in.signing_in import sign_in, sign_in_challenge, sign_out
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict, Forbidden, WithholdError
from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role
from withhold.sealing.errors import PasskeyRejected
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of, caller, give_token, take_token, token_of
from withhold.web.passkey_forms import assertion_of, registration_of, to_register, to_sign

FIRST_PAGE = {
    Role.SIGNER: "/agency",
    Role.OFFICIAL: "/agency",
    Role.OFFICER: "/review",
    Role.COUNSEL: "/review",
    Role.INSPECTOR: "/oversight",
    Role.STEWARD: "/steward",
}
"""Role -> the first page after sign-in."""
_LONGEST_CODE = 100


def sign_in_page(request: HttpRequest) -> HttpResponseBase:
    """Return the sign-in page, or sign in with the passkey assertion in the form.

    The answer to every fault of a passkey is the same, so that nobody learns whose passkey it is.
    """
    if request.method != "POST":
        actor = caller(request)
        return redirect(first_page(actor)) if actor else page(request, "accounts/sign_in.html")
    try:
        token = sign_in(instance_of(request), assertion_of(request))
    except Conflict as error:
        return page(request, "accounts/sign_in.html", status=409, fault=str(error))
    except (Forbidden, PasskeyRejected):
        return page(request, "accounts/sign_in.html", status=403, fault="This passkey is not registered here.")
    response = redirect("/sign-in")
    give_token(response, token)
    return response


def first_page(actor: Actor) -> str:
    """Return the path of the first page for the actor's role."""
    return FIRST_PAGE.get(actor.role, "/account")


def sign_in_options(request: HttpRequest) -> JsonResponse:
    """Return what a passkey must sign to sign in."""
    return to_sign(request, sign_in_challenge(instance_of(request)), PersonId(""))


def sign_out_now(request: HttpRequest) -> HttpResponseBase:
    """End the session."""
    sign_out(instance_of(request), token_of(request))
    response = redirect("/")
    take_token(response)
    return response


def enroll(request: HttpRequest) -> HttpResponse:
    """Return the enrollment page, or register a passkey with the code in the form. The code is never in a URL."""
    if request.method != "POST":
        return page(request, "accounts/enroll.html")
    try:
        person = register_with_code(instance_of(request), _code(request), registration_of(request))
    except WithholdError as error:
        return page(request, "accounts/enroll.html", status=409, fault=str(error), code=_code(request))
    left = FEWEST - len(instance_of(request).people.passkeys(person))
    return page(request, "accounts/enroll.html", done=True, left=max(0, left), code=_code(request) if left > 0 else "")


def enroll_options(request: HttpRequest) -> JsonResponse:
    """Return what a new passkey must answer.

    If the code is not valid, return that as a problem, so that no authenticator makes a passkey for it.
    """
    instance = instance_of(request)
    try:
        person = enrolling(instance, _code(request))
    except Forbidden as error:
        return JsonResponse({"problem": str(error), "code": error.code}, status=403)
    return to_register(request, registration_challenge(instance, person), person)


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "")[:_LONGEST_CODE]


def account(request: HttpRequest) -> HttpResponseBase:
    """Return the page of one's own passkeys, or register another passkey."""
    instance, actor = instance_of(request), actor_of(request)
    fault = ""
    if request.method == "POST":
        try:
            register(instance, actor, token_of(request), registration_of(request))
            return redirect("/account")
        except WithholdError as error:
            fault = str(error)
    registered = instance.people.passkeys(actor.person)
    content: dict[str, Any] = {
        "role": actor.role.replace("_", " "),
        "held": registered,
        "missing": max(0, FEWEST - len(registered)),
        "known": instance.people.known(actor.person),
    }
    return page(request, "accounts/account.html", status=409 if fault else 200, fault=fault, **content)


def account_options(request: HttpRequest) -> JsonResponse:
    """Return what another passkey of the person who is signed in must answer."""
    person = actor_of(request).person
    return to_register(request, registration_challenge(instance_of(request), person), person)
