"""The log over HTTP: every answer of the application, and a server process whose log is verified from outside."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

import pytest

from support.home import LittleHome, little_home
from withhold.tlog.errors import LogUnreachable
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.note import Note, NoteSignature
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.directory_store import DirectoryStore
from withhold.tlog.tree.building import RightEdge, extend
from withhold.tlog.tree.tiles import Tile
from withhold.web.log_files import LogFiles

COVERS = ("withhold.cli.ledger.log_serving", "withhold.cli.serving", "withhold.web.log_files")

Get = Callable[..., tuple[str, dict[str, str], bytes]]


def asking(application: LogFiles) -> Get:
    def get(path: str, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
        started: list[tuple[str, list[tuple[str, str]]]] = []
        environ: dict[str, object] = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            **headers,
        }
        setup_testing_defaults(environ)

        def start(status: str, sent: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
            started.append((status, sent))
            return lambda _: None

        answer = validator(application)(environ, start)
        with closing(answer):
            body = b"".join(answer)
        ((status, sent),) = started
        return status, dict(sent), body

    return get


def publish(path: Path, size: int, published: int | None = None) -> None:
    store, edge = DirectoryStore(path), RightEdge()
    extension = extend(edge, [b"entry %d" % number for number in range(size)])
    store.write(extension.files)
    head = Checkpoint("log.example", size if published is None else published, extension.edge.root)
    store.publish("checkpoint", Note(head.text, (NoteSignature("log.example", b"1234", b"signed"),)).encode())
    store.publish("vkey", b"log.example+key\n")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    publish(tmp_path / "log", 300)
    (tmp_path / "log" / "secret").write_text("never")
    (tmp_path / "beside").write_text("never")
    return tmp_path / "log"


@pytest.fixture
def get(log: Path) -> Get:
    return asking(LogFiles(DirectoryReader(log)))


def test_every_file_of_the_log_is_served_unchanged(get: Get, log: Path):
    for file in (each for each in log.rglob("*") if each.is_file() and each.name != "secret"):
        status, headers, body = get(f"/{file.relative_to(log)}")
        assert status == "200 OK"
        assert body == file.read_bytes()
        assert headers["Content-Length"] == str(len(body))


@pytest.mark.parametrize("path", ["/tile/0/000", "/tile/entries/001.p/44", "/tile/1/000.p/1"])
def test_caches_keep_a_tile_for_a_year(get: Get, path: str):
    _, headers, _ = get(path)
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_caches_ask_for_the_checkpoint_again_each_time(get: Get):
    _, headers, _ = get("/checkpoint")
    assert headers["Content-Type"] == "text/plain; charset=utf-8"
    assert headers["Cache-Control"] == "no-cache"


def test_every_answer_can_be_read_by_any_page_and_has_no_other_type(get: Get):
    for path in ("/checkpoint", "/tile/0/000", "/nothing"):
        _, headers, _ = get(path)
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_head_is_get_without_the_body(get: Get):
    for path in ("/checkpoint", "/tile/0/000", "/nothing"):
        got, asked = get(path), get(path, "HEAD")
        assert asked == (got[0], got[1], b"")


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"other" ,W/{}', "*"])
def test_a_file_that_the_client_has_is_not_sent_again(get: Get, form: str):
    for path in ("/checkpoint", "/tile/0/000"):
        _, headers, _ = get(path)
        status, again, body = get(path, HTTP_IF_NONE_MATCH=form.format(headers["ETag"]))
        assert (status, body) == ("304 Not Modified", b"")
        assert again["ETag"] == headers["ETag"]
        assert again["Cache-Control"] == headers["Cache-Control"]


def test_a_file_that_has_changed_is_sent_again(get: Get, log: Path):
    _, before, _ = get("/checkpoint")
    publish(log, 301)
    status, after, body = get("/checkpoint", HTTP_IF_NONE_MATCH=before["ETag"])
    assert status == "200 OK"
    assert after["ETag"] != before["ETag"]
    assert body == (log / "checkpoint").read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/secret",
        "/.new",
        "/.new/0",
        "/tile",
        "/tile/",
        "/tile/0",
        "/tile/0/",
        "/tile/0/000/",
        "//tile/0/000",
        "/tile//0/000",
        "/tile/0/000.p/256",
        "/tile/0/000.p/044",
        "/tile/00/000",
        "/tile/0/0",
        "/tile/64/000",
        "/tile/entries/x000/000",
        "/tile/0/" + "x999/" * 400 + "999",
        "/checkpoint/",
        "/Checkpoint",
        "/../beside",
        "/tile/../../beside",
        "/tile/0/..",
        "/tile/0/\0",
        "/tile/0/٠٠٠",
        "/tile/0/999",
        "/tile/0/000.p/7",
        "/witnesses",
    ],
)
def test_every_path_that_is_not_in_the_log_gets_the_same_answer(get: Get, path: str):
    answer = get(path.encode().decode("latin-1"))
    assert answer == get("/nothing")
    status, headers, _ = answer
    assert status == "404 Not Found"
    assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_than_get_and_head_are_refused(get: Get, method: str):
    status, headers, _ = get("/checkpoint", method)
    assert status == "405 Method Not Allowed"
    assert headers["Allow"] == "GET, HEAD"


def test_a_tile_is_served_once_a_published_checkpoint_covers_it(tmp_path: Path):
    get = asking(LogFiles(DirectoryReader(tmp_path)))
    assert get("/checkpoint")[0] == get("/tile/0/000")[0] == "404 Not Found"
    publish(tmp_path, 300, published=256)
    assert get("/tile/0/000")[0] == "200 OK"
    assert get("/tile/0/001.p/44")[0] == "404 Not Found"
    publish(tmp_path, 300)
    assert get("/tile/0/001.p/44")[0] == "200 OK"


def test_a_log_that_cannot_be_read_is_unavailable_without_details(log: Path):
    class Failing(DirectoryReader):
        def read(self, tile: Tile) -> bytes:
            raise LogUnreachable(str(log), "Input/output error")

    status, headers, body = asking(LogFiles(Failing(log)))("/tile/0/000")
    assert status == "503 Service Unavailable"
    assert headers["Cache-Control"] == "no-store"
    assert body == b"the log cannot be read now\n"
    (log / "checkpoint").write_text("nonsense")
    assert asking(LogFiles(DirectoryReader(log)))("/tile/0/000")[0] == "503 Service Unavailable"


@contextmanager
def served(*options: str) -> Iterator[str]:
    """Run ``withhold ledger serve`` as a process of its own, and yield its address."""
    command = [sys.executable, "-m", "withhold.cli", "ledger", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            address = re.fullmatch(r"address +(http://\S+)\n", server.stdout.readline())
            assert address is not None
            yield address[1]
        finally:
            server.terminate()
            assert server.wait(600) == 0


@pytest.fixture
def little() -> Iterator[LittleHome]:
    with little_home() as home:
        yield home


def withhold(*arguments: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "withhold.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def test_the_log_of_an_instance_is_verified_at_its_url(little: LittleHome):
    little.approved()
    log = little.home / "log"
    with served("--home", str(little.home)) as url:
        done = withhold("ledger", "verify", url, "--vkey", log / "vkey")
        assert done.returncode == 0, done.stderr
        assert "log verified" in done.stdout
        tile = next(each for each in sorted(log.glob("tile/entries/000.p/*"), key=lambda each: int(each.name))[::-1])
        content = tile.read_bytes()
        tile.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        done = withhold("ledger", "verify", url, "--vkey", log / "vkey")
        assert done.returncode == 1
        assert f"tile/entries/000.p/{tile.name}" in done.stderr
    done = withhold("ledger", "verify", url, "--vkey", log / "vkey")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_a_log_is_served_without_an_instance_and_without_other_paths(log: Path):
    with served("--log", str(log)) as url:
        host = url.removeprefix("http://")
        with closing(HTTPConnection(host, timeout=600)) as connection:
            for path in ("/tile/0/000", "/../beside", "/%2e%2e/beside", "/tile/0/%2e%2e/%2e%2e/secret", "/secret"):
                connection.putrequest("GET", path, skip_accept_encoding=True)
                connection.endheaders()
                answer = connection.getresponse()
                body = answer.read()
                assert (answer.status == 200) == (path == "/tile/0/000")
                assert b"never" not in body


def test_a_directory_without_a_log_is_not_served(tmp_path: Path):
    for given in (("--log", tmp_path), ("--log", tmp_path / "none"), ("--home", tmp_path), ("--log", "s3://B")):
        done = withhold("ledger", "serve", "--port", "0", *given)
        assert done.returncode == 3
        assert len(done.stderr.splitlines()) == 1
