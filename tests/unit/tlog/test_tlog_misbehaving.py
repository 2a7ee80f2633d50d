"""A log read from servers on this machine that lie, fail, drip and never end. Each run ends with a clear verdict.

The exit code is 1 if the log is at fault, whoever caused it. It is 3 if the log could not be read, and 4 if that may
pass.
"""

import threading
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from support.odd_server import (
    Handler,
    Server,
    another_encoding,
    another_file,
    broken,
    circle,
    cut_chunk,
    cut_gzip,
    cut_gzip_unsaid,
    cut_short,
    cut_short_unsaid,
    deflated,
    dripping,
    dripping_headers,
    dripping_redirect,
    endless,
    endless_chunks,
    endless_headers,
    far,
    many_members,
    missing,
    no_gzip,
    nonsense,
    not_packed,
    packed,
    packed_and_chunked,
    packed_in_pieces,
    page,
    reset,
    silent,
    twice_packed,
    unsaid,
)
from withhold.cli.ledger import places
from withhold.cli.main import main
from withhold.tlog.errors import LogUnreachable
from withhold.tlog.stores.retry import RetryingReader
from withhold.tlog.stores.url import UrlReader

COVERS = (
    "withhold.cli.ledger.places",
    "withhold.tlog.stores.deadline",
    "withhold.tlog.stores.retry",
    "withhold.tlog.stores.timed_web",
    "withhold.tlog.stores.url",
    "withhold.tlog.verify",
)

BUNDLE = "/tile/entries/000"


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


class Reader(UrlReader):
    """A reader that gives up soon on one path alone, so that a busy machine is not taken for a slow server."""

    slow = ""

    def _get(self, path: str, cap: int) -> tuple[bytes | None, bool]:
        self._total_timeout = 0.5 if f"/{path}" == self.slow else 600
        return super()._get(path, cap)


@pytest.fixture
def verify(
    world, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Run ``withhold ledger verify`` with hardly any retries. Returns the exit code and what it printed."""
    monkeypatch.setattr(places, "UrlReader", partial(Reader, timeout=600))
    monkeypatch.setattr(places, "RetryingReader", partial(RetryingReader, pauses=(0.0,)))

    def run(server: Server, *options: object, slow: str = "") -> tuple[int, str]:
        monkeypatch.setattr(Reader, "slow", slow)
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
        assert len([each for each in said.err.splitlines() if not each.startswith("founding not checked")]) == (
            code != 0
        )
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
    code, said = verify(server, slow=path if says == "too slow" else "")
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


def test_https_is_asked_with_certificates_checked(serve):
    server = serve()
    with pytest.raises(LogUnreachable, match="no answer"):
        UrlReader(server.url.replace("http", "https"), timeout=5, total_timeout=5).checkpoint()
