"""The witness as a WSGI application, called as a server calls it, and held to the standard by wsgiref's validator."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from support.growing_log import GrowingLog
from support.served_witness import NAME, Answered, Served
from withhold.sealing.keys import check_ed25519
from withhold.tlog.notes.checkpoint import LogTrust, verify_checkpoint
from withhold.tlog.notes.cosignature import WitnessPolicy
from withhold.tlog.notes.key_list import KeyList
from withhold.tlog.notes.note import NoteSignature, parse_note
from withhold.tlog.tree.consistency import proven_old_root
from withhold.tlog.tree.subtrees import tree_root
from withhold.tlog.witnesses.protocol import MAX_REQUEST_BYTES, AddCheckpoint, Refused
from withhold.witness.opening import make_key, open_witness

COVERS = ("withhold.witness.application",)


@pytest.fixture
def log() -> GrowingLog:
    return GrowingLog()


@pytest.fixture
def served(tmp_path: Path, log: GrowingLog) -> Served:
    return Served(tmp_path, log.key)


def test_a_growing_log_is_cosigned_step_by_step(served: Served, log: GrowingLog) -> None:
    for old, new in ((0, 0), (0, 3), (3, 3), (3, 300), (300, 1000)):
        answered = served.post(log.request(old, new))
        assert answered.status == 200
        assert served.stated_time(log, new, answered) == served.now
    [known] = served.cosigner.known()
    assert (known.origin, known.size, known.disputes) == (log.key.name, 1000, 0)


def test_a_replay_is_cosigned_while_it_is_the_latest_and_never_after(served: Served, log: GrowingLog) -> None:
    first = log.request(0, 3)
    assert served.post(first).status == 200
    replayed = served.post(first)
    assert (replayed.status, replayed.body) == (409, b"3\n")
    assert served.post(log.request(3, 3)).status == 200
    assert served.post(log.request(3, 9)).status == 200
    for stale in (first, log.request(3, 3), log.request(3, 9)):
        answered = served.post(stale)
        assert (answered.status, answered.body) == (409, b"9\n")
        assert answered.headers["Content-Type"] == "text/x.tlog.size"


def disputes(served: Served) -> list[tuple[bytes, bytes, bytes]]:
    with closing(sqlite3.connect(served.root / "database")) as connection:
        return connection.execute("SELECT note, cosigned, proof FROM dispute ORDER BY size").fetchall()


def test_a_split_view_gets_one_signature_and_is_kept_as_evidence(served: Served, log: GrowingLog) -> None:
    fork = log.fork()
    assert served.post(log.request(0, 9)).status == 200
    assert served.post(fork.request(9, 9)).status == 422
    assert served.post(fork.request(9, 12)).status == 422
    assert served.post(fork.request(0, 9)).status == 409
    assert served.post(log.request(9, 12)).status == 200
    assert served.cosigner.known()[0].disputes == 2
    cosigned, proof = log.note(9).encode(), b"".join(fork.proof(9, 12))
    assert disputes(served) == [(fork.note(9).encode(), cosigned, b""), (fork.note(12).encode(), cosigned, proof)]
    assert proven_old_root(9, 12, tree_root(fork.hashes(12)), fork.proof(9, 12)) != tree_root(log.hashes(9))
    assert f"WARNING {log.key.name}: signed 2" in served.call("GET", "/").body.decode()


def test_nobody_can_make_the_witness_accuse_an_honest_log(served: Served, log: GrowingLog) -> None:
    for old, new in ((0, 9), (9, 16)):
        assert served.post(log.request(old, new)).status == 200
        for size in (old, new, 20, 300):
            for nonsense in (
                (),
                (bytes(32),),
                (bytes(32),) * 5,
                (bytes(32),) * 63,
                log.proof(7, 11),
                log.proof(3, 300),
            ):
                served.post(log.request(new, size, proof=nonsense))
                served.post(log.request(size, size, proof=nonsense))
    assert served.cosigner.known()[0].disputes == 0
    assert served.post(log.request(16, 20)).status == 200
    assert "WARNING" not in served.call("GET", "/").body.decode()


def test_a_fork_that_needs_the_older_root_to_be_shown_is_refused_and_accuses_nobody(
    served: Served, log: GrowingLog
) -> None:
    served.post(log.request(0, 8))
    assert served.post(log.fork().request(8, 12)).status == 422
    assert disputes(served) == []


def test_the_same_evidence_is_kept_once_and_never_without_bound(served: Served, log: GrowingLog) -> None:
    fork = log.fork()
    served.post(log.request(0, 9))
    for _ in range(3):
        served.post(fork.request(9, 9))
    assert served.cosigner.known()[0].disputes == 1
    for size in range(10, 112):
        served.post(fork.request(9, size))
        served.post(log.request(9, size, proof=(bytes(32),)))
    assert served.cosigner.known()[0].disputes == 100
    assert [note for note, _, _ in disputes(served)] == [fork.note(size).encode() for size in range(9, 109)]


def test_what_others_added_to_a_checkpoint_is_not_kept(served: Served, log: GrowingLog) -> None:
    stranger = NoteSignature("stranger.example", b"abcd", bytes(3000))
    request = AddCheckpoint.parse(log.request(0, 9))
    crowded = replace(request, note=request.note.with_signatures(stranger, *request.note.signatures))
    assert served.post(crowded.encode()).status == 200
    [names] = [[line.name for line in parse_note(monitored(served, log).body).signatures]]
    assert names == [log.key.name, NAME]


def monitored(served: Served, log: GrowingLog, method: str = "GET") -> Answered:
    return served.call(method, f"/{sha256(log.key.name.encode()).hexdigest()}/checkpoint")


def test_monitors_get_the_latest_checkpoint_with_the_cosignature(served: Served, log: GrowingLog) -> None:
    assert monitored(served, log).status == 404
    for old, new in ((0, 9), (9, 300)):
        line = served.post(log.request(old, new)).body
        answered = monitored(served, log)
        assert (answered.status, answered.body) == (200, log.note(new).encode() + line)
        trust = LogTrust((log.key,), WitnessPolicy((served.cosigner.key,), 1), refuse_unknown=True)
        assert verify_checkpoint(answered.body, trust, check_ed25519).checkpoint.size == new
    served.post(log.fork().request(300, 300))
    assert monitored(served, log).body == log.note(300).encode() + line
    assert (monitored(served, log, "HEAD").body, monitored(served, log, "POST").status) == (b"", 405)
    assert served.call("GET", f"/{sha256(b'other.example').hexdigest()}/checkpoint").status == 404


@pytest.mark.parametrize("now", [0, -5])
def test_a_witness_whose_clock_is_not_set_signs_nothing(served: Served, log: GrowingLog, now: int) -> None:
    served.now = now
    assert served.post(log.request(0, 9)).status == 503
    assert served.cosigner.known() == []


def test_a_clock_gone_wild_is_shown_all_the_same(served: Served, log: GrowingLog) -> None:
    served.now = 253_402_300_800
    assert served.post(log.request(0, 9)).status == 200
    assert "after the year 9999 (253402300800 seconds" in served.call("GET", "/").body.decode()


def test_the_same_again_within_a_second_is_not_written_again(served: Served, log: GrowingLog) -> None:
    served.post(log.request(0, 9))
    with closing(sqlite3.connect(served.root / "database")) as connection:
        connection.execute("CREATE TRIGGER no_more BEFORE UPDATE ON head BEGIN SELECT RAISE(ABORT, 'written'); END")
    assert served.post(log.request(9, 9)).status == 200
    served.now += 1
    assert served.post(log.request(9, 9)).status == 503


@pytest.mark.parametrize("length", ["9" * 20, "1" * 5000])
def test_a_length_no_request_can_have(served: Served, log: GrowingLog, length: str) -> None:
    assert served.post(log.request(0, 9), CONTENT_LENGTH=length).status == 413


def test_a_rollback_gets_the_protocols_answer(served: Served, log: GrowingLog) -> None:
    served.post(log.request(0, 300))
    assert served.post(log.request(0, 9)).status == 409
    assert served.post(log.request(9, 9)).status == 409
    assert served.post(log.request(300, 9, proof=())).status == 400


def test_an_unknown_log_and_a_wrong_signature(served: Served, log: GrowingLog) -> None:
    assert served.post(GrowingLog("other.example").request(0, 3)).status == 404
    assert served.post(GrowingLog(log.key.name).request(0, 3)).status == 403
    assert served.cosigner.known() == []


def test_every_origin_has_a_head_of_its_own(tmp_path: Path, log: GrowingLog) -> None:
    other = GrowingLog("other.example")
    served = Served(tmp_path, log.key, other.key)
    assert served.post(log.request(0, 9)).status == 200
    assert served.post(other.request(0, 5)).status == 200
    assert [(each.origin, each.size) for each in served.cosigner.known()] == [(log.key.name, 9), (other.key.name, 5)]


def test_either_of_a_logs_keys_will_do(tmp_path: Path, log: GrowingLog) -> None:
    renewed = GrowingLog(log.key.name)
    served = Served(tmp_path, log.key, renewed.key)
    assert served.post(log.request(0, 9)).status == 200
    assert served.post(renewed.request(9, 12)).status == 200


def test_a_retired_key_counts_up_to_its_end(tmp_path: Path, log: GrowingLog) -> None:
    renewed = GrowingLog(log.key.name)
    make_key(tmp_path / "key", NAME)
    keys = KeyList(log.key).changed_to(renewed.key, 9)
    cosigner = open_witness(tmp_path / "key", tmp_path / "database", [keys], lambda: 1)
    assert cosigner.add_checkpoint(log.request(0, 9))
    with pytest.raises(Refused) as refused:
        cosigner.add_checkpoint(log.request(9, 12))
    assert refused.value.status == 403
    assert cosigner.add_checkpoint(renewed.request(9, 12))


def test_the_time_never_goes_back(served: Served, log: GrowingLog) -> None:
    assert served.stated_time(log, 3, served.post(log.request(0, 3))) == 1_700_000_000
    served.now -= 1000
    assert served.stated_time(log, 9, served.post(log.request(3, 9))) == 1_700_000_000
    served.now += 2000
    assert served.stated_time(log, 9, served.post(log.request(9, 9))) == 1_700_001_000


def test_malformed_bodies_are_bad_requests(served: Served, log: GrowingLog) -> None:
    good = log.request(0, 3)
    for body in (b"", b"old 0", good[:-1], good[:40], good.replace(b"old 0", b"old 00"), b"\xff" + good, good + b"\n"):
        answered = served.post(body)
        assert answered.status == 400, body
        assert answered.body.count(b"\n") == 1
    assert served.cosigner.known() == []


def test_every_flipped_byte_of_a_request_is_refused(served: Served, log: GrowingLog) -> None:
    served.post(log.request(0, 3))
    good = log.request(3, 5)
    for place in range(len(good)):
        flipped = good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :]
        assert served.post(flipped).status in (400, 403, 404, 409, 422), place
    assert served.cosigner.known()[0].size == 3
    assert served.post(good).status == 200


def test_bodies_have_a_length_and_a_limit(served: Served, log: GrowingLog) -> None:
    good = log.request(0, 3)
    assert served.post(b"x" * (MAX_REQUEST_BYTES + 1)).status == 413
    assert served.post(good, CONTENT_LENGTH="999999999999999999999").status == 413
    assert served.post(good, CONTENT_LENGTH=str(len(good) + 1)).status == 400
    for odd in ("-1", "a", "1e3", "٣"):
        assert served.post(good, CONTENT_LENGTH=odd).status == 400
    assert served.post(good, HTTP_CONTENT_ENCODING="gzip").status == 415
    assert served.cosigner.known() == []
    assert served.post(good, CONTENT_LENGTH="").status == 200
    assert served.post(b"x" * (MAX_REQUEST_BYTES + 1), CONTENT_LENGTH="").status == 413


@pytest.mark.parametrize(("method", "path"), [("GET", "/add-checkpoint"), ("PUT", "/add-checkpoint"), ("POST", "/")])
def test_each_page_has_its_method(served: Served, method: str, path: str) -> None:
    answered = served.call(method, path)
    assert answered.status == 405
    assert answered.headers["Allow"] in ("POST", "GET, HEAD")


@pytest.mark.parametrize("path", ["", "/add-checkpoint/", "/ADD-CHECKPOINT", "//", "/../key", "/key", "/database"])
def test_there_are_no_other_pages(served: Served, path: str) -> None:
    assert served.call("GET", path).status == served.call("POST", path).status == 404


def test_the_page_says_who_it_is_and_what_it_saw(served: Served, log: GrowingLog) -> None:
    assert f"vkey {served.cosigner.key}" in served.call("GET", "/").body.decode()
    served.post(log.request(0, 3))
    page = served.call("GET", "/")
    assert f"cosigned {log.key.name} at 2023-11-14T22:13:20+00:00: 3 entries" in page.body.decode()
    assert page.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    head = served.call("HEAD", "/")
    assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(page.body)))
