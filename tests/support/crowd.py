"""Starts the processes of `support.hammer`, and reads what they printed."""

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
    """Return all complete lines that it printed, and its errors. A kill can cut the last line short."""
    out, err = process.communicate(timeout=600)
    lines = out.split("\n")[:-1]
    return [json.loads(line) for line in lines], err
