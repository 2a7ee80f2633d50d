"""The ledger and its witnesses, which are real processes: nothing is released that they have not cosigned."""

import logging
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from support.codes import raises
from support.home import LittleHome
from support.people import AGENCY, OFFICIALS, STEWARD, SUBJECTS
from support.witness_process import WitnessProcess, running
from withhold.casework.accreditation.accrediting import assess_safeguards
from withhold.casework.audit.auditing import audit, fsck
from withhold.casework.configuration import FILE, load_configuration
from withhold.casework.opening.instance import log_key
from withhold.casework.publication import witnesses as gathering
from withhold.casework.publication.proving import latest_checkpoint, receipt_at, signed_checkpoint
from withhold.casework.publication.publishing import publish
from withhold.casework.publication.witnesses import appoint_witnesses, cosign_by_witnesses
from withhold.casework.releasing import retrieve
from withhold.cli.main import exit_code_of
from withhold.model.errors import Code, Conflict, Unreadable
from withhold.model.kinds import Kind
from withhold.records.database import close
from withhold.sealing.keys import SigningKey, check_ed25519
from withhold.sealing.keytext import Use
from withhold.tlog.errors import HistoryDisputed, TileMissing
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.note import parse_note
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.receipt import verify_receipt
from withhold.tlog.witnesses.client import KnowsMore, Witness

COVERS = (
    "withhold.casework.configuration",
    "withhold.casework.publication.proving",
    "withhold.casework.publication.witnesses",
)

NOT_YET = (Code.LEDGER_NOT_COSIGNED,)


def appoint(little: LittleHome, *witnesses: Witness, quorum: int = 1) -> None:
    appoint_witnesses(little.home, witnesses, quorum)
    little.reopen()


def something_happens(little: LittleHome, note: str = "Reviewed again; no findings open.") -> None:
    assess_safeguards(little.desk, STEWARD, AGENCY, True, note)


def signers(little: LittleHome) -> list[str]:
    """Who signed the published checkpoint, in order."""
    return [line.name for line in parse_note((little.home / "log/checkpoint").read_bytes()).signatures]


