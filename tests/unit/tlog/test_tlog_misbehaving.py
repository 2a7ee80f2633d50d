"""A log read from servers on this machine that lie, fail, drip and never end: clear verdicts, and the right exit codes.

1 where the log is at fault, whoever made it so; 3 where it could not be read; 4 where that may pass.
"""

import gzip
import socket
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from urllib.error import URLError

import pytest

from withhold.cli.ledger import places
from withhold.cli.main import main
from withhold.tlog.errors import LogInterrupted, LogUnreachable, TileMissing
from withhold.tlog.stores.deadline import Deadline
from withhold.tlog.stores.resolving import HostNames
from withhold.tlog.stores.retry import RetryingReader
from withhold.tlog.stores.timed_web import timed_opener
from withhold.tlog.stores.url import UrlReader
from withhold.tlog.tree.tiles import Tile
from withhold.tlog.verify import verify_log

COVERS = (
    "withhold.cli.ledger.places",
    "withhold.tlog.stores.deadline",
    "withhold.tlog.stores.resolving",
    "withhold.tlog.stores.retry",
    "withhold.tlog.stores.timed_web",
    "withhold.tlog.stores.url",
    "withhold.tlog.verify",
)

BUNDLE = "/tile/entries/000"
GZIP = {"Content-Encoding": "gzip"}


