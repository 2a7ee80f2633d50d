"""The scripts in the documentation do what it says they do."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from support.home import LittleHome, little_home

COVERS = ("withhold",)

DOCS = Path(__file__).parents[2] / "docs"


def script(page: str, name: str) -> str:
    """The Python block of a page whose first line is a comment with that name."""
    found = re.search(rf"^```python\n# {name}\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found, name
    return found[1]


def run(text: str, place: Path, *arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", text, *map(str, arguments)]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


def entered(little: LittleHome) -> int:
    """File some rows, so that the log is longer than a tile; how many entries it has."""
    little.file([little.row("robin", statute="8 U.S.C. 1182") for _ in range(300)])
    return little.instance.sequencer.size()


def test_the_root_is_recomputed_with_the_standard_library_alone(tmp_path: Path) -> None:
    text = script("ledger.md", "root.py")
    assert "withhold" not in text
    with little_home(tmp_path) as little:
        size = entered(little)
        log = tmp_path / "log"
        shutil.copytree(little.home / "log", log)
    assert size > 300
    assert f" {size} entries" in run(text, tmp_path, log).stdout
    bundle = log / "tile" / "entries" / "000"
    content = bytearray(bundle.read_bytes())
    content[100] ^= 1
    bundle.write_bytes(content)
    assert run(text, tmp_path, log).returncode != 0