@pytest.fixture
def process(little: LittleHome) -> Iterator[WitnessProcess]:
    """A witness that the home knows, and that runs."""
    process = WitnessProcess(little.root / "w1", log_key(little.home))
    with running(process):
        appoint(little, process.witness)
        yield process


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Witnesses have half a second."""
    monkeypatch.setattr(gathering, "DEADLINE", 0.5)


def test_what_is_published_is_cosigned(little: LittleHome, process: WitnessProcess) -> None:
    for _ in range(3):
        something_happens(little)
        publish(little.desk)
        assert signers(little) == [little.desk.configuration.origin, process.key.name]
        [cosignature] = latest_checkpoint(little.desk).cosignatures
        assert cosignature.witness == process.key.name
    assert audit(little.desk).findings == ()


def test_a_release_is_proven_under_a_cosigned_checkpoint(little: LittleHome, process: WitnessProcess) -> None:
    release = little.retrieve(little.approved("robin"))
    assert little.opened(release)["address"] == SUBJECTS["robin"].most_recent


def test_a_release_waits_for_the_witness(little: LittleHome, process: WitnessProcess) -> None:
    case_id = little.approved()
    assert process.stop() == 0
    before = [kind for kind in little.kinds() if kind == Kind.RELEASED]
    for _ in range(2):
        something_happens(little)
        with raises(Conflict, *NOT_YET):
            little.retrieve(case_id)
    assert [kind for kind in little.kinds() if kind == Kind.RELEASED] == before
    process.start()
    assert little.opened(little.retrieve(case_id))


class Elsewhere:
    """The sequencer of an instance, and what happens elsewhere once it has published for the n-th time."""

    def __init__(self, sequencer: Any, after: int, happens: Callable[[], object]) -> None:
        self._sequencer, self._left, self._happens = sequencer, after, happens

    def publish(self, note: str) -> None:
        self._sequencer.publish(note)
        self._left -= 1
        if not self._left:
            self._happens()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sequencer, name)


def test_a_witness_that_goes_away_before_the_hand_over_stops_it(little: LittleHome, process: WitnessProcess) -> None:
    case_id = little.approved()
    sequencer: Any = Elsewhere(little.desk.sequencer, 1, process.kill)
    with raises(Conflict, *NOT_YET):
        retrieve(replace(little.desk, sequencer=sequencer), OFFICIALS[0], case_id)
    assert Kind.RETRIEVED not in little.kinds()
    process.start()
    assert little.opened(little.retrieve(case_id))
    assert little.kinds().count(Kind.RETRIEVED) == 1


def test_with_the_witness_away_everything_but_a_release_works(little: LittleHome, process: WitnessProcess) -> None:
    process.stop()
    little.reopen()
    case_id = little.approved()
    assert signers(little) == [little.desk.configuration.origin]
    assert audit(little.desk).findings == fsck(little.desk).findings == ()
    assert verify_receipt(receipt_at(little.desk, 0).encode(), replace_quorum(little), check_ed25519).index == 0
    with raises(Conflict, *NOT_YET):
        little.retrieve(case_id)


def replace_quorum(little: LittleHome) -> Any:
    trust = little.desk.trust
    return replace(trust, witnesses=replace(trust.witnesses, quorum=0))


def test_a_cosignature_is_never_lost(little: LittleHome, process: WitnessProcess) -> None:
    something_happens(little)
    publish(little.desk)
    cosigned = (little.home / "log/checkpoint").read_bytes()
    process.stop()
    publish(little.desk)
    little.desk.sequencer.publish(little.desk.sequencer.committed().encode().decode())
    little.reopen()
    publish(little.desk)
    assert (little.home / "log/checkpoint").read_bytes() == cosigned
    appoint_witnesses(little.home, [], 0)
    little.reopen()
    publish(little.desk)
    assert (little.home / "log/checkpoint").read_bytes() == cosigned


def test_who_was_late_is_asked_again_though_nothing_happened(little: LittleHome, process: WitnessProcess) -> None:
    process.stop()
    something_happens(little)
    size = publish(little.desk).size
    process.start()
    assert publish(little.desk).size == size
    assert signers(little)[1:] == [process.key.name]


def test_a_quorum_of_two_of_three(little: LittleHome) -> None:
    each = [
        WitnessProcess(little.root / name, log_key(little.home), name=f"witness.example/{name}") for name in ("a", "b")
    ]
    third = WitnessProcess(little.root / "c", log_key(little.home), name="witness.example/c")
    with running(each[0]) as first, running(each[1]) as second:
        with running(third) as away:
            pass
        appoint(little, first, second, away, quorum=2)
        case_id = little.approved()
        assert signers(little)[1:] == [first.key.name, second.key.name]
        each[0].stop()
        something_happens(little)
        with raises(Conflict, *NOT_YET):
            little.retrieve(case_id)
        with running(third):
            assert little.opened(little.retrieve(case_id))
            assert signers(little)[1:] == [second.key.name, away.key.name]
            each[0].start()
            publish(little.desk)
            assert sorted(signers(little)[1:]) == [first.key.name, second.key.name, away.key.name]
            assert len(latest_checkpoint(little.desk).cosignatures) == 3


def put_back(little: LittleHome, to: Path) -> None:
    little.close()
    shutil.rmtree(little.home)
    shutil.copytree(to, little.home)
    little.reopen()


def test_records_and_log_put_back_to_an_older_state_are_found_out(
    little: LittleHome, process: WitnessProcess, tmp_path: Path
) -> None:
    case_id = little.approved()
    little.close()
    shutil.copytree(little.home, tmp_path / "older")
    little.reopen()
    for _ in range(5):
        something_happens(little)
        ahead = publish(little.desk).size
    put_back(little, tmp_path / "older")
    something_happens(little)
    with pytest.raises(KnowsMore, match=f"of {ahead} entries") as raised:
        publish(little.desk)
    assert exit_code_of(raised.value) == 1
    with pytest.raises(HistoryDisputed):
        little.retrieve(case_id)
    assert Kind.RELEASED not in little.kinds()


def test_a_second_history_of_the_same_length_is_found_out(
    little: LittleHome, process: WitnessProcess, tmp_path: Path
) -> None:
    publish(little.desk)
    little.close()
    shutil.copytree(little.home, tmp_path / "older")
    little.reopen()
    something_happens(little, "One history.")
    size = publish(little.desk).size
    put_back(little, tmp_path / "older")
    something_happens(little, "Another.")
    with pytest.raises(HistoryDisputed, match=f"cosigned {size} entries that this log does not extend"):
        publish(little.desk)


def test_a_second_history_that_has_grown_longer_is_found_out(
    little: LittleHome, process: WitnessProcess, tmp_path: Path
) -> None:
    publish(little.desk)
    little.close()
    shutil.copytree(little.home, tmp_path / "older")
    little.reopen()
    something_happens(little, "One history.")
    publish(little.desk)
    put_back(little, tmp_path / "older")
    process.stop()
    for _ in range(4):
        something_happens(little, "Another, for a while without a witness.")
        publish(little.desk)
    process.start()
    with pytest.raises(HistoryDisputed, match="does not extend"):
        publish(little.desk)
    assert signers(little) == [little.desk.configuration.origin]


def test_one_honest_witness_of_two_is_enough_to_be_found_out(
    little: LittleHome, process: WitnessProcess, tmp_path: Path
) -> None:
    publish(little.desk)
    little.close()
    shutil.copytree(little.home, tmp_path / "older")
    little.reopen()
    something_happens(little, "One history.")
    publish(little.desk)
    put_back(little, tmp_path / "older")
    forgetful = WitnessProcess(little.root / "w2", log_key(little.home), name="witness.example/w2")
    with running(forgetful):
        appoint(little, process.witness, forgetful.witness)
        something_happens(little, "Another.")
        with pytest.raises(HistoryDisputed):
            publish(little.desk)
        assert signers(little)[1:] == [forgetful.key.name]


def test_a_log_that_has_grown_meanwhile_is_no_rollback(little: LittleHome, process: WitnessProcess) -> None:
    something_happens(little)
    publish(little.desk)
    late = little.desk.sequencer.committed().encode().decode()
    something_happens(little)
    size = publish(little.desk).size
    cosigned = cosign_by_witnesses(little.desk, late)
    assert Checkpoint.parse(cosigned.note.text).size == size
    assert [line.name for line in cosigned.note.signatures][1:] == [process.key.name]
    cosigned.require_undisputed()
    little.desk.sequencer.publish(late)
    assert latest_checkpoint(little.desk).checkpoint.size == size


def test_several_publish_at_once(little: LittleHome, process: WitnessProcess) -> None:
    """Each in a thread of its own, as several processes would: nobody mistakes another's progress for a rollback."""
    faults: list[Exception] = []

    def work() -> None:
        try:
            for _ in range(4):
                something_happens(little)
                publish(little.desk)
        except Exception as fault:  # noqa: BLE001 - looked at below
            faults.append(fault)
        finally:
            close(little.desk.alias)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert faults == []
    assert latest_checkpoint(little.desk).checkpoint.size == little.desk.sequencer.size()
    assert audit(little.desk).findings == ()


