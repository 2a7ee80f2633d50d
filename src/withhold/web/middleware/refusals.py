"""Turning the errors of use cases into pages with their message.

The message can be shown, because no message of withhold contains anything about a person.
"""

import logging
from collections.abc import Callable

from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from withhold.ledger.log_errors import error_of_log
from withhold.messages.catalogs import has
from withhold.model.errors import Code, Conflict, Fault, Forbidden, TemporarilyUnable, Unreadable, WithholdError
from withhold.model.full_disk import disk_full
from withhold.records.database import is_passing, unable
from withhold.sealing.errors import PasskeyRejected
from withhold.tlog.errors import LogError
from withhold.web.context import page
from withhold.web.middleware.problems import not_found
from withhold.web.translations import ENGLISH, words_for

logger = logging.getLogger("django.request")

_STATUS: tuple[tuple[type[WithholdError], int], ...] = (
    (Conflict, 409),
    (Unreadable, 422),
    (PasskeyRejected, 403),
    (Fault, 500),
    (TemporarilyUnable, 503),
)


class Refusals:
    """Django middleware that answers for a view that raised one of withhold's errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Return the view's answer."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for an error, or the same as JSON for a script, which asks for JSON.

        Returns None if the error is not one of withhold's. Django then answers with the page for status 500.
        """
        if disk_full(exception):  # a page does not name the path of the disk, which only the operator should see
            logger.error("the disk is full", exc_info=exception)
            exception = TemporarilyUnable(Code.MACHINE_SERVER_DISK_FULL)
        elif isinstance(exception, Error) and is_passing(exception):
            exception = unable(exception)
        elif isinstance(exception, LogError):
            exception = error_of_log(exception)
        if not isinstance(exception, WithholdError):
            return None
        status = 404 if isinstance(exception, Forbidden) else status_of(exception)
        if request.headers.get("Accept", "") == "application/json":
            return JsonResponse(_refusal(exception, status), status=status)
        if status == 404:
            return not_found(request)
        words = words_for(request.path)
        title, cure = words.refusal(status)
        said = str(exception) if words.language == "en" else _translated(exception, words.language) or cure
        return page(request, "refused.html", words, status=status, title=title, said=said)


def _refusal(error: WithholdError, status: int) -> dict[str, str]:
    """Return what a script gets. Something forbidden looks like something that does not exist, so it has no code."""
    if status == 404:
        return {"problem": f"{ENGLISH.problem(status)[0]}."}
    return {"problem": str(error), "code": error.code.value}


def _translated(error: WithholdError, language: str) -> str:
    """Return the message in that language, or "" if it has none. Then the page explains the status alone."""
    if not has(error.code, language):
        return ""
    return error.message(language)


def status_of(error: WithholdError) -> int:
    """Return the HTTP status for an error, for example 409 for a Conflict."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)
