"""Asking a witness over real HTTP: one that keeps to the protocol, and many that lie."""

import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler

import pytest

from support.asked_witness import Answer, Asked, Honest
from withhold.tlog.errors import HistoryDisputed, NotCosigned, TileMissing
from withhold.tlog.notes.canonical import LARGEST
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.cosignature import cosign, cosigned_message, stated_time
from withhold.tlog.notes.note import Note, NoteSignature
from withhold.tlog.stores.deadline import Stop
from withhold.tlog.stores.proofs import consistency_proof
from withhold.tlog.witnesses.client import SKEW, KnowsMore, Witness, ask
from withhold.tlog.witnesses.gathering import gather
from withhold.tlog.witnesses.protocol import SIZE_TYPE, Head

COVERS = (
    "withhold.tlog.notes.canonical",
    "withhold.tlog.notes.cosignature",
    "withhold.tlog.stores.deadline",
    "withhold.tlog.stores.proofs",
    "withhold.tlog.witnesses.client",
    "withhold.tlog.witnesses.gathering",
    "withhold.tlog.witnesses.protocol",
)

NOW = 1_700_000_000


@pytest.fixture
def serve() -> Iterator[Callable[..., Asked]]:
    servers: list[Asked] = []

    def start(answer: Callable[[bytes], Answer | None]) -> Asked:
        servers.append(Asked(answer))
        return servers[-1]

    yield start
    for each in servers:
        each.server.shutdown()
        each.server.server_close()


@pytest.fixture
def asked(log, world):
    """Ask the witness at a server about the log's checkpoint of some size."""

    def asked(served: Asked, size: int = 300, known: int = 0, deadline: float = 5.0, **rest) -> NoteSignature:
        note = next(each for each in log.older if Checkpoint.parse(each.text).size == size)
        signed = Note(note.text, note.signatures[:1])
        witness = Witness(world.witnesses[0], served.url)
        prove = lambda old, new: consistency_proof(log.reader, old, new)  # noqa: E731
        return ask(witness, signed, prove, world.check, known=known, deadline=deadline, **rest)

    return asked


def root_at(log, size: int) -> bytes:
    return next(head.root for head in (Checkpoint.parse(note.text) for note in log.older) if head.size == size)


def suppressing(act: Callable[[BaseHTTPRequestHandler], None], handler: BaseHTTPRequestHandler) -> None:
    try:
        act(handler)
    except OSError:
        handler.close_connection = True


def ask_until(asked, served: Asked, stop: Stop) -> NoteSignature:
    return asked(served, deadline=60.0, stop=stop)


def test_a_new_witness_is_asked_once(serve, asked, world) -> None:
    served = serve(Honest(world))
    assert asked(served).by(world.witnesses[0])
    assert served.paths == ["/w1/add-checkpoint"]
    assert served.bodies[0].startswith(b"old 0\n\n")


@pytest.mark.parametrize(
    ("size", "known", "questions"), [(7, 7, 1), (7, 0, 2), (7, 256, 2), (256, 7, 2), (300, 301, 2)]
)
def test_a_witness_that_knows_another_size_is_asked_anew(serve, asked, world, log, size, known, questions) -> None:
    honest = Honest(world, size, root_at(log, size))
    served = serve(honest)
    assert asked(served, known=known).by(world.witnesses[0])
    assert honest.head == Head(300, root_at(log, 300))
    assert len(served.bodies) == questions
    assert served.bodies[-1].startswith(f"old {size}\n".encode())


def test_a_witness_that_others_ask_in_between_is_asked_again(serve, asked, world, log) -> None:
    honest = Honest(world, 7, root_at(log, 7))

    def moving(body: bytes) -> Answer:
        answer = honest(body)
        if answer[0] == 409:
            honest.head = Head(256, root_at(log, 256))
        return answer

    served = serve(moving)
    assert asked(served).by(world.witnesses[0])
    assert len(served.bodies) == 3


def test_a_larger_log_at_the_witness_is_said(serve, asked, world) -> None:
    with pytest.raises(KnowsMore, match="301 entries") as raised:
        asked(serve(Honest(world, 301, bytes(32))))
    assert (raised.value.size, raised.value.witness) == (301, world.first.name)


@pytest.mark.parametrize("known", [0, 300])
def test_another_root_for_the_same_size_is_a_dispute(serve, asked, world, known: int) -> None:
    with pytest.raises(HistoryDisputed, match="300 entries that this log does not extend"):
        asked(serve(Honest(world, 300, bytes(32))), known=known)


def test_a_conflict_with_the_size_asked_is_a_dispute_too(serve, asked) -> None:
    with pytest.raises(HistoryDisputed, match="another root for 300"):
        asked(serve(lambda _: (409, b"300\n")), known=300)


@pytest.mark.parametrize("known", [0, 256])
def test_a_forked_history_is_a_dispute(serve, asked, world, known: int) -> None:
    with pytest.raises(HistoryDisputed, match="256 entries that this log does not extend"):
        asked(serve(Honest(world, 256, bytes(32))), known=known)


@pytest.mark.parametrize("status", [201, 204, 302, 400, 403, 404, 429, 500, 503])
def test_any_other_status_is_no_cosignature(serve, asked, status: int) -> None:
    served = serve(lambda _: (status, b""))
    with pytest.raises(NotCosigned, match=f"answers {status}"):
        asked(served)
    assert len(served.bodies) == 1


