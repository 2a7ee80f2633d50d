"""The pages for problems: what is wrong, and what to do. They never repeat what was sent."""

from django.http import HttpRequest, HttpResponse

from withhold.web.context import page
from withhold.web.middleware.callers import caller, token_of
from withhold.web.translations import words_for


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for status 400: a request that cannot be read."""
    return _problem(request, 400)


def forbidden(request: HttpRequest, reason: str = "", exception: Exception | None = None) -> HttpResponse:
    """Return the page for status 403: a form that did not come from its own page."""
    return _problem(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the page for status 404. It is the same for what does not exist and for what the caller may not see."""
    return _problem(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Return the page for status 500: a failure of the program."""
    return _problem(request, 500)


def _problem(request: HttpRequest, status: int) -> HttpResponse:
    if token_of(request):  # the navigation must be the same whether a page does not exist or is not theirs
        caller(request)
    words = words_for(request.path)
    title, cure = words.problem(status)
    return page(request, "problem.html", words, status=status, title=title, cure=cure)
