"""Serves an instance's pages for `bench.pages`, with a bare page, and with the number of queries of each answer."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from withhold.cli.instance.serve import _pages
from withhold.cli.serving import address, listen, serve
from withhold.web import application
from withhold.web.application import LazyApplication
from withhold.web.urls import urlpatterns as pages

QUERIES = "X-Queries"
urlpatterns = [re_path("^bare$", lambda request: HttpResponse("bare")), *pages]
handler404 = "withhold.web.middleware.problems.not_found"
handler500 = "withhold.web.middleware.problems.failed"


class Counted:
    """Django middleware: counts the queries of one answer."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        """Answers, and adds a header with the number of queries."""
        count = 0

        def counting(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal count
            count += 1
            return execute(sql, params, many, context)

        with ExitStack() as stack:
            for alias in _aliases():
                stack.enter_context(connections[alias].execute_wrapper(counting))
            response = self._get_response(request)
        response[QUERIES] = str(count)
        return response


def _aliases() -> Iterator[str]:
    return (alias for alias in connections.settings if alias != "default")


def main() -> None:
    """Serve the home named first, on a free port."""
    home = Path(sys.argv[1])
    bound = listen("127.0.0.1", 0)
    print(address(bound), flush=True)

    def made() -> Any:
        application._MIDDLEWARE.insert(0, "bench.page_server.Counted")
        made = _pages(home)
        settings.ROOT_URLCONF = "bench.page_server"
        return made

    serve(LazyApplication(made), bound, "bench pages", 2)


if __name__ == "__main__":
    main()
