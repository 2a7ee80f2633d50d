"""Every input that is kept holds what must hold, and so does a short run from there. The long one: bench.fuzzing."""

import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.fuzz.targets import CONFINED, TARGETS

COVERS = ("withhold.screening.reading",)

CORPUS = Path(__file__).with_name("corpus")
ROOT = Path(__file__).parents[2]
# Where there is no wheel of atheris, what is kept is still tried.
GUIDED = [name for name in TARGETS if name not in CONFINED] if find_spec("atheris") else []


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_kept_holds(name: str) -> None:
    kept = sorted((CORPUS / name).iterdir())
    assert kept
    for path in kept:
        TARGETS[name](path.read_bytes())


@pytest.mark.parametrize("name", GUIDED)
def test_a_short_run_breaks_nothing(tmp_path: Path, name: str) -> None:
    shutil.copytree(CORPUS / name, tmp_path / name)
    program = [sys.executable, "-m", "tests.fuzz", name, "--corpus", str(tmp_path / name)]
    done = subprocess.run(
        [*program, "--seconds", "20", "--runs", "3000", "--seed", "1"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert "stat::number_of_executed_units" in done.stderr