class Server(ThreadingHTTPServer):
    """Serves a log's directory, but where `odd` has another answer for a path."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, log: Path, odd: dict[str, Callable[["Handler"], None]]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.log, self.odd, self.asked = log, odd, count()

    def handle_error(self, *_: object) -> None: ...  # askers that hang up are what this is about

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
        """Bytes until the asker hangs up, or the test is over."""
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
    """An answer that ends when the connection does."""
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


@pytest.fixture
def serve(make_log) -> Iterator[Callable[..., Server]]:
    servers: list[Server] = []

    def start(path: str = "", odd: Callable[[Handler], None] = missing, size: int = 600) -> Server:
        server = Server(make_log(size, 100).path, {path: odd} if path else {})
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return server

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def verify(
    world, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """``withhold ledger verify``, with no patience to speak of: the exit code, and what was said."""
    monkeypatch.setattr(places, "UrlReader", partial(UrlReader, timeout=5, total_timeout=0.5))
    monkeypatch.setattr(places, "RetryingReader", partial(RetryingReader, pauses=(0.0,)))

    def run(server: Server, *options: object) -> tuple[int, str]:
        keys = ["--vkey", world.log.key(), *(word for key in world.witnesses for word in ("--witness", key))]
        arguments = ["withhold", "ledger", "verify", server.url, *keys, *options]
        monkeypatch.setattr("sys.argv", [str(each) for each in arguments])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert len(said.err.splitlines()) == (code != 0)
        return code, said.out + said.err

    return run


def test_a_sound_server(serve, verify):
    code, said = verify(serve())
    assert code == 0
    assert "log verified: log.example/withhold, 600 entries" in said


@pytest.mark.parametrize(
    ("path", "odd", "says"),
    [
        (BUNDLE, another_file("/tile/entries/001"), "tile/entries/000: entry 0 does not have its hash"),
        ("/tile/0/001", another_file("/tile/0/000"), "tile/0/001: hash 0 is not that of its entry"),
        ("/tile/1/000.p/2", another_file("/tile/0/000"), "tile/1/000.p/2: "),
        ("/tile/0/000", another_file("/tile/1/000.p/2"), "tile/0/000: is 64 bytes long, not 8192"),
        (BUNDLE, missing, "tile/entries/000: missing"),
        (BUNDLE, page, "tile/entries/000: "),
        ("/tile/0/000", page, "tile/0/000: is 35 bytes long, not 8192"),
        ("/checkpoint", page, "checkpoint: "),
        ("/tile/0/000", endless, "tile/0/000: longer than 8192 bytes"),
        ("/tile/0/000", endless_chunks, "tile/0/000: longer than 8192 bytes"),
        ("/checkpoint", endless, "checkpoint: note: longer than 1 MB"),
    ],
)
def test_a_server_that_lies(serve, verify, path: str, odd: Callable[[Handler], None], says: str):
    code, said = verify(serve(path, odd))
    assert (code, says in said) == (1, True), said


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        (nonsense, "no answer (BadStatusLine)"),
        (endless_headers, "no answer (HTTPException)"),
        (circle, "the server answers 302: it redirects in a circle"),
        (far, "the server answers 404"),
        (another_encoding, "a content encoding that was not asked for"),
        (deflated, "a content encoding that was not asked for"),
        (twice_packed, "a content encoding that was not asked for"),
        (not_packed, "gzip encoding is damaged"),
        (many_members, "gzip encoding is damaged"),
    ],
)
@pytest.mark.parametrize("path", ["/checkpoint", "/tile/0/001"])
def test_a_server_that_fails(serve, verify, path: str, odd: Callable[[Handler], None], says: str):
    server = serve(path, odd)
    if odd is far:
        server.odd |= {f"/{number}": far for number in range(100)}
        says = "the server answers 302"
    code, said = verify(server)
    assert (code, says in said) == (3, True), said
    assert f"{server.url}{path}" in said


@pytest.mark.parametrize(
    ("odd", "says"),
    [
        (broken, "the server answers 500"),
        (cut_short, "the answer is cut short"),
        (cut_short_unsaid, "the answer is cut short"),
        (cut_gzip, "the answer is cut short"),
        (cut_gzip_unsaid, "the answer is cut short"),
        (no_gzip, "the answer is cut short"),
        (cut_chunk, "no answer (IncompleteRead)"),
        (reset, "no answer"),
        (dripping, "too slow"),
        (dripping_headers, "too slow"),
        (dripping_redirect, "too slow"),
        (silent, "too slow"),
    ],
)
@pytest.mark.parametrize("path", ["/checkpoint", "/tile/0/001", BUNDLE])
def test_trouble_that_may_pass_is_no_fault(serve, verify, path: str, odd: Callable[[Handler], None], says: str):
    server = serve(path, odd)
    code, said = verify(server)
    assert (code, says in said) == (4, True), said
    assert f"{server.url}{path}" in said


@pytest.mark.parametrize("odd", [packed, packed_in_pieces, packed_and_chunked, unsaid])
def test_a_server_that_compresses_is_no_trouble(serve, verify, odd: Callable[[Handler], None]):
    server = serve()
    server.odd = dict.fromkeys(("/checkpoint", "/tile/0/000", "/tile/0/001", "/tile/1/000.p/2", BUNDLE), odd)
    code, said = verify(server)
    assert (code, "600 entries" in said) == (0, True), said


def test_a_redirect_with_an_endless_body_costs_nothing(serve, verify):
    def away(handler: Handler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "/elsewhere")
        handler.end_headers()
        handler.unending(bytes(1 << 16))

    server = serve("/tile/0/000", away)
    server.odd["/elsewhere"] = another_file("/tile/0/000")
    assert verify(server)[0] == 0


def test_a_server_that_shows_an_older_state_than_was_seen(serve, verify, make_log, tmp_path: Path):
    server = serve()
    newer = tmp_path / "newer"
    newer.write_bytes((server.log / "checkpoint").read_bytes())
    log = make_log(600, 100)
    (log.path / "checkpoint").write_bytes(log.older[0].encode())
    code, said = verify(server, "--since", newer)
    assert code == 1
    assert "the log has 100 entries, the older checkpoint 600" in said


@pytest.mark.parametrize("odd", [broken, cut_short, cut_short_unsaid, cut_gzip, cut_chunk, reset])
def test_what_passes_is_asked_for_again(serve, verify, odd: Callable[[Handler], None]):
    asked = count()

    def once(handler: Handler) -> None:
        if next(asked):
            handler.file(handler.path)
        else:
            odd(handler)

    code, said = verify(serve("/tile/0/000", once))
    assert (code, next(asked)) == (0, 2), said


def test_a_partial_tile_that_has_filled_since_the_checkpoint(make_log, serve, verify):
    log = make_log(600, 300)
    (log.path / "checkpoint").write_bytes(log.older[0].encode())
    for path in ("tile/0/001.p/44", "tile/entries/001.p/44"):
        (log.path / path).unlink()
    server = Server(log.path, {})
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    code, said = verify(server)
    server.shutdown()
    server.server_close()
    assert code == 0
    assert "300 entries" in said


def test_patience_ends():
    asked, slept = [], []

    class Interrupted:
        def read(self, tile: Tile) -> bytes:
            asked.append(tile)
            raise LogInterrupted("log", "connection lost")

    with pytest.raises(LogInterrupted):
        RetryingReader(Interrupted(), (1.0, 2.0), slept.append).read(Tile(0, 0))
    assert (len(asked), slept) == (3, [1.0, 2.0])


def test_patience_is_for_what_passes(make_log):
    reader = RetryingReader(make_log(300, 100).reader, (), pytest.fail)
    assert reader.checkpoint() == reader.named("checkpoint")
    assert reader.named("vkey") is None
    assert list(reader.partial_widths(Tile(0, 0))) == [100]
    with pytest.raises(TileMissing):
        reader.read(Tile(0, 9))


def test_a_partial_tile_that_goes_while_the_log_is_verified(make_log, world):
    log = make_log(300, 100)

    class Racing(type(log.reader)):
        def partial_widths(self, tile: Tile) -> list[int]:
            return [7, *super().partial_widths(tile)]

    assert verify_log(Racing(log.path), world.trust(), world.check).head == log.verified


def test_a_whole_answer_ends_in_time_by_any_clock():
    clock = iter([0.0, 61.0])
    opener = timed_opener(Deadline(60, lambda: next(clock)), HostNames())
    with pytest.raises(URLError) as raised:
        opener.open("http://127.0.0.1:1")
    assert isinstance(raised.value.reason, TimeoutError)


def test_https_is_asked_with_certificates_checked(serve):
    server = serve()
    with pytest.raises(LogUnreachable, match="no answer"):
        UrlReader(server.url.replace("http", "https"), timeout=5, total_timeout=5).checkpoint()
