"""A real PgBouncer in transaction mode before a PostgreSQL of the tests, with fewer connections than clients."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from support.postgres import PASSWORD, free_port

CONNECTIONS = 2
"""To the server, for any number of clients."""


@contextmanager
def pooler(url: str) -> Iterator[str]:
    """The URL of the same database through a pooler."""
    server, port = urlsplit(url), free_port()
    place = Path(tempfile.mkdtemp(prefix="withhold-pooler-", dir="/tmp"))
    user: dict[str, object] = {}
    if os.geteuid() == 0:  # it does not run as root
        nobody = pwd.getpwnam("nobody")
        os.chown(place, nobody.pw_uid, nobody.pw_gid)
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
    (place / "users").write_text(f'"{server.username}" "{PASSWORD}"\n')
    (place / "settings").write_text(
        f"""[databases]
* = host=127.0.0.1 port={server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {place}/users
pool_mode = transaction
default_pool_size = {CONNECTIONS}
"""
    )
    for name in ("users", "settings"):
        (place / name).chmod(0o644)
    binary = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    assert binary is not None, "PgBouncer is missing; run tools/pgbouncer.sh"
    pooled = url.replace(f":{server.port}/", f":{port}/")
    with (place / "log").open("wb") as log:
        process = subprocess.Popen([binary, str(place / "settings")], stdout=log, stderr=log, **user)  # type: ignore[call-overload]
    try:
        _await(pooled, process, place / "log")
        yield pooled
    finally:
        process.terminate()
        process.wait(600)
        shutil.rmtree(place, ignore_errors=True)


def _await(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 600
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the pooler did not start: {log.read_text()[-2000:]}"
        try:
            psycopg.connect(url, connect_timeout=60).close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise AssertionError("the pooler did not start in a minute")
