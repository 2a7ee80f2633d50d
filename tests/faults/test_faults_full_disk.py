"""A disk that is really full, at several sizes: exit code 4, one line that names it, and the same command finishes.

The disk is a small file system in memory, mounted where only the command and its children see it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.home import HOME, little_home
from support.init_words import INIT
from support.killed import TREE

COVERS = ("withhold.cli",)

_SCRIPT = """
mount -t tmpfs -o size="$2" none "$1" || exit 99
if [ -n "$3" ]; then cp -r "$3" "$1/home" || exit 98; fi
disk=$1; shift 3
"$@"; echo "first $?"
mount -o remount,size=500m "$disk" || exit 99
"$@" >/dev/null; echo "again $?"
"""


def mounting() -> list[str]:
    """What runs a command that may mount a disk of its own; a user's namespace where the tests do not run as root."""
    return ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]


def on_full_disk(disk: Path, size: str, words: list[str], home: Path | None = None) -> tuple[int, int, str]:
    """The exit codes on a disk of that size and on the same disk with room, and what went to standard error."""
    disk.mkdir()
    ended = subprocess.run(
        [
            *mounting(),
            "sh",
            "-c",
            _SCRIPT,
            "sh",
            str(disk),
            size,
            str(home or ""),
            sys.executable,
            "-m",
            "withhold.cli",
            *words,
        ],
        capture_output=True,
        text=True,
        cwd=TREE,
        timeout=600,
        env={**os.environ, "POLARS_MAX_THREADS": "2"},
    )
    codes = {name: int(code) for name, code in (line.split() for line in ended.stdout.splitlines()[-2:])}
    return codes["first"], codes["again"], ended.stderr


def check(codes: tuple[int, int, str], named: Path) -> None:
    first, again, errors = codes
    assert first == 4, errors
    # The home's witness is a software one, which answers within a test's process only.
    lines = [line for line in errors.splitlines() if not line.startswith(("DEMONSTRATION", "witness "))]
    cure = "Nothing is lost. Free some space and run the same command again."
    assert lines == [f"withhold: The disk that holds {named} is full. {cure} (machine.disk_full)"]
    assert again == 0, errors


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home, and beside it a signed batch."""
    root = tmp_path_factory.mktemp("prepared")
    with little_home() as little:
        rows = [little.row("robin"), *(little.row("jules", reason="x" * 2_000) for _ in range(400))]
        path = little.batch(rows)
        (root / "batch.csv.sig").write_bytes(little.sign(path))
        shutil.copy(path, root / "batch.csv")
        little.close()
        shutil.copytree(little.home, root / HOME)
    return root


@pytest.mark.parametrize("size", ["40k"])
def test_screen(prepared: Path, tmp_path: Path, size: str) -> None:
    out = tmp_path / "disk" / "out"
    words = ["screen", str(prepared / "batch.csv"), "--out", str(out)]
    check(on_full_disk(tmp_path / "disk", size, words), out)


@pytest.mark.parametrize("size", ["64k"])
def test_sample(tmp_path: Path, size: str) -> None:
    out = tmp_path / "disk" / "out"
    check(on_full_disk(tmp_path / "disk", size, ["sample", "--rows", "300", "--out", str(out)]), out)


@pytest.mark.parametrize("size", ["8k"])
def test_init(prepared: Path, tmp_path: Path, size: str) -> None:
    home = tmp_path / "disk" / "new"
    register = str(prepared / HOME / "register.parquet")
    words = ["init", "--home", str(home), "--register", register, *INIT]
    check(on_full_disk(tmp_path / "disk", size, words), home)


@pytest.mark.parametrize("size", [pytest.param("600k", marks=pytest.mark.trial), "900k"])
def test_intake(prepared: Path, tmp_path: Path, size: str) -> None:
    home = tmp_path / "disk" / "home"
    words = ["intake", str(prepared / "batch.csv"), "--home", str(home)]
    check(on_full_disk(tmp_path / "disk", size, words, prepared / HOME), home)


@pytest.mark.parametrize("size", [pytest.param("16k", marks=pytest.mark.trial), "250k"])
def test_demo(tmp_path: Path, size: str) -> None:
    """At these sizes the disk fills while the sample is written, before there is a home."""
    home = tmp_path / "disk" / "home"
    check(on_full_disk(tmp_path / "disk", size, ["demo", "--home", str(home), "--rows", "300"]), home)
