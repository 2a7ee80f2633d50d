"""Paths on the command line that cannot be used. The command ends with one line that names the path and the reason."""

import ctypes
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from support.home import LittleHome, little_home
from support.people import STEWARD
from withhold.cli.main import withhold
from withhold.model.errors import Unreadable

COVERS = ("withhold.cli",)

_DROP_BOUND, _OVERRIDE = 24, 1
"""Linux: PR_CAPBSET_DROP and CAP_DAC_OVERRIDE. With this capability, the superuser may write despite a file's mode."""


@pytest.fixture
def little(tmp_path: Path) -> Iterator[LittleHome]:
    with little_home(tmp_path) as home:
        yield home


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    return path


def ended(*words: object) -> tuple[int, str]:
    """Return the exit code of a command, and its last line, which is the error."""
    result = CliRunner().invoke(withhold, [str(word) for word in words])
    if isinstance(result.exception, Unreadable):
        return result.exception.exit_code, str(result.exception)
    return result.exit_code, result.output.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    "words",
    [
        ("key", "--for", "signer", "--name", "S-1", "--out"),
        ("ledger", "witness", "--new-key", "witness.example", "--key"),
    ],
)
def test_a_key_in_a_directory_that_does_not_exist_is_refused(words: tuple[str, ...]) -> None:
    code, said = ended(*words, "/no/such/place/k")
    assert (code, said) == (
        3,
        "/no/such/place: It cannot be used (No such file or directory). Check the path, the disk and the permissions.",
    )


def test_the_place_for_a_receipt_is_checked_before_the_ledger_is_read(tmp_path: Path, pipe: Path) -> None:
    proof = ("ledger", "proof", "0", "--home", tmp_path / "none", "--out")
    assert ended(*proof, pipe) == (3, "pipe: This is not a regular file. Copy its content to one, and name that.")
    code, said = ended(*proof, "/no/such/place/p")
    assert code == 2
    assert "The directory /no/such/place does not exist." in said
    assert stat.S_ISFIFO(pipe.lstat().st_mode)


@pytest.mark.parametrize(
    "words",
    [
        ("demo", "--rows", "100", "--home"),
        ("sample", "--rows", "100", "--out"),
        ("worker", "--home"),
        ("accounting", "--receipts"),
    ],
)
def test_a_pipe_in_place_of_a_directory_is_wrong_usage(words: tuple[str, ...], pipe: Path) -> None:
    code, said = ended(*words, pipe)
    assert code == 2
    assert said.endswith("is not a directory. Name a directory.")
    assert list(pipe.parent.iterdir()) == [pipe]


def _without_override() -> None:
    if os.geteuid() == 0:
        ctypes.CDLL(None, use_errno=True).prctl(_DROP_BOUND, _OVERRIDE, 0, 0, 0)


@pytest.mark.parametrize("command", ["worker", "serve", "rotate-key"])
def test_an_instance_that_cannot_be_written_to_is_named_in_one_line(little: LittleHome, command: str) -> None:
    words = {
        "worker": ["worker"],
        "serve": ["serve", "--port", "0"],
        "rotate-key": ["ledger", "rotate-key", "--person", STEWARD.person, "--reason", "Yearly."],
    }[command]
    places = [little.home, *little.home.rglob("*")]
    for place in places:
        place.chmod(0o500 if place.is_dir() else 0o400)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "withhold.cli", *words, "--home", str(little.home)],
            capture_output=True,
            text=True,
            preexec_fn=_without_override,
        )
    finally:
        for place in places:
            place.chmod(0o700 if place.is_dir() else 0o600)
    assert (done.returncode, done.stdout) == (3, ""), done.stderr
    said = [line for line in done.stderr.splitlines() if not line.startswith("DEMONSTRATION")]
    assert ["cannot be" in line for line in said] == [True], done.stderr
