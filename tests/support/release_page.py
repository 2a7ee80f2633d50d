"""The part of a page that opens a release, served on loopback with the headers of every page, and nothing else."""

import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.template import Context, Engine
from playwright.sync_api import BrowserContext, Page

import withhold.web
from withhold.web.middleware.headers import ALWAYS

_WEB = Path(withhold.web.__file__).parent
_PART = Engine().from_string((_WEB / "agency/templates/agency/open_release.html").read_text(encoding="utf-8"))
_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The release</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/static/site/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/uswds/css/uswds.min.css"><link rel="stylesheet" href="/static/site/site.css">
<script type="module" src="/static/site/open-release.js"></script></head><body><main class="usa-section">
<div class="grid-container usa-prose"><h1>The release</h1>{part}</div></main></body></html>"""


@dataclass(slots=True)
class ReleasePage:
    """Shows the sealed bytes it was given last, and notes what it is asked."""

    address: str
    sealed: bytes = b""
    filename: str = "case-0001.sealed"
    asked: list[str] = field(default_factory=list)

    def html(self) -> str:
        context = Context({"sealed": b64encode(self.sealed).decode(), "filename": self.filename})
        return _PAGE.replace("{part}", _PART.render(context))

    def answer(self, path: str) -> tuple[str, bytes] | None:
        """Content type and content."""
        self.asked.append(path)
        file = _WEB / path.removeprefix("/")
        if path == "/":
            return _TYPES[".html"], self.html().encode()
        return (_TYPES[file.suffix], file.read_bytes()) if file.suffix in _TYPES and file.is_file() else None


@contextmanager
def release_page() -> Iterator[ReleasePage]:
    """The page, on a port of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        page = ReleasePage(f"http://localhost:{server.server_port}")
        server.RequestHandlerClass = _handler(page)  # type: ignore[assignment]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield page
        server.shutdown()
        thread.join()


@contextmanager
def quiet_page(context: BrowserContext) -> Iterator[Page]:
    """A page on which a message on the console, such as of the policy broken, is a failure."""
    page, said = context.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    page.close()
    assert said == []


def _handler(page: ReleasePage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = page.answer(self.path)
            self.send_response(200 if found else 404)
            for name, value in ALWAYS.items():
                self.send_header(name, value)
            self.send_header("Content-Type", found[0] if found else "text/plain")
            self.end_headers()
            self.wfile.write(found[1] if found else b"")

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at what was asked."""

    return Handler
