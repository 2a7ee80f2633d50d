"""The person who makes a request, from the session in its cookie, and the cookie itself."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from withhold.casework.sign_in.signing_in import signed_in
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Forbidden
from withhold.records.projections.sessions import LONGEST
from withhold.web.context import instance_of

_LONGEST_TOKEN = 64


def cookie_name() -> str:
    """Return the name of the session cookie.

    Over HTTPS it begins with ``__Host-``. Browsers accept a cookie with that prefix from this host only (RFC 6265bis).
    """
    return "__Host-session" if settings.CSRF_COOKIE_SECURE else "session"


def token_of(request: HttpRequest) -> str:
    """Return the session token that the browser sent, or ""."""
    return request.COOKIES.get(cookie_name(), "")[:_LONGEST_TOKEN]


def caller(request: HttpRequest) -> Actor | None:
    """Return the person who is signed in, or None. The session is looked up once for each request."""
    if not hasattr(request, "withhold_caller"):
        request.withhold_caller = signed_in(instance_of(request), token_of(request))  # type: ignore[attr-defined]
    found: Actor | None = request.withhold_caller  # type: ignore[attr-defined]
    return found


def actor_of(request: HttpRequest) -> Actor:
    """Return the person who is signed in. Raises Forbidden if nobody is."""
    found = caller(request)
    if found is None:
        raise Forbidden()
    return found


def give_token(response: HttpResponseBase, token: str) -> None:
    """Set the session cookie. Scripts cannot read it, and other sites cannot make the browser send it."""
    response.set_cookie(
        cookie_name(),
        token,
        max_age=int(LONGEST.total_seconds()),
        secure=settings.CSRF_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def take_token(response: HttpResponseBase) -> None:
    """Delete the session cookie."""
    response.delete_cookie(cookie_name(), samesite="Strict")
