"""Reading a log over HTTP or HTTPS."""

import socket
import ssl
import time
from collections.abc import Sequence
from http.client import HTTPResponse, IncompleteRead, RemoteDisconnected
from urllib.error import HTTPError
from urllib.request import Request

from withhold.tlog.errors import LogInterrupted, LogUnavailable, LogUnreachable, Malformed, TileMissing
from withhold.tlog.notes.note import MAX_NOTE_BYTES
from withhold.tlog.stores.deadline import Clock, Deadline
from withhold.tlog.stores.resolving import HostNames
from withhold.tlog.stores.timed_web import FAULTS, in_words, is_web, reason_of, timed_opener
from withhold.tlog.stores.unpacking import Truncated, unpack_gzip
from withhold.tlog.tree.tiles import Tile, is_complete

_GONE = (404, 410)
_PASSING = (408, 429, 500, 502, 503, 504)
"""Statuses that may be different a moment later."""
_REDIRECTS = range(300, 400)
_PACKED = ("gzip", "x-gzip")
_NO_SUCH_HOST = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))


class UrlReader:
    """A LogReader for a log under a URL prefix.

    ``timeout`` limits each wait on the network, and ``total_timeout`` each file, both in seconds. Raises LogUnreachable
    if the prefix is not an http or https URL.
    """

    def __init__(
        self, prefix: str, timeout: float = 30.0, total_timeout: float = 60.0, clock: Clock = time.monotonic
    ) -> None:
        if not is_web(prefix):
            raise LogUnreachable(prefix, "a log is read over http or https, at a port of 1 to 65535 if any")
        self._prefix = prefix.rstrip("/")
        self._timeout, self._total_timeout, self._clock = timeout, total_timeout, clock
        self._names = HostNames()

    def checkpoint(self) -> bytes:
        """Return the latest checkpoint. Raises LogUnreachable."""
        content = self.named("checkpoint")
        if content is None:
            raise LogUnreachable(f"{self._prefix}/checkpoint", "no checkpoint there")
        return content

    def named(self, name: str) -> bytes | None:
        """Return a file that the log publishes under a fixed name, or None. Raises LogUnreachable."""
        content, framed = self._get(name, MAX_NOTE_BYTES)
        if content is not None and not (framed or content.endswith(b"\n") or len(content) > MAX_NOTE_BYTES):
            raise LogInterrupted(f"{self._prefix}/{name}", "the answer is cut short")
        return content

    def read(self, tile: Tile) -> bytes:
        """Return the content of a tile. Raises TileMissing, Malformed or LogUnreachable."""
        content, framed = self._get(tile.path, tile.max_bytes)
        if content is None:
            raise TileMissing(tile.path)
        if len(content) > tile.max_bytes:
            raise Malformed(f"{tile.path}: longer than {tile.max_bytes} bytes")
        if not framed and not is_complete(tile, content):
            raise LogInterrupted(f"{self._prefix}/{tile.path}", "the answer is cut short")
        return content

    def partial_widths(self, tile: Tile) -> Sequence[int]:
        """Return nothing: a web server cannot list its files."""
        return ()

    def _get(self, path: str, cap: int) -> tuple[bytes | None, bool]:
        """Return at most ``cap`` + 1 bytes of a resource, or None if the server answers that it does not exist.

        Also return whether the answer states its length. Without that, an answer may have been cut off when the
        connection ended.
        """
        url = f"{self._prefix}/{path}"
        request = Request(url, headers={"Accept-Encoding": "gzip, identity"})  # noqa: S310 - scheme checked above
        deadline = Deadline(self._total_timeout, self._clock, pause=self._timeout)
        try:
            with timed_opener(deadline, self._names).open(request) as answer:
                return _body(answer, cap, url)
        except HTTPError as fault:
            fault.close()
            if fault.code in _GONE:
                return None, True
            raise _refusal(url, fault.code) from None
        except FAULTS as fault:
            raise _failure(url, reason_of(fault)) from None


def _body(answer: HTTPResponse, cap: int, url: str) -> tuple[bytes, bool]:
    framed = answer.chunked or answer.length is not None
    coding = ", ".join(answer.headers.get_all("Content-Encoding", [])).strip().lower()
    if coding in _PACKED:
        try:
            content, framed = unpack_gzip(answer.read, cap), True
        except Truncated:
            raise LogInterrupted(url, "the answer is cut short") from None
        except Malformed:
            raise LogUnreachable(url, "the answer's gzip encoding is damaged") from None
    elif coding in ("", "identity"):
        content = answer.read(cap + 1)
    else:
        raise LogUnreachable(
            url, "the answer has a content encoding that was not asked for; have the server send it plain, or as gzip"
        )
    if len(content) <= cap and answer.length:  # the library reports this only if all is read
        raise LogInterrupted(url, "the answer is cut short")
    return content, framed


def _refusal(url: str, code: int) -> LogUnreachable:
    if code in _REDIRECTS:
        return LogUnreachable(url, f"the server answers {code}: it redirects in a circle, or to no web page")
    return (LogInterrupted if code in _PASSING else LogUnreachable)(url, f"the server answers {code}")


def _failure(url: str, reason: Exception) -> LogUnreachable:
    if isinstance(reason, TimeoutError):
        return LogUnavailable(url, "too slow: gave up before the answer was there")
    return (LogInterrupted if _may_pass(reason) else LogUnreachable)(url, f"no answer ({in_words(reason)})")


def _may_pass(reason: Exception) -> bool:
    """Whether it is the network's trouble. Otherwise something else than a log's server is there, or nothing."""
    if isinstance(reason, socket.gaierror):
        return reason.errno not in _NO_SUCH_HOST
    if isinstance(reason, ssl.SSLError):
        return isinstance(reason, ssl.SSLEOFError | ssl.SSLZeroReturnError)
    return isinstance(reason, OSError | IncompleteRead | RemoteDisconnected)
