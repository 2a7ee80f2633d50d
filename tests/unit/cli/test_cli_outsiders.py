"""The commands that a court or a witness runs on a log import no library that only an instance needs."""

import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from withhold.sealing.keys import check_ed25519
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, sign_checkpoint, verify_checkpoint
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.receipt import make_receipt
from withhold.tlog.stores.directory_store import DirectoryStore
from withhold.tlog.tree.building import RightEdge, extend

COVERS = (
    "withhold.cli.passing_faults",
    "withhold.cli.ledger.log_serving",
    "withhold.cli.ledger.verifying",
    "withhold.cli.ledger.witness",
)

OF_AN_INSTANCE = {"django", "fido2", "narwhals", "polars", "rich"}
PATIENCE = 600
"""Seconds. It is long, so that no test depends on the speed of the machine."""
PROGRAM = (sys.executable, "-X", "importtime", "-m", "withhold.cli", "ledger")
_IMPORTED = re.compile(r"^import time:.*\| *([\w.]+)$", re.MULTILINE)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Make a log of three entries, with its key list beside it and a receipt for the second entry."""
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    key = VerifierKey("log.example/outside", KeyType.ED25519, private.public_key().public_bytes_raw())
    store = DirectoryStore(tmp_path / "log")
    made = extend(RightEdge(), [b"one", b"two", b"three"])
    store.write(made.files)
    note = sign_checkpoint(Checkpoint(key.name, made.edge.size, made.edge.root), key, private.sign).encode()
    store.publish("checkpoint", note)
    store.publish("vkey", f"{key}\n".encode())
    verified = verify_checkpoint(note, LogTrust((key,)), check_ed25519)
    (tmp_path / "receipt").write_bytes(make_receipt(store, 1, verified).encode())
    return tmp_path / "log"


def imported(errors: str) -> set[str]:
    """Return the top-level packages that Python reported as imported."""
    return {name.partition(".")[0] for name in _IMPORTED.findall(errors)}


def run(*words: str) -> tuple[str, set[str]]:
    ended = subprocess.run([*PROGRAM, *words], capture_output=True, text=True, check=True, timeout=PATIENCE)
    return ended.stdout, imported(ended.stderr)


def test_verifying_a_log_imports_nothing_that_only_an_instance_needs(log: Path) -> None:
    output, packages = run("verify", str(log), "--vkey", str(log / "vkey"), "--strict")
    assert "log verified: log.example/outside, 3 entries" in output
    assert "cryptography" in packages
    assert packages & OF_AN_INSTANCE == set()


def test_a_missing_log_is_reported_without_importing_what_only_an_instance_needs(tmp_path: Path) -> None:
    words = [*PROGRAM, "verify", str(tmp_path / "none"), "--vkey", "x"]
    ended = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert ended.returncode == 3
    assert imported(ended.stderr) & OF_AN_INSTANCE == set()


def test_verifying_a_receipt_imports_nothing_that_only_an_instance_needs(log: Path) -> None:
    output, packages = run("verify", str(log.parent / "receipt"), "--receipt", "--vkey", str(log / "vkey"))
    assert "receipt verified: entry 1" in output
    assert packages & OF_AN_INSTANCE == set()


def test_a_witness_imports_nothing_that_only_an_instance_needs(tmp_path: Path) -> None:
    output, packages = run("witness", "--new-key", "witness.example/w1", "--key", str(tmp_path / "key"))
    assert "witness.example/w1+" in output
    assert "gunicorn" in packages
    assert packages & OF_AN_INSTANCE == set()


def test_serving_a_log_imports_nothing_that_only_an_instance_needs(log: Path, tmp_path: Path) -> None:
    errors = tmp_path / "errors"
    with (
        errors.open("wb") as file,
        subprocess.Popen(
            [*PROGRAM, "serve", "--log", str(log), "--port", "0"], stdout=subprocess.PIPE, stderr=file, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[-1]
            with urlopen(f"{address}/checkpoint", timeout=PATIENCE) as answer:
                assert answer.read() == (log / "checkpoint").read_bytes()
        finally:
            process.send_signal(signal.SIGTERM)
    packages = imported(errors.read_text())
    assert "gunicorn" in packages
    assert packages & OF_AN_INSTANCE == set()
