"""Reading a log over HTTP or HTTPS."""

import time
import zlib
from collections.abc import Sequence
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import Request

from withhold.ledger.errors import LogInterrupted, LogUnreachable, Malformed, TileMissing
from withhold.ledger.note import MAX_NOTE_BYTES
from withhold.ledger.tiles import Tile
from withhold.ledger.timed_web import Clock, is_web, timed_opener

_GONE = (404, 410)
_PASSING = (408, 429, 500, 502, 503, 504)
"""Answers that may be another in a moment."""
_REDIRECTS = range(300, 400)
_GZIP = 16 + zlib.MAX_WBITS


class UrlReader:
    """Reads a log under a URL prefix, as a LogReader.

    ``timeout`` is in seconds, for each wait on the network; ``patience`` for each file as a whole.
    """

    def __init__(
        self, prefix: str, timeout: float = 30.0, patience: float = 60.0, clock: Clock = time.monotonic
    ) -> None:
        if not is_web(prefix):
            raise LogUnreachable(prefix, "a log is read over http or https")
        self._prefix = prefix.rstrip("/")
        self._timeout, self._patience, self._clock = timeout, patience, clock

    def checkpoint(self) -> bytes:
        """The latest checkpoint. Raises LogUnreachable."""
        content = self._get("checkpoint", MAX_NOTE_BYTES)
        if content is None:
            raise LogUnreachable(f"{self._prefix}/checkpoint", "no checkpoint there")
        return content

    def named(self, name: str) -> bytes | None:
        """What the log publishes under a name of its own; None where there is nothing. Raises LogUnreachable."""
        return self._get(name, MAX_NOTE_BYTES)

    def read(self, tile: Tile) -> bytes:
        """The content of a tile. Raises TileMissing, Malformed or LogUnreachable."""
        content = self._get(tile.path, tile.max_bytes)
        if content is None:
            raise TileMissing(f"{tile.path}: missing")
        if len(content) > tile.max_bytes:
            raise Malformed(f"{tile.path}: longer than {tile.max_bytes} bytes")
        return content

    def partial_widths(self, tile: Tile) -> Sequence[int]:
        """None: a web server is not asked for lists."""
        return ()

    def _get(self, path: str, cap: int) -> bytes | None:
        """At most ``cap`` + 1 bytes of a resource; None where the server says that there is no such thing."""
        url = f"{self._prefix}/{path}"
        request = Request(url, headers={"Accept-Encoding": "gzip, identity"})  # noqa: S310 - scheme checked above
        opener = timed_opener(self._patience, self._clock)
        try:
            with opener.open(request, timeout=self._timeout) as answer:
                content: bytes = answer.read(cap + 1)
                if len(content) <= cap and answer.length:  # the library tells of this only where all is read
                    raise LogInterrupted(url, "the answer is cut short")
                packed = answer.headers.get("Content-Encoding") == "gzip"
        except HTTPError as fault:
            fault.close()
            if fault.code in _GONE:
                return None
            raise _refusal(url, fault.code) from None
        except (OSError, HTTPException, ValueError) as fault:
            raise _failure(url, getattr(fault, "reason", fault)) from None
        return _inflate(content, cap, url) if packed else content


def _refusal(url: str, code: int) -> LogUnreachable:
    if code in _REDIRECTS:
        return LogUnreachable(url, f"the server answers {code}: it redirects in a circle, or to no web page")
    return (LogInterrupted if code in _PASSING else LogUnreachable)(url, f"the server answers {code}")


def _failure(url: str, reason: object) -> LogUnreachable:
    if isinstance(reason, TimeoutError):
        return LogUnreachable(url, "too slow: gave up before the answer was there")
    why = getattr(reason, "strerror", None) or type(reason).__name__
    return LogInterrupted(url, f"no answer ({why})")


def _inflate(content: bytes, cap: int, url: str) -> bytes:
    """Unpack at most ``cap`` + 1 bytes, so that a small answer cannot swell without bound."""
    try:
        return zlib.decompressobj(_GZIP).decompress(content, cap + 1)
    except zlib.error:
        raise LogUnreachable(url, "the answer's gzip encoding is damaged") from None
