"""The headers of every answer. All pages have the same policy."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

ALWAYS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with "no-referrer", a browser would send no origin with a form either
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
}


class Headers:
    """Django middleware that adds the headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the view's answer with the headers."""
        response = self._get_response(request)
        for name, value in ALWAYS.items():
            response[name] = value
        # Nobody may store a page, unless its view set another value.
        response.setdefault("Cache-Control", "no-store")
        return response
