"""A witness as its operator runs it, and a cosigned log as other people check it."""

import contextlib
import shutil
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import polars as pl
import pytest

from support.demonstrated import demonstration, origin_of
from withhold.cli.main import main

COVERS = ("withhold.cli",)

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["withhold", *(str(word) for word in words)])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return demonstration(tmp_path_factory)[0]


@pytest.fixture
def copied(demonstrated: Path, tmp_path: Path) -> Path:
    home = tmp_path / "home"
    shutil.copytree(demonstrated, home)
    return home


def url_of(home: Path) -> str:
    [witness] = tomllib.loads((home / "home.toml").read_text())["witnesses"]
    return str(witness["url"])


@contextlib.contextmanager
def witness_of(home: Path, port: int | None) -> Iterator["subprocess.Popen[str]"]:
    """Run the instance's witness with the command that operators type."""
    files = home / "witness"
    words = ["ledger", "witness", "--key", files / "key", "--db", files / "database", "--log", home / "log" / "vkey"]
    process = subprocess.Popen(
        [sys.executable, "-m", "withhold.cli", *map(str, words), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("witness ")
        assert process.stdout.readline().startswith("address ")
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=600)


def test_the_demonstrations_witness_cosigned_and_has_ended(demonstrated: Path) -> None:
    parts = urlsplit(url_of(demonstrated))
    assert parts.hostname == "127.0.0.1"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", parts.port or 0), timeout=5)
    assert (demonstrated / "witness/errors").read_bytes() == b""


def test_anyone_verifies_the_log_with_the_witnesss_key_and_without(copied: Path, run: Run) -> None:
    log, key = copied / "log", copied / "witness/vkey"
    verify = ("ledger", "verify", log, "--vkey", log / "vkey")
    code, out, _ = run(*verify, "--witness", key)
    assert (code, "witness demonstration.withhold.example/witness saw it at" in out) == (0, True)
    code, out, _ = run(*verify)
    assert (code, "is named by the log alone" in out) == (0, True)
    assert run(*verify, "--strict")[0] == 0
    assert run(*verify, "--witness", key, "--quorum", "2")[0] == 2


def test_another_witness_does_not_count(copied: Path, run: Run, tmp_path: Path) -> None:
    code, out, _ = run("ledger", "witness", "--new-key", "stranger.example/w", "--key", tmp_path / "stranger")
    key = out.split()[-1]
    code, _, err = run("ledger", "verify", copied / "log", "--vkey", copied / "log/vkey", "--witness", key)
    assert code == 1
    assert "0 of the 1 witnesses" in err


@pytest.mark.parametrize("words", [(), ("--witness",)])
def test_no_byte_of_the_checkpoint_goes_unchecked(copied: Path, run: Run, words: tuple[str, ...]) -> None:
    log = copied / "log"
    named = [*words, copied / "witness/vkey"] if words else []
    whole = (log / "checkpoint").read_bytes()
    for place in range(0, len(whole), 5):
        (log / "checkpoint").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert run("ledger", "verify", log, "--vkey", log / "vkey", "--strict", *named)[0] == 1, place
    (log / "checkpoint").write_bytes(whole)
    stated = (log / "witnesses").read_bytes()
    for place in range(0, len(stated) - 1, 9):
        (log / "witnesses").write_bytes(stated[:place] + bytes([stated[place] ^ 1]) + stated[place + 1 :])
        assert run("ledger", "verify", log, "--vkey", log / "vkey", "--strict", *named)[0] in (1, 3), place


def test_a_receipt_carries_the_cosignature(copied: Path, run: Run, tmp_path: Path) -> None:
    receipt, key = tmp_path / "receipt", copied / "log/vkey"
    assert run("ledger", "proof", 5, "--home", copied, "--out", receipt)[0] == 0
    verify = ("ledger", "verify", "--receipt", receipt, "--vkey")
    assert run(*verify, key, "--witness", copied / "witness/vkey")[0] == 0
    assert run(*verify, key)[0] == 0
    alone = tmp_path / "key"
    shutil.copy(key, alone)
    code, _, err = run(*verify, alone, "--strict")
    assert code == 1
    assert "by no key that was given" in err
    assert run(*verify, alone)[0] == 0
    whole = receipt.read_bytes()
    for place in range(len(whole) - 120, len(whole), 7):
        receipt.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert run(*verify, key, "--strict")[0] == 1, place


def test_an_instance_opens_without_its_witness_and_continues_with_it(copied: Path, run: Run, tmp_path: Path) -> None:
    sample, log = copied / "sample", copied / "log"
    for words in (("audit",), ("ledger", "fsck"), ("report", "--year", "2025")):
        assert run(*words, "--home", copied)[0] == 0
    fresh = tmp_path / "fresh.csv"
    pl.read_csv(sample / "batch.csv", infer_schema=False).head(40).write_csv(fresh)
    signing = (
        "--log",
        origin_of(copied),
        "--agency",
        "AGY-0001",
        "--signer",
        "SGN-0001",
        "--key",
        sample / "keys/SGN-0001.key",
    )
    assert run("sign", fresh, *signing)[0] == 0
    code, out, _ = run("intake", fresh, "--home", copied)
    assert (code, "rows" in out) == (0, True)
    verify = ("ledger", "verify", log, "--vkey", log / "vkey", "--witness", copied / "witness/vkey")
    code, _, err = run(*verify)
    assert (code, "0 of the 1 witnesses" in err) == (1, True)
    with witness_of(copied, urlsplit(url_of(copied)).port) as process:
        again = tmp_path / "again.csv"
        pl.read_csv(sample / "batch.csv", infer_schema=False).tail(40).write_csv(again)
        assert run("sign", again, *signing)[0] == 0
        assert run("intake", again, "--home", copied)[0] == 0
        assert run(*verify)[0] == 0
        process.send_signal(signal.SIGTERM)
        assert process.wait(600) == 0


def test_a_witness_that_is_started_without_an_option_names_it(copied: Path, run: Run, tmp_path: Path) -> None:
    key, log = tmp_path / "key", copied / "log/vkey"
    code, out, _ = run("ledger", "witness", "--new-key", "w.example/1", "--key", key)
    assert (code, "verifier    w.example/1+" in out) == (0, True)
    assert run("ledger", "witness", "--new-key", "w.example/1", "--key", key)[0] == 2
    assert run("ledger", "witness", "--new-key", "two words", "--key", tmp_path / "other")[0] == 3
    database = tmp_path / "database"
    for words in (
        ("--key", key),
        ("--key", key, "--db", database, "--port", 0),
        ("--key", key, "--log", log, "--port", 0),
        ("--key", key, "--db", database, "--log", log),
        ("--key", key, "--db", database, "--log", log, "--port", 70000),
    ):
        assert run("ledger", "witness", *words)[0] == 2
    for words in (
        ("--key", copied / "keys/log.key", "--db", database, "--log", log),
        ("--key", tmp_path / "absent", "--db", database, "--log", log),
        ("--key", key, "--db", database, "--log", tmp_path / "absent"),
        ("--key", key, "--db", database, "--log", "nonsense+key"),
        ("--key", key, "--db", copied / "home.toml", "--log", log),
    ):
        assert run("ledger", "witness", *words, "--port", 0)[0] == 3, words
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = run("ledger", "witness", "--key", key, "--db", database, "--log", log, "--port", port)
    assert (code, f"port {port}" in err) == (2, True)
