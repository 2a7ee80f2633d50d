"""The witness as a WSGI application (PEP 3333), with one prefix for submission and monitoring (C2SP tlog-witness.md).

- ``POST /add-checkpoint`` cosigns a checkpoint.
- ``GET /<SHA-256 of the origin, in hex>/checkpoint`` returns the latest checkpoint that was cosigned.
- ``GET /`` returns a plain page with the witness's key, the logs it knows and what it cosigned of each.
"""

from collections.abc import Iterable
from hashlib import sha256
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, cast

from withhold.tlog.notes.cosignature import format_time
from withhold.tlog.witnesses.protocol import MAX_REQUEST_BYTES, SIZE_TYPE, Refused
from withhold.witness.cosigner import Cosigner
from withhold.witness.store import StoreRefused

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PLAIN = "text/plain; charset=utf-8"
Answer = tuple[HTTPStatus, bytes, dict[str, str]]
_NOTHING_THERE: Answer = (HTTPStatus.NOT_FOUND, b"no such page\n", {})
_MAX_DIGITS = 19


class Application:
    """The WSGI application. Every answer is one that the protocol allows, and none shows a stack trace."""

    def __init__(self, cosigner: Cosigner) -> None:
        self._cosigner = cosigner
        self._monitored = {f"/{sha256(origin.encode()).hexdigest()}/checkpoint": origin for origin in cosigner.logs}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request, as WSGI requires."""
        status, body, headers = self._answer(environ)
        fixed = {"Content-Length": str(len(body)), "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        line = f"{status.value} {status.phrase}"
        start_response(line, list({"Content-Type": PLAIN, **headers, **fixed}.items()))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

    def _answer(self, environ: "WSGIEnvironment") -> Answer:
        path, method = environ.get("PATH_INFO", ""), environ["REQUEST_METHOD"]
        if path in self._monitored or path == "/":
            allowed: tuple[str, ...] = ("GET", "HEAD")
        elif path == "/add-checkpoint":
            allowed = ("POST",)
        else:
            return _NOTHING_THERE
        if method not in allowed:
            return HTTPStatus.METHOD_NOT_ALLOWED, b"not by this method\n", {"Allow": ", ".join(allowed)}
        try:
            if method == "POST":
                return HTTPStatus.OK, self._cosigner.add_checkpoint(_body(environ)), {}
            if path == "/":
                return HTTPStatus.OK, self._page().encode(), {}
            latest = self._cosigner.latest(self._monitored[path])
            return _NOTHING_THERE if latest is None else (HTTPStatus.OK, latest, {})
        except Refused as refused:
            return _refusal(refused)
        except StoreRefused:
            return HTTPStatus.SERVICE_UNAVAILABLE, b"the witness cannot store anything now\n", {}

    def _page(self) -> str:
        lines = ["witness of transparency logs (c2sp.org/tlog-witness)", f"vkey {self._cosigner.key}", ""]
        lines += [f"knows {origin}" for origin in sorted(self._cosigner.logs)]
        for each in self._cosigner.known():
            lines.append(
                f"cosigned {each.origin} at {format_time(each.time)}: {each.size} entries, root {each.root.hex()}"
            )
            if each.disputes:
                lines.append(
                    f"WARNING {each.origin}: signed {each.disputes} checkpoints of another history; the proofs are kept"
                )
        return "".join(f"{line}\n" for line in lines)


def _body(environ: "WSGIEnvironment") -> bytes:
    """Return the whole body. Raises Refused: before reading, if the stated length is wrong or too large."""
    stated = environ.get("CONTENT_LENGTH") or ""
    if stated and not (stated.isascii() and stated.isdigit()):
        raise Refused(400, "request: its length is no number")
    if len(stated) > _MAX_DIGITS or (stated and int(stated) > MAX_REQUEST_BYTES):
        raise Refused(413, f"request: longer than {MAX_REQUEST_BYTES} bytes")
    if environ.get("HTTP_CONTENT_ENCODING", "identity") != "identity":
        raise Refused(415, "request: its content is encoded")
    body = cast(IO[bytes], environ["wsgi.input"]).read(int(stated) if stated else MAX_REQUEST_BYTES + 1)
    if len(body) > MAX_REQUEST_BYTES:
        raise Refused(413, f"request: longer than {MAX_REQUEST_BYTES} bytes")
    if stated and len(body) != int(stated):
        raise Refused(400, "request: cut short")
    return body


def _refusal(refused: Refused) -> Answer:
    status = HTTPStatus(refused.status)
    if refused.known is not None:
        return status, f"{refused.known}\n".encode(), {"Content-Type": SIZE_TYPE}
    return status, f"{refused}\n".encode(), {}
