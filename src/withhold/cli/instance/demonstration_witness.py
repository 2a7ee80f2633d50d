"""The demonstration's witness. It runs in a process of its own.

A real witness is run by somebody other than the custodian.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from withhold.cli.keeping import PARENT
from withhold.model.errors import Code, Conflict
from withhold.sealing.files import replace
from withhold.tlog.notes.vkey import VerifierKey
from withhold.tlog.witnesses.client import Witness
from withhold.witness.opening import make_key

NAME = "demonstration.withhold.example/witness"
DIRECTORY = "witness"
VKEY = "vkey"
_STOP = 15
"""Seconds that the witness has to end after SIGTERM."""


def make_witness(home: Path) -> VerifierKey:
    """Make the key of the demonstration's witness, and return it."""
    place = home / DIRECTORY
    place.mkdir(mode=0o700)
    key = make_key(place / "key", NAME)
    replace(place / VKEY, f"{key}\n".encode())
    return key


@contextmanager
def running_witness(home: Path, key: VerifierKey, log_key: VerifierKey) -> Iterator[Witness]:
    """Run the demonstration's witness of that key until the block ends, and yield it.

    It listens on a free port, and only this machine can reach it.
    """
    with _running(home / DIRECTORY, str(log_key), 0) as address:
        yield Witness(key, address)


@contextmanager
def witness_again(home: Path, log_key: VerifierKey, url: str) -> Iterator[None]:
    """Run the demonstration's witness again until the block ends, at the port of its URL."""
    with _running(home / DIRECTORY, str(log_key), urlsplit(url).port or 0):
        yield


@contextmanager
def _running(place: Path, log: str, port: int) -> Iterator[str]:
    words = [sys.executable, "-m", "withhold.cli", "ledger", "witness", "--key", str(place / "key")]
    words += ["--db", str(place / "database"), "--log", log, "--port", str(port)]
    with (place / "errors").open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603 - our words
            words,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env={**os.environ, PARENT: str(os.getpid())},  # if this process is killed, the witness ends by itself
        )
    try:
        assert process.stdout is not None
        yield _address(process.stdout)
    finally:
        _stop(process)


def _address(output: IO[str]) -> str:
    for line in output:
        label, _, value = line.partition(" ")
        if label == "address":
            return value.strip()
    raise Conflict(Code.DEMONSTRATION_WITNESS_NOT_STARTED, place=f"{DIRECTORY}/errors")


def _stop(process: "subprocess.Popen[str]") -> None:
    process.terminate()
    try:
        process.wait(_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    assert process.stdout is not None
    process.stdout.close()
