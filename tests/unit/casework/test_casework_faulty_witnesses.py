"""Witnesses that lie, hang or cannot be reached, and damage that is not a witness's fault."""

import logging
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from support.appointed_witnesses import NOT_YET, SOME_KEY, replace_witness, signers, something_happens
from support.codes import raises
from support.further import OneCase
from support.home import LittleHome
from support.witness_process import WitnessProcess
from withhold.casework.publication import witnesses as gathering
from withhold.casework.publication.proving import latest_checkpoint, signed_checkpoint
from withhold.casework.publication.publishing import publish
from withhold.casework.publication.witnesses import cosign_by_witnesses
from withhold.model.errors import Conflict
from withhold.tlog.errors import TileMissing
from withhold.tlog.witnesses.client import KnowsMore, Witness

COVERS = (
    "withhold.casework.publication.proving",
    "withhold.casework.publication.witnesses",
)


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Witnesses have half a second."""
    monkeypatch.setattr(gathering, "DEADLINE", 0.5)


class Liar:
    """A web server in a witness's place."""

    def __init__(self, status: int, body: bytes) -> None:
        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None: ...

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def __enter__(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, b"", "no cosignature"),
        (200, b"x" * 50_000, "longer"),
        (200, f"\u2014 {SOME_KEY.name} {'A' * 104}\n".encode(), "no cosignature"),
        (403, b"", "answers 403"),
        (500, b"secret\n", "answers 500"),
        (409, b"no size", "newline"),
    ],
)
def test_a_witness_that_lies_counts_for_nothing_and_is_named(
    approved: OneCase, caplog: pytest.LogCaptureFixture, status: int, body: bytes, said: str
) -> None:
    little, case_id = approved
    with Liar(status, body) as url, caplog.at_level(logging.WARNING):
        replace_witness(little, Witness(SOME_KEY, url))
        something_happens(little)
        publish(little.instance)
        with raises(Conflict, *NOT_YET):
            little.retrieve(case_id)
    assert signers(little) == [little.instance.configuration.origin]
    [record] = {each.getMessage() for each in caplog.records}
    assert SOME_KEY.name in record
    assert said in record
    assert "secret" not in record


def test_a_witness_that_claims_a_longer_log_stops_the_house(little: LittleHome) -> None:
    with Liar(409, b"999999999\n") as url:
        replace_witness(little, Witness(SOME_KEY, url))
        something_happens(little)
        with pytest.raises(KnowsMore):
            publish(little.instance)
    assert signed_checkpoint(little.instance).checkpoint.size == little.instance.sequencer.size()


def test_a_witness_that_hangs_is_not_waited_for(
    little: LittleHome, brief: None, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        replace_witness(little, Witness(SOME_KEY, f"http://127.0.0.1:{silent.getsockname()[1]}"))
        something_happens(little)
        publish(little.instance)
        with raises(Conflict, *NOT_YET):
            latest_checkpoint(little.instance)
    assert "no answer" in caplog.text


def test_a_log_that_cannot_be_read_is_not_the_witnesss_fault(little: LittleHome, process: WitnessProcess) -> None:
    something_happens(little)
    publish(little.instance)
    something_happens(little)
    process.kill()
    publish(little.instance)
    for path in (little.home / "log/tile/0").rglob("*"):
        if path.is_file():
            path.unlink()
    process.start()
    with pytest.raises(TileMissing):
        cosign_by_witnesses(little.instance, little.instance.sequencer.committed().encode().decode())


def test_a_damaged_published_checkpoint_gives_a_witness_nothing(little: LittleHome, process: WitnessProcess) -> None:
    published = little.home / "log/checkpoint"
    for content in (b"", b"nonsense", b"\xff\n\n"):
        something_happens(little)
        publish(little.instance)
        before = published.read_bytes()
        text = little.instance.sequencer.committed().encode().decode()
        published.write_bytes(content)
        assert [line.name for line in cosign_by_witnesses(little.instance, text).note.signatures][1:] == [
            process.key.name
        ]
        published.write_bytes(before)
