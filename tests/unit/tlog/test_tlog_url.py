"""Against a real web server on this machine."""

import gzip
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from withhold.tlog.errors import LogUnreachable, Malformed, TileMissing
from withhold.tlog.stores.url import UrlReader
from withhold.tlog.tree.tiles import Tile
from withhold.tlog.verify import verify_log

COVERS = (
    "withhold.tlog.stores.timed_web",
    "withhold.tlog.stores.unpacking",
    "withhold.tlog.stores.url",
    "withhold.tlog.verify",
)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None: ...


class Odd(BaseHTTPRequestHandler):
    """Answers as servers should not, or need not."""

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        name = self.path.strip("/").split("/")[0]
        getattr(self, name)()

    def answer(self, code: int, body: bytes, **headers: str) -> None:
        self.send_response(code)
        for key, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def gone(self) -> None:
        self.answer(410, b"")

    def broken(self) -> None:
        self.answer(500, b"")

    def packed(self) -> None:
        self.answer(200, gzip.compress(b"x" * 8192), Content_Encoding="gzip")

    def bomb(self) -> None:
        self.answer(200, gzip.compress(bytes(5_000_000)), Content_Encoding="gzip")

    def damaged(self) -> None:
        self.answer(200, b"not gzip", Content_Encoding="gzip")

    def large(self) -> None:
        self.answer(200, bytes(9000))

    def short(self) -> None:
        self.answer(200, b"abc", Content_Length="8192")

    def there(self) -> None:
        self.answer(302, b"", Location="/packed")

    def away(self) -> None:
        self.answer(302, b"", Location="ftp://127.0.0.1/tile/0/000")

    def nowhere(self) -> None:
        self.answer(302, b"", Location="http://[")


@pytest.fixture
def serve() -> Iterator:
    servers = []

    def start(handler) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_whole_log_is_verified_over_http(make_log, serve, world):
    log = make_log(600, 100)
    prefix = serve(partial(Quiet, directory=str(log.path)))
    reader = UrlReader(prefix + "/")
    assert verify_log(reader, world.trust(), world.check).head == log.verified
    assert list(reader.partial_widths(Tile(0, 0))) == []
    with pytest.raises(TileMissing, match="tile/0/009"):
        reader.read(Tile(0, 9))


def test_no_checkpoint(tmp_path, serve):
    with pytest.raises(LogUnreachable, match="no checkpoint there"):
        UrlReader(serve(partial(Quiet, directory=str(tmp_path)))).checkpoint()


def test_compressed_and_redirected_answers_are_read(serve):
    prefix = serve(Odd)
    assert UrlReader(f"{prefix}/packed").read(Tile(0, 0)) == b"x" * 8192
    assert UrlReader(f"{prefix}/there").read(Tile(0, 0)) == b"x" * 8192


@pytest.mark.parametrize(
    ("name", "error", "why"),
    [
        ("gone", TileMissing, "missing"),
        ("broken", LogUnreachable, "answers 500"),
        ("damaged", LogUnreachable, "damaged"),
        ("bomb", Malformed, "longer than 8192"),
        ("large", Malformed, "longer than 8192"),
        ("short", LogUnreachable, "cut short"),
        ("away", LogUnreachable, "answers 302"),
        ("nowhere", LogUnreachable, "no answer|answers 302"),
    ],
)
def test_odd_answers(serve, name: str, error: type[Exception], why: str):
    with pytest.raises(error, match=why):
        UrlReader(f"{serve(Odd)}/{name}").read(Tile(0, 0))


def test_nobody_there():
    with pytest.raises(LogUnreachable, match="no answer"):
        UrlReader("http://127.0.0.1:1", timeout=5).checkpoint()


@pytest.mark.parametrize("prefix", ["", "log", "/var/log", "file:///etc", "ftp://a.example/", "http://", "http://["])
def test_nothing_but_the_web(prefix: str):
    with pytest.raises(LogUnreachable, match="http or https"):
        UrlReader(prefix)


@pytest.mark.parametrize("port", ["0", "65536", "999999", "-1", "x"])
def test_a_port_that_does_not_exist_is_no_place_of_a_log(port: str) -> None:
    with pytest.raises(LogUnreachable, match="port"):
        UrlReader(f"http://127.0.0.1:{port}/")
