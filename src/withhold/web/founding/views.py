"""The founding page: a founder registers passkeys with a code, reads the statement, and signs it with a touch."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from withhold.casework.opening.draft import (
    Draft,
    read_draft,
    register_founder,
    set_registration_challenge,
    sign_statement,
)
from withhold.casework.opening.instance import Environment
from withhold.events.founding_file import founding_digest, grouped
from withhold.model.authority.founding import FEWEST_PASSKEYS
from withhold.model.errors import WithholdError
from withhold.records.database import close
from withhold.sealing import base64url
from withhold.tlog.errors import LogError
from withhold.web.founding.statement_parts import statement_parts
from withhold.web.passkey_forms import assertion_of, registration_of
from withhold.web.translations import ENGLISH

_LONGEST_CODE = 100


@dataclass(frozen=True, slots=True)
class Served:
    """The instance directory whose founding is served, and what comes from outside it."""

    home: Path
    world: Environment


_served: list[Served] = []


def serve_founding(home: Path, world: Environment) -> None:
    """Set the one directory whose founding this process serves."""
    _served[:] = [Served(home, world)]


def founding_page(request: HttpRequest) -> HttpResponse:
    """Return the page: who has registered, the statement once everybody has, and who has signed."""
    return _page(request)


def register(request: HttpRequest) -> HttpResponse:
    """Register a passkey with the code in the form. The code is never in a URL."""
    served = _served[0]
    try:
        founder = register_founder(served.home, _code(request), registration_of(request), served.world)
    except WithholdError as error:
        return _page(request, status=409, fault=str(error), code=_code(request))
    if founder.registered:
        return _page(request, said=f"{founder.name}, your passkeys are registered.")
    said = f"{founder.name}, the first passkey is registered. Now the second, on another authenticator."
    return _page(request, said=said, code=_code(request))


def register_options(request: HttpRequest) -> JsonResponse:
    """Return what a new passkey must answer, or why the code cannot register one."""
    served = _served[0]
    try:
        founder, challenge = set_registration_challenge(served.home, _code(request), served.world)
    except WithholdError as error:
        return _problem(error)
    held = [each["credential_id"] for each in founder.passkeys]
    return JsonResponse({**_options(challenge), "person": founder.person, "held": held})


def sign(request: HttpRequest) -> HttpResponseBase:
    """Record a founder's signature of the statement. The last one founds the instance."""
    served = _served[0]
    try:
        founder, instance = sign_statement(served.home, assertion_of(request), served.world)
    except (WithholdError, LogError) as error:
        return _page(request, status=409, fault=str(error))
    if instance is None:
        return _page(request, said=f"{founder.name}, your signature is recorded.")
    close(instance.alias)
    assert instance.founding is not None
    digest, log = grouped(founding_digest(instance.founding)), str(instance.trust.keys[0])
    return _rendered(request, "founding/founded.html", instance.configuration.custodian, digest=digest, log=log)


def sign_options(request: HttpRequest) -> JsonResponse:
    """Return what a founder's passkey must sign: the digest of the statement."""
    try:
        draft = read_draft(_served[0].home)
        statement = draft.require_statement()
    except WithholdError as error:
        return _problem(error)
    allowed = [each["credential_id"] for founder in draft.founders for each in founder.passkeys]
    return JsonResponse({**_options(founding_digest(statement)), "allowed": allowed})


def elsewhere(request: HttpRequest, **_: Any) -> HttpResponseBase:
    """Return the way to the founding page. Until it is founded, an instance has no other."""
    return redirect("/")


def refused(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Return the page for a request that cannot be read, or a form that did not come from this page."""
    title, cure = ENGLISH.problem(403)
    return _rendered(request, "problem.html", "", status=403, title=title, cure=cure)


def failed(request: HttpRequest) -> HttpResponse:
    """Return the page for status 500: a failure of the program."""
    title, cure = ENGLISH.problem(500)
    return _rendered(request, "problem.html", "", status=500, title=title, cure=cure)


def _page(request: HttpRequest, *, status: int = 200, **content: Any) -> HttpResponse:
    draft = read_draft(_served[0].home)
    statement = draft.statement()
    if statement is not None:
        content |= {"parts": statement_parts(statement), "digest": grouped(founding_digest(statement))}
    content |= {"founders": [_progress(draft, each.person) for each in draft.founders]}
    return _rendered(request, "founding/founding.html", draft.configuration.custodian, status=status, **content)


def _rendered(
    request: HttpRequest, template: str, custodian: str, *, status: int = 200, **content: Any
) -> HttpResponse:
    around = {"custodian": custodian or "withhold", "words": ENGLISH, "navigation": [], "founding": True}
    return render(request, template, {**around, **content}, status=status)


def _progress(draft: Draft, person: str) -> dict[str, object]:
    founder = next(each for each in draft.founders if each.person == person)
    state = f"{len(founder.passkeys)} of {FEWEST_PASSKEYS} passkeys"
    if founder.registered:
        state = "Signed" if founder.signature else "Registered"
    return {"name": founder.name, "person": founder.person, "role": founder.role.value, "state": state}


def _options(challenge: bytes) -> dict[str, object]:
    configuration = read_draft(_served[0].home).configuration
    return {
        "challenge": base64url.encode(challenge),
        "domain": configuration.passkey_domain,
        "custodian": configuration.custodian or configuration.origin,
        "tour": "",
    }


def _problem(error: WithholdError) -> JsonResponse:
    return JsonResponse({"problem": str(error), "code": error.code}, status=409)


def _code(request: HttpRequest) -> str:
    return request.POST.get("code", "")[:_LONGEST_CODE]
