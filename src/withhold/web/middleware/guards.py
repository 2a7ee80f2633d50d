"""What stands before every view: the methods it takes, and who may call it. No view is reached past it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from withhold.casework.sign_in.registered_passkeys import FEWEST
from withhold.web.context import desk_of
from withhold.web.middleware.callers import caller, token_of
from withhold.web.routes import OPEN, Route, View

SIGN_IN, ACCOUNT = "/sign-in", "/account"


def guarded(route: Route) -> View:
    """The view behind its guard. Who may not call it is told that there is no such page."""
    methods = ("HEAD", *route.methods) if "GET" in route.methods else route.methods
    view = _open(route) if route.audience in OPEN else _held(route)
    return require_http_methods(list(methods))(view)


def _open(route: Route) -> View:
    def opened(request: HttpRequest, **named: str) -> HttpResponseBase:
        if token_of(request):  # so that somebody signed in keeps their own navigation
            caller(request)
        return route.view(request, **named)

    return opened


def _held(route: Route) -> View:
    def held(request: HttpRequest, **named: str) -> HttpResponseBase:
        actor = caller(request)
        if actor is None:
            return _asked_to_sign_in(request)
        if actor.role not in route.audience:
            raise Http404
        if not route.enrolling and len(desk_of(request).people.passkeys(actor.person)) < FEWEST:
            return redirect(ACCOUNT)
        return route.view(request, **named)

    return held


def _asked_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A page sends its visitor to sign in; a form or a script is told that the session has ended."""
    if request.method in ("GET", "HEAD") and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate":
        return redirect(SIGN_IN)
    return HttpResponse("You are signed out. Sign in again.\n", status=401, content_type="text/plain; charset=utf-8")