@pytest.mark.parametrize("body", [b"", b"7", b"seven\n", b"07\n", b"7\n7\n", b"0\n"])
def test_a_conflict_without_a_size_that_helps(serve, asked, body: bytes) -> None:
    with pytest.raises(NotCosigned):
        asked(serve(lambda _: (409, body)))


def test_a_witness_that_names_another_size_each_time_is_given_up(serve, asked) -> None:
    sizes = iter(range(1, 100))
    served = serve(lambda _: (409, f"{next(sizes)}\n".encode()))
    with pytest.raises(NotCosigned, match="another size each time"):
        asked(served)
    assert len(served.bodies) == 4


def test_cosignatures_that_do_not_count(serve, asked, world, log) -> None:
    text, older = log.older[-1].text, log.older[0].text
    key, other = world.witnesses
    for line in (
        cosign(text, 1, key, world.second.sign),
        cosign(older, 1, key, world.first.sign),
        cosign(text, 1, other, world.second.sign),
        NoteSignature(key.name, key.key_id, bytes(72)),
        "",
        "\u2014 \n",
        "cosigned\n",
    ):
        with pytest.raises(NotCosigned, match=world.first.name):
            asked(serve(lambda _, line=line: (200, str(line).encode())))


def test_an_answer_that_never_ends_is_given_up(serve, asked) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"x" * 65536)

    served = serve(lambda _: None)
    served.raw = lambda handler: suppressing(endless, handler)
    with pytest.raises(NotCosigned, match="longer than any"):
        asked(served)


def test_an_answer_that_drips_is_given_up(serve, asked) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.05)

    served = serve(lambda _: None)
    served.raw = lambda handler: suppressing(drip, handler)
    began = time.monotonic()
    with pytest.raises(NotCosigned, match="too slow"):
        asked(served, deadline=0.3)
    assert time.monotonic() - began < 5


def test_headers_that_drip_are_given_up(serve, asked) -> None:
    stopped = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while not stopped.wait(0.05):
            handler.wfile.write(b"y")

    served = serve(lambda _: None)
    served.raw = lambda handler: suppressing(drip, handler)
    threading.Timer(20, stopped.set).start()
    with pytest.raises(NotCosigned, match="too slow"):
        asked(served, deadline=0.3)
    assert not stopped.is_set()
    stopped.set()


@pytest.mark.parametrize("away", [0, SKEW, -SKEW])
def test_a_cosignature_is_of_the_present(serve, asked, world, away: int) -> None:
    honest = Honest(world)
    honest.time = lambda: NOW + away
    assert stated_time(asked(serve(honest), clock=lambda: float(NOW))) == NOW + away


@pytest.mark.parametrize("time", [1, NOW - SKEW - 1, NOW + SKEW + 1, 253_402_300_800, LARGEST])
def test_a_cosignature_of_another_time_does_not_count(serve, asked, world, time: int) -> None:
    honest = Honest(world)
    honest.time = lambda: time
    with pytest.raises(NotCosigned, match="600 seconds from this machine's time; check both clocks"):
        asked(serve(honest), clock=lambda: float(NOW))


@pytest.mark.parametrize("now", [0, NOW])
def test_a_cosignature_without_a_time_does_not_count(serve, asked, world, log, now: int) -> None:
    text, key = log.note.text, world.witnesses[0]
    signature = bytes(8) + world.first.sign(cosigned_message(text, 0))
    line = str(NoteSignature(key.name, key.key_id, signature)).encode()
    with pytest.raises(NotCosigned, match=world.first.name):
        asked(serve(lambda _: (200, line)), clock=lambda: float(now))
    with pytest.raises(ValueError, match="a time from 1"):
        cosign(text, 0, key, world.first.sign)


def test_whoever_is_late_is_not_left_behind_in_a_thread(serve, asked, world, log) -> None:
    released = threading.Event()
    silent = serve(lambda _: None)
    silent.raw = lambda _: released.wait(60)
    before = set(threading.enumerate())
    asks = [partial(ask_until, asked, each) for each in (silent, serve(Honest(world)))]
    gathered = gather(asks, 1, 60.0)
    asking = [each for each in set(threading.enumerate()) - before if each.name.startswith("ask ")]
    released.set()
    assert (gathered.answers[0], len(gathered.signatures), asking) == (None, 1, [])


def test_a_witness_that_hangs_or_hangs_up(serve, asked) -> None:
    served = serve(lambda _: None)
    served.raw = lambda _: time.sleep(0.6)
    with pytest.raises(NotCosigned, match="no answer"):
        asked(served, deadline=0.2)
    served.raw = lambda _: None
    with pytest.raises(NotCosigned, match="no answer"):
        asked(served)


def test_nobody_there(world, log, asked, serve) -> None:
    served = serve(lambda _: (200, b""))
    served.server.shutdown()
    served.server.server_close()
    with pytest.raises(NotCosigned, match="no answer"):
        asked(served)


def test_a_log_that_cannot_be_read_is_no_answer_of_the_witness(serve, asked, world, log) -> None:
    served = serve(Honest(world, 7, root_at(log, 7)))
    (log.path / "tile/0/000").unlink()
    with pytest.raises(TileMissing):
        asked(served)


def test_the_content_type_of_a_size_is_the_specifications() -> None:
    assert SIZE_TYPE == "text/x.tlog.size"