# Witnesses that do not keep to the protocol


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


SOME_KEY = VerifierKey("witness.example/liar", KeyType.COSIGNATURE, bytes(range(32)))


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
    little: LittleHome, caplog: pytest.LogCaptureFixture, status: int, body: bytes, said: str
) -> None:
    with Liar(status, body) as url, caplog.at_level(logging.WARNING):
        appoint(little, Witness(SOME_KEY, url))
        case_id = little.approved()
        with raises(Conflict, *NOT_YET):
            little.retrieve(case_id)
    assert signers(little) == [little.desk.configuration.origin]
    [record] = {each.getMessage() for each in caplog.records}
    assert SOME_KEY.name in record
    assert said in record
    assert "secret" not in record


def test_a_witness_that_claims_a_longer_log_stops_the_house(little: LittleHome) -> None:
    with Liar(409, b"999999999\n") as url:
        appoint(little, Witness(SOME_KEY, url))
        something_happens(little)
        with pytest.raises(KnowsMore):
            publish(little.desk)
    assert signed_checkpoint(little.desk).checkpoint.size == little.desk.sequencer.size()


def test_a_witness_that_hangs_is_not_waited_for(
    little: LittleHome, brief: None, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        appoint(little, Witness(SOME_KEY, f"http://127.0.0.1:{silent.getsockname()[1]}"))
        something_happens(little)
        publish(little.desk)
        with raises(Conflict, *NOT_YET):
            latest_checkpoint(little.desk)
    assert "no answer" in caplog.text


def test_a_log_that_cannot_be_read_is_not_the_witnesss_fault(little: LittleHome, process: WitnessProcess) -> None:
    something_happens(little)
    publish(little.desk)
    something_happens(little)
    process.kill()
    publish(little.desk)
    for path in (little.home / "log/tile/0").rglob("*"):
        if path.is_file():
            path.unlink()
    process.start()
    with pytest.raises(TileMissing):
        cosign_by_witnesses(little.desk, little.desk.sequencer.committed().encode().decode())


@pytest.mark.parametrize("content", [b"", b"nonsense", b"\xff\n\n"])
def test_a_damaged_published_checkpoint_gives_a_witness_nothing(
    little: LittleHome, process: WitnessProcess, content: bytes
) -> None:
    something_happens(little)
    publish(little.desk)
    text = little.desk.sequencer.committed().encode().decode()
    (little.home / "log/checkpoint").write_bytes(content)
    assert [line.name for line in cosign_by_witnesses(little.desk, text).note.signatures][1:] == [process.key.name]


# Settings


def test_witnesses_are_in_the_settings_and_in_the_log(little: LittleHome) -> None:
    first = Witness(SOME_KEY, "https://witness.example/w1")
    second = Witness(VerifierKey("two.example", KeyType.COSIGNATURE, bytes(32)), "http://127.0.0.1:9")
    appoint_witnesses(little.home, [first, second], 2)
    configuration = load_configuration(little.home)
    assert (configuration.witnesses, configuration.quorum) == ((first, second), 2)
    assert configuration.dump() == (little.home / FILE).read_text()
    little.reopen()
    assert (little.home / "log/witnesses").read_text() == f"{first.key}\n{second.key}\n"
    appoint(little, second, quorum=1)
    assert (little.home / "log/witnesses").read_text() == f"{second.key}\n{first.key}\n"
    assert little.desk.trust.witnesses.witnesses == (second.key,)


def test_a_home_without_witnesses_states_none(little: LittleHome) -> None:
    little.reopen()
    assert not (little.home / "log/witnesses").exists()
    assert little.desk.trust.witnesses.quorum == 0


W = f'{{ vkey = "{SOME_KEY}", url = "https://witness.example/" }}'


@pytest.mark.parametrize(
    ("witnesses", "quorum", "said"),
    [
        ("[]", "1", "cannot be met"),
        (f"[{W}]", "0", "quorum of one or more"),
        (f"[{W}]", "2", "cannot be met"),
        (f"[{W}]", "-1", "must be"),
        (f"[{W}]", "true", "type int"),
        (f"[{W}]", "1.0", "type int"),
        (f"[{W}, {W}]", "1", "named twice"),
        (W, "1", "must be a list"),
        ('"https://witness.example/"', "1", "must be a list"),
        ("[1]", "1", "must be a list"),
        (f'[{{ vkey = "{SOME_KEY}" }}]', "1", "must be a list"),
        (f'[{{ vkey = "{SOME_KEY}", url = 1 }}]', "1", "must be a list"),
        ('[{ vkey = 1, url = "https://witness.example/" }]', "1", "must be a list"),
        (W.replace(" }", ', name = "x" }').join("[]"), "1", "must be a list"),
        ('[{ vkey = "a+b+c", url = "https://witness.example/" }]', "1", "vkey: "),
        (f'[{{ vkey = "{SOME_KEY}", url = "ftp://witness.example/" }}]', "1", "http or https"),
    ],
)
def test_settings_that_do_not_go_together_open_no_home(
    little: LittleHome, witnesses: str, quorum: str, said: str
) -> None:
    path = little.home / FILE
    kept = [line for line in path.read_text().splitlines() if not line.startswith(("witnesses", "quorum"))]
    path.write_text("\n".join([*kept, f"witnesses = {witnesses}", f"quorum = {quorum}"]))
    with pytest.raises(Unreadable, match=said):
        load_configuration(little.home)


def test_settings_may_leave_witnesses_out(little: LittleHome) -> None:
    path = little.home / FILE
    kept = [line for line in path.read_text().splitlines() if not line.startswith(("witnesses", "quorum"))]
    path.write_text("\n".join(kept))
    assert load_configuration(little.home).witnesses == ()


def test_a_log_is_not_its_own_witness(little: LittleHome) -> None:
    key = SigningKey.read(little.home / "keys/log.key", Use.LOG)
    own = Witness(VerifierKey("other.example", KeyType.COSIGNATURE, key.public.raw), "http://127.0.0.1:9")
    appoint_witnesses(little.home, [own], 1)
    with pytest.raises(Unreadable, match="own witness"):
        little.reopen()


def test_appointing_what_cannot_be(little: LittleHome, tmp_path: Path) -> None:
    before = (little.home / FILE).read_text()
    for witnesses, quorum in (([], 1), ([Witness(SOME_KEY, "http://127.0.0.1:9")], 0)):
        with pytest.raises(Conflict):
            appoint_witnesses(little.home, witnesses, quorum)
    assert (little.home / FILE).read_text() == before
    with pytest.raises(Unreadable):
        appoint_witnesses(tmp_path, [], 0)
