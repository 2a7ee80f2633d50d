"""A web server of a log for tests. It can give lies, failures, drips and endless answers in place of a file."""

import gzip
import socket
import threading
import zlib
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

GZIP = {"Content-Encoding": "gzip"}


class Server(ThreadingHTTPServer):
    """Serve a log's directory. For a path in `odd`, its function gives the answer instead."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, log: Path, odd: dict[str, Callable[["Handler"], None]]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.log, self.odd, self.asked = log, odd, count()

    def handle_error(self, *_: object) -> None: ...  # clients that hang up are expected here

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        if self.path in self.server.odd:
            self.server.odd[self.path](self)
            return
        self.file(self.path)

    def file(self, path: str) -> None:
        found = self.server.log / path.lstrip("/")
        if found.is_file():
            self.answer(200, found.read_bytes())
        else:
            self.answer(404, b"")

    def answer(self, code: int, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(code)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def unending(self, piece: bytes, pause: float = 0.0) -> None:
        """Send bytes until the client hangs up or the test is over."""
        stopped = threading.Event()
        with suppress(OSError):
            while not stopped.wait(pause):
                self.wfile.write(piece)


def another_file(path: str) -> Callable[[Handler], None]:
    return lambda handler: handler.file(path)


def missing(handler: Handler) -> None:
    handler.answer(404, b"")


def broken(handler: Handler) -> None:
    handler.answer(500, b"")


def page(handler: Handler) -> None:
    handler.answer(200, b"<html><body>It works!</body></html>")


def cut_short(handler: Handler) -> None:
    handler.answer(200, b"abc", length=18_000)


def content(handler: Handler) -> bytes:
    return (handler.server.log / handler.path.lstrip("/")).read_bytes()


def until_closed(handler: Handler, body: bytes, **headers: str) -> None:
    """Send an answer that ends when the connection does."""
    handler.send_response(200)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def unsaid(handler: Handler) -> None:
    until_closed(handler, content(handler))


def cut_short_unsaid(handler: Handler) -> None:
    until_closed(handler, content(handler)[:-1])


def packed(handler: Handler) -> None:
    handler.answer(200, gzip.compress(content(handler), 0), **GZIP)


def packed_in_pieces(handler: Handler) -> None:
    whole = content(handler)
    members = [gzip.compress(whole[at : at + 40]) for at in range(0, len(whole), 40)]
    until_closed(handler, gzip.compress(b"") + b"".join(members), **GZIP)


def packed_and_chunked(handler: Handler) -> None:
    whole = gzip.compress(content(handler))
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: X-GZIP\r\n\r\n")
    for at in range(0, len(whole), 50):
        piece = whole[at : at + 50]
        handler.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
    handler.wfile.write(b"0\r\n\r\n")


def cut_gzip(handler: Handler) -> None:
    whole = gzip.compress(content(handler))
    handler.answer(200, whole[:-9], len(whole), **GZIP)


def cut_gzip_unsaid(handler: Handler) -> None:
    until_closed(handler, gzip.compress(content(handler))[:-9], **GZIP)


def no_gzip(handler: Handler) -> None:
    handler.answer(200, b"", **GZIP)


def not_packed(handler: Handler) -> None:
    handler.answer(200, content(handler), **GZIP)


def many_members(handler: Handler) -> None:
    handler.answer(200, gzip.compress(b"") * 100_000, **GZIP)


def another_encoding(handler: Handler) -> None:
    handler.answer(200, content(handler), **{"Content-Encoding": "br"})


def deflated(handler: Handler) -> None:
    handler.answer(200, zlib.compress(content(handler)), **{"Content-Encoding": "deflate"})


def twice_packed(handler: Handler) -> None:
    handler.answer(200, gzip.compress(gzip.compress(content(handler))), **{"Content-Encoding": "gzip, gzip"})


def dripping_redirect(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 302 Found\r\nX: ")
    handler.unending(b"y", 0.05)


def cut_chunk(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nabc")


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.unending(bytes(1 << 16))


def endless_chunks(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    handler.unending(b"10000\r\n" + bytes(1 << 16) + b"\r\n")


def endless_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    handler.unending(b"X: y\r\n" * 1000)


def dripping(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "18000")
    handler.end_headers()
    handler.unending(b"\0", 0.05)


def dripping_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    handler.unending(b"y", 0.05)


def silent(handler: Handler) -> None:
    handler.unending(b"", 0.05)


def circle(handler: Handler) -> None:
    handler.answer(302, b"", Location=handler.path)


def far(handler: Handler) -> None:
    handler.answer(302, b"", Location=f"/{next(handler.server.asked)}")


def reset(handler: Handler) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    handler.connection.close()


def nonsense(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0-nothing\r\n")
