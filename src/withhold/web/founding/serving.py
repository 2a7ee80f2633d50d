"""The WSGI application of an instance that is not founded yet. Once it is, the same process serves its pages."""

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from withhold.casework.opening.draft import finish_founding, is_draft
from withhold.casework.opening.instance import Environment, pages_secret
from withhold.records.database import close
from withhold.web.application import configure_pages, with_static_files
from withhold.web.founding.views import serve_founding
from withhold.web.middleware.failures import write_failures

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_MIDDLEWARE = [
    "withhold.web.middleware.headers.Headers",
    "django.middleware.common.CommonMiddleware",  # it refuses requests to other hosts
    "django.middleware.csrf.CsrfViewMiddleware",
]


class FoundingApplication:
    """A WSGI application that serves the founding page until the instance is founded, and `make()` after that."""

    def __init__(
        self, home: Path, world: Environment, hosts: list[str], make: "Callable[[], WSGIApplication]", *, secure: bool
    ) -> None:
        instance = finish_founding(home, world)
        if instance is not None:
            close(instance.alias)
        self._home, self._make, self._lock = home, make, Lock()
        configure_pages(
            pages_secret(home),
            hosts,
            secure=secure,
            urls="withhold.web.founding.urls",
            middleware=_MIDDLEWARE,
            csrf_failure="withhold.web.founding.views.refused",
        )
        write_failures()
        serve_founding(home, world)
        self._founding = with_static_files()
        self._pages: WSGIApplication | None = None

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        with self._lock:
            if self._pages is None and not is_draft(self._home):
                self._pages = self._make()
        return (self._pages or self._founding)(environ, start_response)
