"""Signing in as the synthetic people of a demonstration. Their software authenticators are files in its directory.

An authenticator signs what a person's own passkey would sign, and the signature is verified like any other. The tour
leaves out only the person's touch on a device.
"""

from collections.abc import Mapping
from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.instance import Instance
from withhold.casework.sign_in.signing_in import sign_in, sign_in_challenge
from withhold.casework.subject.accounting import issue_code
from withhold.identity.tins import canonical_tin
from withhold.model.cases.case import State
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import CUSTODIAN, CaseId, PersonId
from withhold.model.vocabulary import Role
from withhold.records.models import Person
from withhold.sealing import base64url
from withhold.sealing.authenticator import SoftwareAuthenticator
from withhold.web.accounts.views import FIRST_PAGE
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of, caller, give_token
from withhold.web.passkey_forms import tour_authenticator
from withhold.web.tour.stops import STOPS, Stop


def tour(request: HttpRequest) -> HttpResponse:
    """Return the page of all stops, with what waits at each now."""
    instance = _demonstration(request)
    here = caller(request)
    waits = _waits(instance.cases.counts())
    stops = [(stop, _people(instance, stop), waits.get(stop.role, "")) for stop in STOPS]
    example = _example_case(instance)
    code = issue_code(instance, example[1], instance.now().year) if example else ""
    return page(request, "tour/tour.html", stops=stops, here=here, code=code, case_id=example[0] if example else "")


def _people(instance: Instance, stop: Stop) -> list[Person]:
    """Return the people of a stop that a visitor can sign in as. They are those with a software authenticator."""
    today = instance.now().date()
    agencies = [CUSTODIAN, *(each.agency_id for each in instance.people.agencies())]
    people = [each for agency in agencies for each in instance.people.all_in_force(stop.role, today, agency)]
    if stop.role is Role.OFFICIAL:  # officials with releases to retrieve come first
        people.sort(key=lambda each: -len(instance.cases.waiting_for(each.person_id)))
    return [each for each in people if tour_authenticator(instance, each.person_id).is_file()][: stop.shown]


def _waits(counts: Mapping[str, int]) -> dict[Role, str]:
    """Return role -> one line about what waits for people in that role."""
    docket = f"On the docket now: {counts.get(State.UNDER_REVIEW, 0)}."
    return {
        Role.OFFICER: docket,
        Role.COUNSEL: docket,
        Role.OFFICIAL: f"Approved, and waiting for their officials: {counts.get(State.APPROVED, 0)}.",
        Role.INSPECTOR: f"Cases so far: {sum(counts.values())}.",
    }


def _example_case(instance: Instance) -> tuple[CaseId, str] | None:
    """Return the id of a case that came far, and the TIN of its synthetic record subject, or None if there is none."""
    for state in (State.RETRIEVED, State.APPROVED, State.UNDER_REVIEW, State.DISPOSED, State.REFUSED):
        for case_id in instance.cases.in_state(state)[:1]:
            return case_id, canonical_tin(instance.case(case_id).request.tin) or ""
    return None


def become(request: HttpRequest, person: PersonId) -> HttpResponseBase:
    """Sign in as one of the demonstration's people."""
    instance = _demonstration(request)
    token = sign_in(instance, _signed(instance, person, sign_in_challenge(instance)))
    known = instance.people.known(person)
    response = redirect(FIRST_PAGE.get(Role(known.role), "/account") if known else "/tour")
    give_token(response, token)
    return response


def assertion(request: HttpRequest) -> JsonResponse:
    """Return the assertion of the software authenticator of the person who is signed in."""
    instance = _demonstration(request)
    try:
        challenge = base64url.decode(request.POST.get("challenge", "")[:200])
    except ValueError:
        raise Conflict(Code.PASSKEY_CHALLENGE_MISSING) from None
    return JsonResponse(asdict(_signed(instance, actor_of(request).person, challenge)))


def _signed(instance: Instance, person: PersonId, challenge: bytes) -> Assertion:
    path = tour_authenticator(instance, person)
    if not path.is_file():
        raise Http404
    return SoftwareAuthenticator(path).sign(
        rp_id=instance.configuration.passkey_domain,
        origin=instance.configuration.passkey_origin,
        challenge=challenge,
        allowed=[base64url.decode(each.credential_id) for each in instance.people.passkeys(person)],
    )


def _demonstration(request: HttpRequest) -> Instance:
    instance = instance_of(request)
    if not instance.demonstration:
        raise Http404
    return instance
