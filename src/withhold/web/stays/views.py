"""Stays: one person places one in one step, and it bites at once; lifting takes two, each with their passkey."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.contesting import contests
from withhold.casework.signing_in import challenge_anew, confirm
from withhold.casework.stays import known_stays, lift_stay, place_stay
from withhold.model.errors import Conflict
from withhold.records.stays import SCOPES
from withhold.web.callers import actor_of
from withhold.web.passkey_forms import assertion_of, to_sign
from withhold.web.surroundings import desk_of, page

_LONGEST = 4000
_LABELS = {
    "everything": "Everything",
    "agency": "An agency",
    "official": "A named official",
    "case": "A case",
    "subject": "A person, by SSN or ITIN",
}


def stays(request: HttpRequest) -> HttpResponseBase:
    """Every stay, and placing one."""
    desk, actor = desk_of(request), actor_of(request)
    if request.method == "POST":
        given = request.POST
        place_stay(desk, actor, given.get("scope", ""), given.get("value", "").strip()[:160], _reason(request))
        return redirect("/stays")
    scopes = [(each, _LABELS[each]) for each in SCOPES]
    asked = request.GET.get("case", "")[:40]
    return page(request, "stays/stays.html", stays=known_stays(desk, actor), scopes=scopes, case=asked)


def options(request: HttpRequest, stay_id: str) -> JsonResponse:
    """What a passkey signs before a stay is lifted, or its lifting proposed."""
    actor = actor_of(request)
    return to_sign(request, challenge_anew(desk_of(request), actor, _purpose(stay_id)), actor.person)


def lift(request: HttpRequest, stay_id: str) -> HttpResponseBase:
    """Agree to lift a stay: the first proposes, the second, another person, lifts."""
    desk, actor, reason = desk_of(request), actor_of(request), _reason(request)
    confirm(desk, actor, assertion_of(request), _purpose(stay_id))
    lift_stay(desk, actor, stay_id, reason)
    return redirect("/stays")


def contested(request: HttpRequest) -> HttpResponse:
    """What people say against entries about themselves."""
    return page(request, "stays/contests.html", contests=contests(desk_of(request), actor_of(request)))


def _reason(request: HttpRequest) -> str:
    reason = request.POST.get("reason", "").strip()
    if not reason or len(reason) > _LONGEST:
        raise Conflict(f"give the reason, in at most {_LONGEST} characters")
    return reason


def _purpose(stay_id: str) -> str:
    return f"lift\n{stay_id}"
