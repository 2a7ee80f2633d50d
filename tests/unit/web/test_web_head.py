"""HEAD requests to the commands that serve are answered like GET without the body, and are not logged."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from support.home import LittleHome, little_home

COVERS = ("withhold.cli",)


@pytest.fixture
def little() -> Iterator[LittleHome]:
    with little_home() as home:
        yield home


def answers(url: str, path: str) -> list[tuple[int, str | None, bool]]:
    """Return status, length and whether there is a body, for GET and HEAD on one connection."""
    found = []
    with closing(HTTPConnection(urlsplit(url).netloc, timeout=600)) as connection:
        for method in ("GET", "HEAD"):
            connection.request(method, path)
            answer = connection.getresponse()
            found.append((answer.status, answer.headers["Content-Length"], bool(answer.read())))
    return found


@pytest.mark.parametrize(
    ("words", "paths"),
    [
        (("serve", "--no-worker"), ("/", "/log/checkpoint", "/static/site/passkey.js", "/nothing")),
        (("ledger", "serve"), ("/checkpoint", "/tile/0/000.p/1", "/nothing")),
    ],
)
def test_a_head_request_is_answered_and_logs_nothing(
    little: LittleHome, tmp_path: Path, words: tuple[str, ...], paths: tuple[str, ...]
) -> None:
    command = [sys.executable, "-m", "withhold.cli", *words, "--home", str(little.home), "--port", "0"]
    with (tmp_path / "errors").open("wb") as errors:
        server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    with server:
        try:
            assert server.stdout is not None
            url = server.stdout.readline().split()[1]
            for path in paths:
                (status, length, _), (head_status, head_length, body) = answers(url, path)
                assert (status, length, False) == (head_status, head_length, body), path
        finally:
            server.terminate()
            assert server.wait(600) == 0
    logged = (tmp_path / "errors").read_text().splitlines()
    assert [line for line in logged if not line.startswith("DEMONSTRATION: ")] == []
