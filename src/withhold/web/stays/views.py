"""Stays and contested entries.

One person places a stay, and it takes effect at once. Lifting takes two people, each with their passkey.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.sign_in.signing_in import challenge_anew, confirm
from withhold.casework.stays.placing import StopsNothing, known_stays, lift_stay, place_stay
from withhold.casework.subject.contesting import contests
from withhold.model.stays import StayScope
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of
from withhold.web.passkey_forms import assertion_of, to_sign

_LABELS = {
    StayScope.EVERYTHING: "Everything",
    StayScope.AGENCY: "An agency",
    StayScope.OFFICIAL: "A named official",
    StayScope.CASE: "A case",
    StayScope.SUBJECT: "A person, by SSN or ITIN",
}


def stays(request: HttpRequest) -> HttpResponseBase:
    """Return the page of all stays, or place the stay in the form.

    A stay that would stop nothing now is placed only after a page that asks to confirm it.
    """
    instance, actor = instance_of(request), actor_of(request)
    if request.method == "POST":
        scope, value, reason = (request.POST.get(name, "") for name in ("scope", "value", "reason"))
        try:
            place_stay(instance, actor, scope, value, reason, confirm_none=request.POST.get("confirm_none") == "yes")
        except StopsNothing as stop:
            # The value can be a person's number, so it is returned in the page and never in a URL.
            given = {"scope": scope, "value": value, "reason": reason}
            return page(request, "stays/confirm.html", status=409, given=given, said=str(stop))
        return redirect("/stays")
    asked = request.GET.get("case", "")[:40]
    return page(
        request, "stays/stays.html", stays=known_stays(instance, actor), scopes=list(_LABELS.items()), case=asked
    )


def options(request: HttpRequest, stay_id: str) -> JsonResponse:
    """Return what a passkey signs before a stay is lifted or its lifting is proposed."""
    actor = actor_of(request)
    return to_sign(request, challenge_anew(instance_of(request), actor, _purpose(stay_id)), actor.person)


def lift(request: HttpRequest, stay_id: str) -> HttpResponseBase:
    """Agree to lift a stay. The first person proposes it. A second person lifts it."""
    instance, actor, reason = instance_of(request), actor_of(request), request.POST.get("reason", "")
    confirm(instance, actor, assertion_of(request), _purpose(stay_id))
    lift_stay(instance, actor, stay_id, reason)
    return redirect("/stays")


def contested(request: HttpRequest) -> HttpResponse:
    """Return the page of contested entries, with what record subjects wrote about them."""
    return page(request, "stays/contests.html", contests=contests(instance_of(request), actor_of(request)))


def _purpose(stay_id: str) -> str:
    return f"lift\n{stay_id}"
