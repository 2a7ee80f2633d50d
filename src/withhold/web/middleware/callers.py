"""Who is calling: the session that a request's cookie stands for, and the headers that keep the cookie to itself."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from withhold.casework.sign_in.signing_in import signed_in
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Forbidden
from withhold.records.projections.sessions import LONGEST
from withhold.web.context import desk_of

_LONGEST_TOKEN = 64


def cookie_name() -> str:
    """The session cookie's name: over HTTPS one that browsers take from this host alone."""
    return "__Host-session" if settings.CSRF_COOKIE_SECURE else "session"


def token_of(request: HttpRequest) -> str:
    """The session token that the browser sent, or ""."""
    return request.COOKIES.get(cookie_name(), "")[:_LONGEST_TOKEN]


def caller(request: HttpRequest) -> Actor | None:
    """Who is signed in, looked up once for a request; None for nobody."""
    if not hasattr(request, "withhold_caller"):
        request.withhold_caller = signed_in(desk_of(request), token_of(request))  # type: ignore[attr-defined]
    found: Actor | None = request.withhold_caller  # type: ignore[attr-defined]
    return found


def actor_of(request: HttpRequest) -> Actor:
    """The person who is signed in. Raises Forbidden for nobody: no route that asks is served to them."""
    found = caller(request)
    if found is None:
        raise Forbidden("not permitted")
    return found


def give_token(response: HttpResponseBase, token: str) -> None:
    """Have the browser hold a session's token, out of reach of scripts and of other sites."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(LONGEST.total_seconds()),
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def take_token(response: HttpResponseBase) -> None:
    """Have the browser forget it."""
    response.delete_cookie(cookie_name(), samesite="Strict")
