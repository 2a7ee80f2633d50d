"""Stays and contested entries.

One person places a stay, and it takes effect at once. Lifting takes two people. Each of them signs with their passkey.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.acts.signing import new_terms
from withhold.casework.stays.placing import StopsNothing, known_stays, lift_stay, lifting, place_stay, placement
from withhold.casework.subject.contesting import contests
from withhold.model.stays import StayScope
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of
from withhold.web.passkey_forms import to_act, touch_of

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
            confirmed = request.POST.get("confirm_none") == "yes"
            place_stay(instance, actor, scope, value, reason, touch_of(request), confirm_none=confirmed)
        except StopsNothing as stop:
            # The value can be a person's number, so it is returned in the page and never in a URL.
            given = {"scope": scope, "value": value, "reason": reason}
            return page(request, "stays/confirm.html", status=409, given=given, said=str(stop))
        return redirect("/stays")
    asked = request.GET.get("case", "")[:40]
    return page(
        request, "stays/stays.html", stays=known_stays(instance, actor), scopes=list(_LABELS.items()), case=asked
    )


def place_options(request: HttpRequest) -> JsonResponse:
    """Return what a passkey signs before a stay is placed."""
    instance, actor = instance_of(request), actor_of(request)
    scope, value, reason = (request.POST.get(name, "") for name in ("scope", "value", "reason"))
    terms = new_terms(instance)
    return to_act(request, actor, placement(instance, actor, scope, value, reason, terms), terms)


def options(request: HttpRequest, stay_id: str) -> JsonResponse:
    """Return what a passkey signs before a stay is lifted or its lifting is proposed."""
    instance, actor, reason = instance_of(request), actor_of(request), request.POST.get("reason", "")
    return to_act(request, actor, lifting(instance, actor, stay_id, reason))


def lift(request: HttpRequest, stay_id: str) -> HttpResponseBase:
    """Agree to lift a stay. The first person proposes it. A second person lifts it."""
    instance, actor, reason = instance_of(request), actor_of(request), request.POST.get("reason", "")
    lift_stay(instance, actor, stay_id, reason, touch_of(request))
    return redirect("/stays")


def contested(request: HttpRequest) -> HttpResponse:
    """Return the page of contested entries, with what record subjects wrote about them."""
    return page(request, "stays/contests.html", contests=contests(instance_of(request), actor_of(request)))
