"""Starting the program with an environment that names other code, a permissive umask, or an open directory."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from support.home import REGISTER, LittleHome, little_home
from support.init_words import INIT
from support.people import register_of

COVERS = ("withhold.casework.opening.privacy", "withhold.cli")


def ran(*words: object, cwd: Path, umask: int = 0o022, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "withhold.cli", *map(str, words)],
        cwd=cwd,
        umask=umask,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_that_the_environment_names_are_not_imported(tmp_path: Path) -> None:
    (tmp_path / "planted.py").write_text(
        f"from pathlib import Path\nPath({str(tmp_path / 'ran')!r}).touch()\n"
        "from withhold.records.settings import *\nDEBUG = True\n"
    )
    ended = ran("audit", "--home", "none", cwd=tmp_path, DJANGO_SETTINGS_MODULE="planted", PYTHONPATH=str(tmp_path))
    assert ended.returncode == 3
    assert "Traceback" not in ended.stderr
    assert not (tmp_path / "ran").exists()


def test_the_environment_gives_a_server_no_other_sockets(tmp_path: Path) -> None:
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "checkpoint").write_text("none\n")
    words = [sys.executable, "-m", "withhold.cli", "ledger", "serve", "--log", str(tmp_path / "log"), "--port", "0"]
    taken = {"GUNICORN_PID": str(os.getpid()), "GUNICORN_FD": "999", "GUNICORN_CMD_ARGS": "--bind 0.0.0.0:1"}
    taken["WEB_CONCURRENCY"] = "many"
    with subprocess.Popen(words, env={**os.environ, **taken}, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[-1]
            connection = HTTPConnection(urlsplit(address).netloc, timeout=600)
            connection.request("GET", "/checkpoint")
            assert connection.getresponse().read() == b"none\n"
            connection.close()
        finally:
            process.terminate()


def open_to_others(home: Path) -> Mapping[str, str]:
    """Return path -> mode of each file and directory that others than its owner may use."""
    paths = [home, *home.rglob("*")]
    modes = {str(path.relative_to(home)): path.lstat().st_mode & 0o777 for path in paths}
    return {name: oct(mode) for name, mode in modes.items() if mode & 0o077}


@pytest.mark.parametrize("umask", [0o000, pytest.param(0o022, marks=pytest.mark.trial)])
def test_only_the_owner_can_read_an_instance(tmp_path: Path, umask: int) -> None:
    home = tmp_path / "instance"
    home.mkdir(mode=0o777)
    home.chmod(0o755)
    register_of().write_parquet(tmp_path / REGISTER)
    ended = ran("init", "--home", home, "--register", tmp_path / REGISTER, *INIT, cwd=tmp_path, umask=umask)
    assert ended.returncode == 0, ended.stderr
    assert open_to_others(home) == {}


@pytest.mark.parametrize("umask", [0o000, pytest.param(0o022, marks=pytest.mark.trial)])
def test_what_a_command_makes_beside_the_records_is_its_owners_too(tmp_path: Path, umask: int) -> None:
    home = tmp_path / "instance"
    with little_home() as little:
        little.close()
        shutil.copytree(little.home, home)
    for path in (home, *home.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
    connection = sqlite3.connect(home / "records.sqlite3")
    try:
        connection.execute("BEGIN IMMEDIATE")
        worked = ran("report", "--home", home, "--year", 2025, cwd=tmp_path, umask=umask)
        assert {"records.sqlite3-wal", "records.sqlite3-shm"} <= {path.name for path in home.iterdir()}, worked.stderr
        assert open_to_others(home) == {}
    finally:
        connection.close()


def test_a_worker_leaves_nothing_open_to_others(tmp_path: Path) -> None:
    with little_home() as home:
        batch, root = filed(home), home.home
        for path in (root, *root.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
        ended = ran("intake", batch, "--signature", f"{batch}.sig", "--home", root, cwd=tmp_path, umask=0)
        assert ended.returncode == 0, ended.stderr
        assert open_to_others(root) == {}


def filed(home: LittleHome) -> Path:
    path = home.batch([home.row("robin"), home.row("kit", reason="Because.")])
    Path(f"{path}.sig").write_bytes(home.sign(path))
    home.close()
    return path


def test_an_instance_that_is_open_to_others_is_refused(tmp_path: Path) -> None:
    with little_home() as home:
        home.home.chmod(0o750)
        ended = ran("worker", "--until-idle", "--home", home.home, cwd=tmp_path)
        assert ended.returncode == 3
        assert "Others than its owner may open it. Run chmod 700" in ended.stderr
