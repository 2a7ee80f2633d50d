"""Asking over HTTP or HTTPS so that every exchange ends in time.

The library's timeout is for each wait on the network: a server that sends a byte now and then can hold a reader for
ever, even within the headers. Here each wait is cut to what is left of the whole.
"""

from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPMessage, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from socket import socket
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Clock = Callable[[], float]
"""Seconds since any moment, never going back: `time.monotonic`."""

_SCHEMES = ("http", "https")


def is_web(url: str) -> bool:
    """Whether this is an http or https URL with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc)


def timed_opener(seconds: float, clock: Clock) -> OpenerDirector:
    """An opener for one question: it raises TimeoutError when it has no answer, redirects included, after `seconds`.

    Follows redirects to http and https only, a few of them.
    """
    end = clock() + seconds
    opener = OpenerDirector()
    for handler in (
        ProxyHandler(),
        _Http(end, clock),
        _Https(end, clock),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


class _Redirects(HTTPRedirectHandler):
    """Follows to http and https only; the library would follow to ftp too."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        return super().redirect_request(req, fp, code, msg, headers, newurl) if is_web(newurl) else None


class _Http(HTTPHandler):
    def __init__(self, end: float, clock: Clock) -> None:
        super().__init__()
        self._timed = partial(_timed, HTTPConnection, end, clock)

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._timed, req)


class _Https(HTTPSHandler):
    def __init__(self, end: float, clock: Clock) -> None:
        super().__init__()
        self._timed = partial(_timed, HTTPSConnection, end, clock)

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._timed, req)


def _timed(kind: type[HTTPConnection], end: float, clock: Clock, host: str, **rest: Any) -> HTTPConnection:
    """A connection whose answers are read in time."""
    left = _left(end, clock)
    connection = kind(host, **{**rest, "timeout": min(rest["timeout"], left)})

    def respond(plug: socket, **more: Any) -> HTTPResponse:
        return HTTPResponse(cast(socket, _Plug(plug, end, clock)), **more)

    connection.response_class = respond  # type: ignore[assignment]  # called, never inherited from
    return connection


def _left(end: float, clock: Clock) -> float:
    left = end - clock()
    if left <= 0:
        raise TimeoutError
    return left


class _Plug:
    """All that a response takes of a socket."""

    def __init__(self, plug: socket, end: float, clock: Clock) -> None:
        self._plug, self._end, self._clock = plug, end, clock

    def makefile(self, mode: str) -> BufferedReader:
        return BufferedReader(_Timed(self._plug, self._end, self._clock))


class _Timed(RawIOBase):
    """A socket's bytes; each wait is no longer than what is left of the whole."""

    def __init__(self, plug: socket, end: float, clock: Clock) -> None:
        self._plug, self._end, self._clock = plug, end, clock
        self._raw = plug.makefile("rb", buffering=0)
        self._wait = plug.gettimeout() or float("inf")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int | None:
        self._plug.settimeout(min(self._wait, _left(self._end, self._clock)))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
