"""A WSGI application (PEP 3333) that serves a log as static files (C2SP tlog-tiles), and nothing else.

A path has one spelling. For example, ``/tile/0/000`` is a tile, and ``/tile/0/0`` is not found. Any static web server
can serve the directory instead. The headers that it should send are in `withhold.tlog.stores.storing`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING

from withhold.tlog.errors import LogUnreachable, Malformed, TileMissing
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.note import parse_note
from withhold.tlog.stores.reading import LogReader
from withhold.tlog.stores.storing import CHECKPOINT, NAMED_HEADERS, TILE_HEADERS
from withhold.tlog.tree.tiles import Tile

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

_METHODS = ("GET", "HEAD")
_TEXT = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
_ALWAYS = {
    "Access-Control-Allow-Origin": "*",  # a page anywhere may verify a public log
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class _Answer:
    status: HTTPStatus
    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: _TEXT)


_NOTHING_THERE = _Answer(HTTPStatus.NOT_FOUND, b"no such file\n")
_NOT_NOW = _Answer(HTTPStatus.SERVICE_UNAVAILABLE, b"the log cannot be read now\n")
_OTHER_METHOD = _Answer(HTTPStatus.METHOD_NOT_ALLOWED, b"GET and HEAD only\n", {**_TEXT, "Allow": ", ".join(_METHODS)})


class LogFiles:
    """A WSGI application that serves one log under its root."""

    def __init__(self, source: LogReader) -> None:
        self._source = source

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
        method = environ["REQUEST_METHOD"]
        answer = self._answer(environ.get("PATH_INFO", "")) if method in _METHODS else _OTHER_METHOD
        headers = {**answer.headers, **_ALWAYS}
        if answer.status is HTTPStatus.OK:
            headers["ETag"] = f'"{sha256(answer.body).hexdigest()[:32]}"'
            if _knows(environ.get("HTTP_IF_NONE_MATCH", ""), headers["ETag"]):
                del headers["Content-Type"]
                start_response("304 Not Modified", list(headers.items()))
                return []
        headers["Content-Length"] = str(len(answer.body))
        start_response(f"{answer.status.value} {answer.status.phrase}", list(headers.items()))
        return [] if method == "HEAD" else [answer.body]

    def _answer(self, path: str) -> _Answer:
        name = path.removeprefix("/")
        try:
            return self._named(name) if name in NAMED_HEADERS else self._tile(name)
        except TileMissing:
            return _NOTHING_THERE
        except (LogUnreachable, Malformed):
            return _NOT_NOW

    def _named(self, name: str) -> _Answer:
        content = self._source.named(name)
        return _NOTHING_THERE if content is None else _Answer(HTTPStatus.OK, content, NAMED_HEADERS[name])

    def _tile(self, path: str) -> _Answer:
        try:
            tile = Tile.parse(path)
        except Malformed:
            return _NOTHING_THERE
        # A tile that the published checkpoint does not cover could still change, and caches keep a tile for a year.
        if tile.end > self._published():
            return _NOTHING_THERE
        return _Answer(HTTPStatus.OK, self._source.read(tile), TILE_HEADERS)

    def _published(self) -> int:
        """Return the number of entries that the published checkpoint covers. Raises Malformed if it cannot be read."""
        note = self._source.named(CHECKPOINT)
        return 0 if note is None else Checkpoint.parse(parse_note(note).text).size


def _knows(asked: str, tag: str) -> bool:
    """Whether the If-None-Match header ``asked`` names the entity tag.

    Source: RFC 9110, section 13.1.2, with weak comparison.
    """
    return asked.strip() == "*" or tag in (each.strip().removeprefix("W/") for each in asked.split(","))
