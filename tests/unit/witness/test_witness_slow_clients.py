"""Clients that connect and do nothing, or as little as they can: an honest one is answered all the same."""

import http.client
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from hashlib import sha256
from pathlib import Path

import pytest

from support.growing_log import GrowingLog
from support.witness_process import WitnessProcess, running
from withhold.cli.serving import Bodiless
from withhold.tlog.witnesses.protocol import MAX_REQUEST_BYTES

COVERS = (
    "withhold.cli.serving",
    "withhold.tlog.witnesses.protocol",
    "withhold.witness.buffering",
    "withhold.witness.request_buffer",
)

POST = b"POST /add-checkpoint HTTP/1.1\r\nHost: a\r\n"
STALLED = {
    "idle": b"",
    "half a request line": b"POST /add-",
    "half the headers": POST + b"X-More: ",
    "half a body": POST + b"Content-Length: 50000\r\n\r\nold 0\n",
    "a body to continue": POST + b"Expect: 100-continue\r\nContent-Length: 50000\r\n\r\n",
    "half the chunks": POST + b"Transfer-Encoding: chunked\r\n\r\nffff\r\nold 0\n",
    "chunks that look ended": POST + b"Transfer-Encoding: chunked\r\n\r\nffff\r\n0\r\n\r\n",
    "a body that is too long": POST + b"Content-Length: 5000000\r\n\r\nold 0\n",
    "a second request by halves": b"GET / HTTP/1.1\r\nHost: a\r\n\r\n" + POST,
}


@pytest.fixture(scope="module")
def log() -> GrowingLog:
    return GrowingLog()


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory, log: GrowingLog) -> Iterator[WitnessProcess]:
    process = WitnessProcess(tmp_path_factory.mktemp("slow") / "witness", log.key)
    with running(process):
        yield process
        assert (process.root / "errors").read_bytes() == b""


def ask(process: WitnessProcess, method: str, path: str, body: bytes | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=600)
    try:
        connection.request(method, path, body)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def connect(process: WitnessProcess, sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", process.port), timeout=600)
    with suppress(OSError):  # closed already, to make room
        connection.sendall(sent)
    return connection


@pytest.mark.parametrize("name", STALLED)
def test_clients_that_stall_do_not_stop_an_honest_one(process: WitnessProcess, log: GrowingLog, name: str) -> None:
    with ExitStack() as stack:
        for _ in range(24):
            stack.enter_context(connect(process, STALLED[name]))
        for _ in range(3):
            assert ask(process, "POST", "/add-checkpoint", log.request(0, 0)) == 200


def test_clients_that_drip_do_not_stop_an_honest_one(process: WitnessProcess, log: GrowingLog) -> None:
    stop = threading.Event()
    with ExitStack() as stack:
        dripping = [stack.enter_context(connect(process, STALLED["half a body"])) for _ in range(24)]

        def drip() -> None:
            while not stop.wait(0.02):
                for each in dripping:
                    with suppress(OSError):
                        each.send(b"x")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            assert ask(process, "POST", "/add-checkpoint", log.request(0, 0)) == 200
        finally:
            stop.set()
            thread.join()


def test_more_clients_than_there_is_room_for(process: WitnessProcess, log: GrowingLog) -> None:
    with ExitStack() as stack:
        for number in range(560):
            stack.enter_context(connect(process, list(STALLED.values())[number % len(STALLED)]))
        assert ask(process, "POST", "/add-checkpoint", log.request(0, 0)) == 200


def raw(process: WitnessProcess, *pieces: bytes) -> bytes:
    """What comes back for these bytes, until the witness closes."""
    answer = b""
    with socket.create_connection(("127.0.0.1", process.port), timeout=600) as connection:
        for piece in pieces:
            connection.sendall(piece)
        while piece := connection.recv(65536):
            answer += piece
    return answer


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (POST + b"Content-Length: %d\r\n\r\n" % (MAX_REQUEST_BYTES + 1), 413),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"fffff\r\n" + bytes(300_000), 413),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n1ffff\r\n" + bytes(0x1FFFF) + b"\r\n0\r\n\r\n", 413),
        (POST + b"X: " + b"y" * 70_000, 431),
        (POST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (POST + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n\r\n", 400),
        (b"\r\n\r\n", 400),
    ],
)
def test_what_can_be_no_request_is_answered_at_once(process: WitnessProcess, sent: bytes, status: int) -> None:
    assert raw(process, sent).startswith(b"HTTP/1.1 %d " % status)


def test_requests_in_pieces_and_in_one(process: WitnessProcess, log: GrowingLog) -> None:
    body = log.request(0, 0)
    length = b"Content-Length: %d\r\n" % len(body)
    whole = POST + length + b"\r\n" + body
    last = POST + length + b"Connection: close\r\n\r\n" + body
    assert raw(process, *(last[at : at + 40] for at in range(0, len(last), 40))).count(b"HTTP/1.1 200 OK") == 1
    assert raw(process, whole * 3 + last).count(b"HTTP/1.1 200 OK") == 4
    expecting = POST + length + b"Expect: 100-continue\r\nConnection: close\r\n\r\n"
    answer = raw(process, expecting, body)
    assert answer.startswith(b"HTTP/1.1 100 Continue\r\n\r\n")
    assert b"HTTP/1.1 200 OK" in answer


def test_nothing_of_all_this_is_logged(tmp_path: Path, log: GrowingLog) -> None:
    process = WitnessProcess(tmp_path / "witness", log.key)
    with running(process):
        monitored = f"/{sha256(log.key.name.encode()).hexdigest()}/checkpoint"
        assert ask(process, "POST", "/add-checkpoint", log.request(0, 3)) == 200
        for path, status in (("/", 200), (monitored, 200), ("/nothing", 404), ("/add-checkpoint", 405)):
            assert ask(process, "HEAD", path) == status
        for sent in (b"\0\1\2\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", POST + b"A b\r\n\r\n", *STALLED.values()):
            connect(process, sent).close()
        assert ask(process, "GET", "/") == 200
        assert process.stop() == 0
    assert (process.root / "errors").read_bytes() == b""


class Pages:
    """An application that answers HEAD as it answers GET, as Django does, and tells when its answer is closed."""

    def __init__(self) -> None:
        self.closed = 0

    def __call__(self, environ: dict, start_response: Callable) -> "Pages":
        start_response("200 OK", [("Content-Length", "4")])
        return self

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"page"])

    def close(self) -> None:
        self.closed += 1


def test_an_answer_to_head_has_no_body_and_is_closed() -> None:
    pages, started = Pages(), []
    application = Bodiless(pages)
    assert list(application({"REQUEST_METHOD": "HEAD"}, lambda *answer: started.append(answer))) == []
    assert (pages.closed, started) == (1, [("200 OK", [("Content-Length", "4")])])
    assert list(application({"REQUEST_METHOD": "GET"}, lambda *_: None)) == [b"page"]
