"""The WSGI application of one instance: pages, static files, and the files of the log under ``/log/``."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from whitenoise import WhiteNoise

from withhold.casework.instance import Instance
from withhold.casework.intake.uploading import PART
from withhold.casework.opening.instance import secret_of_pages
from withhold.model.vocabulary import Role
from withhold.web.context import Links, serve_instance
from withhold.web.log_files import LogFiles
from withhold.web.middleware.failures import write_failures
from withhold.web.routes import Link, Route, navigation
from withhold.web.tour.stops import guide

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_HERE = Path(__file__).parent
_LOG = "/log"
_FORM_MAX = 64 * 1024
LARGEST_BODY = PART + _FORM_MAX
"""The largest body, in bytes, of a request to the pages. It is a part of an uploaded file, with room for its form."""
_SWITCH = 0.0005
"""Seconds after which a thread gives way to another. Python's default is ten times that."""
_MIDDLEWARE = [
    "withhold.web.middleware.headers.Headers",
    "django.middleware.common.CommonMiddleware",  # it refuses requests to other hosts
    "django.middleware.csrf.CsrfViewMiddleware",
    "withhold.web.middleware.refusals.Refusals",
]
_AUDIENCES = "public", "subject", "accounts", "agency", "review", "oversight", "stays", "steward", "tour", "founding"


def application(instance: Instance, hosts: list[str], *, secure: bool) -> "WSGIApplication":
    """Return the application.

    `hosts` are the host names that it answers to, for example ``["disclosures.example.gov", "localhost"]``. `secure` is
    true if people reach it by HTTPS only.
    """
    # The thread that has the write lock must not wait behind every page that is being rendered.
    sys.setswitchinterval(_SWITCH)
    secret = secret_of_pages(instance.keyring.blind)
    configure_pages(secret, hosts, secure=secure, urls="withhold.web.urls", middleware=_MIDDLEWARE)
    write_failures()
    from withhold.web.urls import ROUTES

    serve_instance(instance, _links(ROUTES, demonstration=instance.demonstration), guide)
    return _Split(with_static_files(), LogFiles(instance.sequencer.store))


def with_static_files() -> "WSGIApplication":
    """Return Django's application, as it is configured now, with the static files."""
    static: WSGIApplication = WhiteNoise(WSGIHandler(), root=_HERE / "static", prefix="static/", max_age=3600)
    return static


def _links(routes: tuple[Route, ...], *, demonstration: bool) -> Links:
    """Return a function from a role to its navigation. The navigation of each role is made once."""
    about, tour = Link("/en/accounting", "About me"), Link("/tour", "Tour")
    visitor = [*navigation(routes, None), about, *([tour] if demonstration else [])]
    by_role = {role: [*([tour] if demonstration else []), *navigation(routes, role)] for role in Role}
    return lambda role: by_role[role] if role else visitor


def configure_pages(
    secret: str,
    hosts: list[str],
    *,
    secure: bool,
    urls: str,
    middleware: list[str],
    csrf_failure: str = "withhold.web.middleware.problems.forbidden",
) -> None:
    """Set Django's settings for pages. An operator cannot change them: `home.toml` has other settings."""
    settings.SECRET_KEY = secret
    settings.DEBUG = False
    settings.ALLOWED_HOSTS = hosts
    settings.ROOT_URLCONF = urls
    settings.MIDDLEWARE = middleware
    settings.TEMPLATES = [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [_HERE / "templates", *(_HERE / each / "templates" for each in _AUDIENCES)],
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "builtins": ["withhold.web.middleware.filters"],
            },
        }
    ]
    settings.CSRF_COOKIE_NAME = "__Host-form" if secure else "form"
    settings.CSRF_COOKIE_SECURE = secure
    settings.CSRF_COOKIE_HTTPONLY = True
    settings.CSRF_COOKIE_SAMESITE = "Strict"
    settings.CSRF_COOKIE_AGE = None
    settings.CSRF_FAILURE_VIEW = csrf_failure
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if secure else None
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = _FORM_MAX
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
    settings.FILE_UPLOAD_HANDLERS = []
    settings.USE_I18N = False
    settings.APPEND_SLASH = False


class _Split:
    """A WSGI application that sends the log's paths to the log, and all others to the pages."""

    def __init__(self, pages: "WSGIApplication", log: LogFiles) -> None:
        self._pages, self._log = pages, log

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path.startswith(f"{_LOG}/"):
            return self._log({**environ, "PATH_INFO": path.removeprefix(_LOG)}, start_response)
        return self._pages(environ, start_response)


class LazyApplication:
    """A WSGI application that is made at the first request, in the process that answers it.

    gunicorn forks its worker processes, and the threads of Polars do not exist in a fork. An instance that was opened
    before the fork would wait for those threads and never answer.
    """

    def __init__(self, make: "Callable[[], WSGIApplication]") -> None:
        self._make, self._lock = make, Lock()
        self._made: WSGIApplication | None = None

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        with self._lock:
            if self._made is None:
                self._made = self._make()
        return self._made(environ, start_response)
