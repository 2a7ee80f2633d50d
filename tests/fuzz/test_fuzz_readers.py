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
LATER = pytest.mark.trial


# Each file of the confined formats is read in a process of its own: every second one here, all of them in the trials.
@pytest.mark.parametrize(
    ("name", "apart"),
    [
        *((name, 2 if name in CONFINED else 1) for name in TARGETS),
        *(pytest.param(name, 1, marks=LATER) for name in CONFINED),
    ],
)
def test_what_is_kept_holds(name: str, apart: int) -> None:
    kept = sorted((CORPUS / name).iterdir())[::apart]
    assert kept
    for path in kept:
        TARGETS[name](path.read_bytes())


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        *((name, "500") for name in GUIDED if name != "csv_row"),
        *(pytest.param(name, "20000", marks=LATER) for name in GUIDED),
    ],
)
def test_a_short_run_breaks_nothing(tmp_path: Path, name: str, runs: str) -> None:
    shutil.copytree(CORPUS / name, tmp_path / name)
    program = [sys.executable, "-m", "tests.fuzz", name, "--corpus", str(tmp_path / name)]
    done = subprocess.run(
        [*program, "--seconds", "20", "--runs", runs, "--seed", "1"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    assert "stat::number_of_executed_units" in done.stderr
