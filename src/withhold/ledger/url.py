"""Reading a log over HTTP or HTTPS."""

import zlib
from collections.abc import Sequence
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError
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

from withhold.ledger.errors import LogUnreachable, Malformed, TileMissing
from withhold.ledger.note import MAX_NOTE_BYTES
from withhold.ledger.tiles import Tile

_GONE = (404, 410)
_SCHEMES = ("http", "https")
_GZIP = 16 + zlib.MAX_WBITS


class _Redirects(HTTPRedirectHandler):
    """Follows to http and https only; the library would follow to ftp too."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if not _is_web(newurl):
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class UrlReader:
    """Reads a log under a URL prefix, as a TileReader. ``timeout`` is in seconds, for each wait on the network."""

    def __init__(self, prefix: str, timeout: float = 30.0) -> None:
        if not _is_web(prefix):
            raise LogUnreachable(prefix, "a log is read over http or https")
        self._prefix = prefix.rstrip("/")
        self._timeout = timeout
        self._opener = OpenerDirector()
        for handler in (
            ProxyHandler(),
            HTTPHandler(),
            HTTPSHandler(),
            HTTPDefaultErrorHandler(),
            HTTPErrorProcessor(),
            _Redirects(),
        ):
            self._opener.add_handler(handler)

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
        try:
            with self._opener.open(request, timeout=self._timeout) as answer:
                content: bytes = answer.read(cap + 1)
                if len(content) <= cap and answer.length:  # the library tells of this only where all is read
                    raise LogUnreachable(url, "the answer is cut short")
                packed = answer.headers.get("Content-Encoding") == "gzip"
        except HTTPError as fault:
            fault.close()
            if fault.code in _GONE:
                return None
            raise LogUnreachable(url, f"the server answers {fault.code}") from None
        except (OSError, HTTPException, ValueError) as fault:
            raise LogUnreachable(url, f"no answer ({_why(fault)})") from None
        return _inflate(content, cap, url) if packed else content


def _is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in _SCHEMES and bool(parts.netloc)


def _inflate(content: bytes, cap: int, url: str) -> bytes:
    """Unpack at most ``cap`` + 1 bytes, so that a small answer cannot swell without bound."""
    try:
        return zlib.decompressobj(_GZIP).decompress(content, cap + 1)
    except zlib.error:
        raise LogUnreachable(url, "the answer's gzip encoding is damaged") from None


def _why(fault: Exception) -> str:
    reason = getattr(fault, "reason", fault)
    return str(getattr(reason, "strerror", None) or type(reason).__name__)
