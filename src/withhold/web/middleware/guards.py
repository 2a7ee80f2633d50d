"""The guard in front of every view. It checks the method and the person who calls.

`web.urls` puts it around the view of every route.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from withhold.casework.acts.registered_passkeys import FEWEST
from withhold.web.context import instance_of
from withhold.web.middleware.callers import caller, token_of
from withhold.web.routes import OPEN, Route, View

SIGN_IN, ACCOUNT = "/sign-in", "/account"


def guarded(route: Route) -> View:
    """Return the view of a route with a guard around it.

    A person who may not call it gets the same page as if it did not exist.
    """
    methods = ("HEAD", *route.methods) if "GET" in route.methods else route.methods
    view = _open(route) if route.audience in OPEN else _signed_in_only(route)
    return require_http_methods(list(methods))(view)


def _open(route: Route) -> View:
    def opened(request: HttpRequest, **named: str) -> HttpResponseBase:
        if token_of(request):  # a person who is signed in keeps their own navigation on public pages
            caller(request)
        return route.view(request, **named)

    return opened


def _signed_in_only(route: Route) -> View:
    def checked(request: HttpRequest, **named: str) -> HttpResponseBase:
        actor = caller(request)
        if actor is None:
            return _asked_to_sign_in(request)
        if actor.role not in route.audience:
            raise Http404
        if not route.enrolling and len(instance_of(request).people.passkeys(actor.person)) < FEWEST:
            return redirect(ACCOUNT)
        return route.view(request, **named)

    return checked


def _asked_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Return a redirect to the sign-in page for a page, or status 401 for a form or a script."""
    if request.method in ("GET", "HEAD") and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        return redirect(SIGN_IN)
    return HttpResponse("You are signed out. Sign in again.\n", status=401, content_type="text/plain; charset=utf-8")
