"""The witness as a process: real requests, at once, killed between them, stopped as an operator would."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from support.codes import raises
from support.growing_log import GrowingLog
from support.witness_process import WitnessProcess, running
from withhold.cli.serving import address, listen
from withhold.model.errors import Code, Conflict
from withhold.sealing.keys import check_ed25519
from withhold.tlog.errors import HistoryDisputed
from withhold.tlog.witnesses.client import ask
from withhold.tlog.witnesses.protocol import MAX_REQUEST_BYTES, parse_cosignature

COVERS = (
    "withhold.cli.serving",
    "withhold.tlog.witnesses.client",
    "withhold.tlog.witnesses.protocol",
    "withhold.witness.cosigner",
)

Answered = tuple[int, bytes]


def post(witness, body: bytes, path: str = "/add-checkpoint") -> Answered:
    connection = http.client.HTTPConnection(urlsplit(witness.url).netloc, timeout=600)
    try:
        connection.request("POST", path, body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.fixture
def log() -> GrowingLog:
    return GrowingLog()


@pytest.fixture
def process(tmp_path: Path, log: GrowingLog) -> Iterator[WitnessProcess]:
    process = WitnessProcess(tmp_path / "witness", log.key)
    with running(process):
        yield process


def asked(process: WitnessProcess, log: GrowingLog, size: int):
    return ask(process.witness, log.note(size), log.proof, check_ed25519)


def test_the_client_and_the_server_understand_each_other(process: WitnessProcess, log: GrowingLog) -> None:
    for size in (3, 3, 300):
        assert asked(process, log, size).by(process.key)
    with pytest.raises(HistoryDisputed):
        asked(process, log.fork(), 300)
    with pytest.raises(HistoryDisputed):
        asked(process, log.fork(), 301)
    with pytest.raises(HistoryDisputed):
        asked(process, log, 9)


def test_of_two_histories_sent_at_once_one_is_cosigned(process: WitnessProcess, log: GrowingLog) -> None:
    """A race for every size: each of the two is right about the old size, and only one of them can win."""
    logs, old = {"entry": log, "other": log.fork()}, 0
    winner = None
    for new in range(20, 420, 20):
        sent = {}
        for name, each in logs.items():
            for copy in range(4):
                sent[name, copy] = process, each.request(old, new)
        answers = at_once(sent)
        cosigned = {name for (name, _), answer in answers.items() if answer[0] == 200}
        assert len(cosigned) == 1, answers
        assert winner in (None, *cosigned)
        [winner] = cosigned
        for (name, _), (status, body) in answers.items():
            assert (status, body) == (409, b"%d\n" % new) or status in ({200} if name == winner else {422})
        old = new


def at_once(sent: dict) -> dict:
    """Send every request (a process and a body) from a thread of its own, let go together; the answers."""
    answers, gate = {}, threading.Barrier(len(sent))

    def send(name, process: WitnessProcess, body: bytes) -> None:
        gate.wait()
        answers[name] = post(process.witness, body)

    threads = [threading.Thread(target=send, args=(name, *each)) for name, each in sent.items()]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return answers


def test_of_two_sizes_sent_at_once_the_smaller_never_rolls_the_larger_back(
    process: WitnessProcess, log: GrowingLog
) -> None:
    """The race that the specification describes, many times."""
    old = 0
    for step in range(15):
        small, large = old + 5, old + 9
        sent = {(size, copy): (process, log.request(old, size)) for size in (small, large) for copy in "ab"}
        answers = at_once(sent)
        won = {size for (size, _), (status, _) in answers.items() if status == 200}
        assert len(won) == 1, (step, answers)
        [old] = won
        assert post(process.witness, log.request(0, 1)) == (409, b"%d\n" % old)


def test_killed_between_requests_it_remembers_everything(process: WitnessProcess, log: GrowingLog) -> None:
    old = 0
    for new in (5, 12, 300):
        status, body = post(process.witness, log.request(old, new))
        assert status == 200
        parse_cosignature(body, log.note(new), process.key, check_ed25519)
        process.kill()
        process.start()
        assert post(process.witness, log.request(old, new)) == (409, b"%d\n" % new)
        assert post(process.witness, log.fork().request(new, new + 1))[0] == 422
        old = new


def test_killed_under_load_it_signs_one_history(process: WitnessProcess, log: GrowingLog) -> None:
    """Requests for growing sizes while it is killed: whatever it answered, nothing smaller is cosigned afterwards."""
    for _ in range(3):
        seen: list[int] = []
        stop = threading.Event()
        sender = threading.Thread(target=_send_until, args=(process, log, seen, stop))
        sender.start()
        while len(seen) < 3:
            time.sleep(0.01)
        process.kill()
        stop.set()
        sender.join()
        process.start()
        known = int(post(process.witness, log.request(0, 1))[1])
        assert known >= max(seen)


def _send_until(process: WitnessProcess, log: GrowingLog, seen: list[int], stop: threading.Event) -> None:
    witness = process.witness
    try:
        known = int(post(witness, log.request(0, 1))[1])
    except ValueError:
        known = 1
    while not stop.is_set():
        try:
            status, _ = post(witness, log.request(known, known + 1))
        except (OSError, http.client.HTTPException):
            return
        if status == 200:
            known += 1
            seen.append(known)


def test_stopped_by_an_operator_it_ends_well_and_answers_what_it_began(
    process: WitnessProcess, log: GrowingLog
) -> None:
    body = log.request(0, 9)
    with socket.create_connection(("127.0.0.1", process.port), timeout=600) as connection:
        head = f"POST /add-checkpoint HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode() + body[:50])
        time.sleep(0.5)
        ended: list[int] = []
        stopping = threading.Thread(target=lambda: ended.append(process.stop()))
        stopping.start()
        time.sleep(0.5)
        connection.sendall(body[50:])
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    stopping.join()
    assert answer.startswith(b"HTTP/1.1 200")
    assert ended == [0]
    assert (process.root / "errors").read_bytes() == b""


def test_connections_are_kept_alive_and_errors_do_not_end_them(process: WitnessProcess, log: GrowingLog) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=600)
    statuses = []
    for method, path, body in (
        ("GET", "/", None),
        ("POST", "/add-checkpoint", b"nonsense"),
        ("POST", "/add-checkpoint", log.request(0, 3)),
        ("HEAD", "/", None),
        ("DELETE", "/", None),
        ("GET", "/nowhere", None),
    ):
        connection.request(method, path, body)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)
    connection.close()
    assert statuses == [200, 400, 200, 200, 405, 404]


def test_oversized_and_chunked_bodies(process: WitnessProcess, log: GrowingLog) -> None:
    assert post(process.witness, b"x" * (MAX_REQUEST_BYTES + 1))[0] == 413

    def pieces(body: bytes) -> Iterator[bytes]:
        yield from (body[at : at + 60] for at in range(0, len(body), 60))

    for body, status in ((b"x" * (MAX_REQUEST_BYTES + 1), 413), (log.request(0, 3), 200)):
        connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=600)
        connection.request("POST", "/add-checkpoint", pieces(body))
        assert connection.getresponse().status == status
        connection.close()


def test_what_is_no_request_gets_no_more_than_an_error(process: WitnessProcess, log: GrowingLog) -> None:
    for sent in (b"\x00\x01\x02\r\n\r\n", b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", b"GET " + b"/a" * 4000):
        with socket.create_connection(("127.0.0.1", process.port), timeout=600) as connection:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            assert b" 200 " not in connection.recv(65536)
    assert post(process.witness, log.request(0, 3))[0] == 200


def test_two_processes_on_one_database_sign_one_history(process: WitnessProcess, log: GrowingLog) -> None:
    twin = process.twin()
    with running(twin):
        for old, new in ((0, 5), (5, 9), (9, 14)):
            answers = at_once({log: (process, log.request(old, new)), log.fork(): (twin, log.fork().request(old, new))})
            assert sorted(status for status, _ in answers.values()) in ([200, 409], [200, 422])
            [log] = [each for each, (status, _) in answers.items() if status == 200]


def test_an_address_that_is_taken_or_is_none() -> None:
    with listen("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]
        assert address(bound) == f"http://127.0.0.1:{port}"
        with raises(Conflict, Code.SERVING_CANNOT_LISTEN):
            listen("127.0.0.1", port)
    with raises(Conflict, Code.SERVING_CANNOT_LISTEN):
        listen("no such host.invalid", 0)
    if socket.has_ipv6:
        try:
            bound = listen("::1", 0)
        except Conflict:
            return
        with bound:
            assert address(bound).startswith("http://[::1]:")


def test_an_answer_in_two_parts_does_not_wait_for_an_acknowledgment() -> None:
    bound = listen("127.0.0.1", 0)
    with bound, socket.create_connection(bound.getsockname()):
        accepted, _ = bound.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
