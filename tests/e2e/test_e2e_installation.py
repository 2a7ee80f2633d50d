"""What `make demo` installs: enough for a demonstration, and nothing that only tests and measurements need."""

import re
import subprocess
import sys
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

from packaging.requirements import Requirement

COVERS = ("withhold.cli",)

ROOT = Path(__file__).parents[2]

_SITE = """
import os, sys

class Absent:
    names = set(os.environ["ABSENT"].split(","))

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return None

sys.meta_path.insert(0, Absent())
"""


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(name: str, extra: str = "") -> set[str]:
    """Return the distributions that one needs to run, including itself."""
    found: set[tuple[str, str]] = set()
    waiting = [(name, extra)]
    while waiting:
        each, wanted = waiting.pop()
        if (each, wanted) in found:
            continue
        found.add((each, wanted))
        for line in distribution(each).requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": wanted}):
                waiting.append((canonical(requirement.name), ""))
                waiting += [(canonical(requirement.name), each_extra) for each_extra in requirement.extras]
    return {each for each, _ in found}


def only_for_development() -> set[str]:
    """Return the top-level modules that are installed here and not needed to run."""
    runtime = needed("withhold")
    return {
        module
        for module, owners in packages_distributions().items()
        if all(canonical(owner) not in runtime for owner in owners)
    }


def test_a_demonstration_needs_no_development_dependency(tmp_path: Path) -> None:
    absent = only_for_development()
    assert {"pytest", "pyspark", "pandas", "duckdb", "hypothesis"} <= absent
    (tmp_path / "sitecustomize.py").write_text(_SITE)
    environment = {"PYTHONPATH": str(tmp_path), "ABSENT": ",".join(sorted(absent)), "PATH": "/usr/bin:/bin"}
    shown = subprocess.run(
        [sys.executable, "-m", "withhold.cli", "demo", "--home", str(tmp_path / "home"), "--rows", "200"],
        capture_output=True,
        text=True,
        env=environment,
        timeout=3600,
    )
    assert shown.returncode == 0, shown.stderr
    assert "Released" in shown.stdout


def commands_of(target: str) -> str:
    """Return what make would run for a target if the lists of dependencies had changed."""
    words = ["make", "--dry-run", "--what-if=pyproject.toml", target]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=600).stdout


def test_the_demonstration_installs_what_it_needs_to_run_and_no_more() -> None:
    synced = [line for line in commands_of("demo").splitlines() if " sync " in line]
    assert len(synced) == 1
    assert "--no-default-groups" in synced[0]
    assert any("--no-default-groups" not in line for line in commands_of("check").splitlines() if " sync " in line)


def test_the_installers_are_pinned_by_hash() -> None:
    lines = (ROOT / "tools" / "bootstrap.txt").read_text().splitlines()
    pinned = [line for line in lines if "==" in line and not line.startswith("#")]
    assert {re.split("==", line)[0] for line in pinned} == {"pip", "uv"}
    assert all(re.fullmatch(r"[a-z]+==[0-9.]+ \\", line) for line in pinned)
    assert sum("--hash=sha256:" in line for line in lines) > len(pinned)
    assert "--require-hashes -r tools/bootstrap.txt" in (ROOT / "Makefile").read_text()
