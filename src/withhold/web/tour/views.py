"""Becoming the synthetic people of a demonstration, whose software authenticators are files of its home.

They sign what a person's own passkey would sign, and it is verified as any other signature is: the tour leaves out the
person's touch, which no demonstration has, and nothing else.
"""

from dataclasses import asdict, dataclass

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.desk import Desk
from withhold.casework.signing_in import sign_in, sign_in_challenge
from withhold.model.determination import Assertion
from withhold.model.errors import Conflict
from withhold.model.words import Role
from withhold.sealing import base64url
from withhold.sealing.authenticator import SoftwareAuthenticator
from withhold.web.accounts.views import FIRST_PAGE
from withhold.web.callers import actor_of, give_token
from withhold.web.passkey_forms import tour_authenticator
from withhold.web.surroundings import desk_of, page


@dataclass(frozen=True, slots=True)
class Stop:
    """A role of the tour: what its people do, and some of them."""

    role: Role
    title: str
    says: str
    shown: int = 1


_STOPS = (
    Stop(Role.SIGNER, "Signer", "Asks, in the agency's name: one request in a form, or a file of them."),
    Stop(Role.OFFICER, "Disclosure officer", "Reads one dossier at a time, decides, and signs.", 2),
    Stop(Role.COUNSEL, "Disclosure counsel", "Decides the same case, blind to the officer.", 2),
    Stop(Role.OFFICIAL, "Named official", "Retrieves an approved release, once, and opens it with their own key.", 3),
    Stop(Role.INSPECTOR, "Inspector", "Sees everything, places stays, and checks the ledger.", 2),
    Stop(Role.STEWARD, "Steward", "Accredits people and agencies; decides nothing.", 2),
)


def tour(request: HttpRequest) -> HttpResponse:
    """The stops, in the order of a request's way."""
    desk = _demonstration(request)
    today = desk.now().date()
    agencies = ["", *(each.agency_id for each in desk.people.agencies())]
    stops = []
    for stop in _STOPS:
        people = [each for agency in agencies for each in desk.people.all_in_force(stop.role, today, agency)]
        if stop.role is Role.OFFICIAL:  # those whom something waits for come first
            people.sort(key=lambda each: -len(desk.cases.waiting_for(each.person_id)))
        held = [each for each in people if tour_authenticator(desk, each.person_id).is_file()]
        stops.append((stop, held[: stop.shown]))
    return page(request, "tour/tour.html", stops=stops)


def become(request: HttpRequest, person: str) -> HttpResponseBase:
    """Sign in as one of the demonstration's people."""
    desk = _demonstration(request)
    token = sign_in(desk, _signed(desk, person, sign_in_challenge(desk)))
    known = desk.people.known(person)
    response = redirect(FIRST_PAGE.get(Role(known.role), "/account") if known else "/tour")
    give_token(response, token)
    return response


def assertion(request: HttpRequest) -> JsonResponse:
    """What the software authenticator of the person who is signed in signs."""
    desk = _demonstration(request)
    try:
        challenge = base64url.decode(request.POST.get("challenge", "")[:200])
    except ValueError:
        raise Conflict("no challenge was sent") from None
    return JsonResponse(asdict(_signed(desk, actor_of(request).person, challenge)))


def _signed(desk: Desk, person: str, challenge: bytes) -> Assertion:
    path = tour_authenticator(desk, person)
    if not path.is_file():
        raise Http404
    return SoftwareAuthenticator(path).sign(
        rp_id=desk.configuration.passkey_domain,
        origin=desk.configuration.passkey_origin,
        challenge=challenge,
        allowed=[base64url.decode(each.credential_id) for each in desk.people.passkeys(person)],
    )


def _demonstration(request: HttpRequest) -> Desk:
    desk = desk_of(request)
    if not desk.configuration.demonstration:
        raise Http404
    return desk
