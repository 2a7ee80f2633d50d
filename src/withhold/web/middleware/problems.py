"""What is shown where something is wrong: what it is, and what to do; never what was sent."""

from django.http import HttpRequest, HttpResponse

from withhold.web.context import page
from withhold.web.middleware.callers import caller, token_of
from withhold.web.translations import PROBLEMS_IN_SPANISH, words_for


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _problem(request, 400, "This request cannot be read", "Go back, load the page again, and send it anew.")


def forbidden(request: HttpRequest, reason: str = "", exception: Exception | None = None) -> HttpResponse:
    """403: a form that did not come from its own page."""
    return _problem(request, 403, "This form has expired", "Load the page again and send the form anew; allow cookies.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, for what does not exist and for what the caller may not know of alike."""
    return _problem(request, 404, "There is no such page", "Check the address, or begin at the first page.")


def failed(request: HttpRequest) -> HttpResponse:
    """500."""
    return _problem(request, 500, "This could not be done", "Try again in a while; nothing was changed.")


def _problem(request: HttpRequest, status: int, title: str, cure: str) -> HttpResponse:
    if token_of(request):  # the same page, whether it is not there or not theirs
        caller(request)
    words = words_for(request.path)
    if words["lang"] == "es":
        title, cure = PROBLEMS_IN_SPANISH[status]
    return page(request, "problem.html", words, status=status, title=title, cure=cure)
