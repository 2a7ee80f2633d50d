"""Starts the processes of `support.hammer`, and reads what they said."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

TREE = Path(__file__).parents[2]


def start(role: str, root: Path, seconds: float, database_url: str = "") -> "subprocess.Popen[str]":
    """A process in that role."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(TREE / "tests"), str(TREE))),
        "DATABASE_URL": database_url,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "support.hammer", role, str(root), str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=TREE,
    )


def said(process: "subprocess.Popen[str]") -> tuple[list[dict[str, Any]], str]:
    """All that it said, a line cut short by a kill left out, and its errors."""
    out, err = process.communicate(timeout=600)
    lines = out.split("\n")[:-1]
    return [json.loads(line) for line in lines], err
