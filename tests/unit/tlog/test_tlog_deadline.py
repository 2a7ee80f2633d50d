"""One deadline for a whole exchange: looking up, connecting, TLS, sending; and the end of it all when told to stop."""

import errno
import select
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from withhold.tlog.errors import LogInterrupted, LogUnavailable, LogUnreachable
from withhold.tlog.stores import resolving, timed_web
from withhold.tlog.stores.deadline import Deadline, Stop
from withhold.tlog.stores.resolving import HostAddress, HostNames
from withhold.tlog.stores.timed_web import direct_opener, timed_opener
from withhold.tlog.stores.url import UrlReader

COVERS = (
    "withhold.tlog.stores.deadline",
    "withhold.tlog.stores.resolving",
    "withhold.tlog.stores.timed_web",
    "withhold.tlog.stores.url",
)


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """Connections are taken by the kernel, and nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def url_of(server: socket.socket, scheme: str = "http") -> str:
    return f"{scheme}://127.0.0.1:{server.getsockname()[1]}"


def test_what_is_left_grows_less_and_ends() -> None:
    clock = iter([0.0, 1.0, 4.0])
    deadline = Deadline(4.0, lambda: next(clock))
    assert deadline.left() == 3.0
    with pytest.raises(TimeoutError):
        deadline.left()


def test_a_single_wait_may_be_limited_too(listening: socket.socket) -> None:
    for deadline, most in ((Deadline(60, pause=0.01), 60.0), (Deadline(60), 0.01)):
        with pytest.raises(TimeoutError):
            deadline.wait(listening.fileno(), select.POLLIN, most)


def test_a_stop_ends_a_wait_and_all_that_follow(listening: socket.socket) -> None:
    stop = Stop()
    deadline = Deadline(600, stop=stop)
    assert deadline.left() > 0
    threading.Timer(0.05, stop.set).start()
    with pytest.raises(TimeoutError):
        deadline.wait(listening.fileno(), select.POLLIN)
    with pytest.raises(TimeoutError):
        deadline.left()


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_silent_server_is_given_up(listening: socket.socket, scheme: str) -> None:
    with pytest.raises(LogUnavailable, match="too slow"):
        UrlReader(url_of(listening, scheme), total_timeout=0.2).checkpoint()


def test_a_server_that_does_not_take_the_request_is_given_up(listening: socket.socket) -> None:
    opener = direct_opener(Deadline(0.5), HostNames())
    with pytest.raises(URLError) as raised:
        opener.open(url_of(listening), bytes(64 << 20))
    assert isinstance(raised.value.reason, TimeoutError)


# Names


def test_a_resolver_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    noted = tmp_path / "pid"
    program = f"import os, pathlib; pathlib.Path({str(noted)!r}).write_text(str(os.getpid())); os.read(os.pipe()[0], 1)"
    monkeypatch.setattr(resolving, "RESOLVER", (sys.executable, "-I", "-S", "-c", program))
    with pytest.raises(LogUnavailable, match="too slow"):
        UrlReader("http://log.example/", total_timeout=1.0).checkpoint()
    assert not noted.exists() or not Path(f"/proc/{noted.read_text()}").exists()


def test_a_name_is_looked_up_once_and_every_place_tried(
    monkeypatch: pytest.MonkeyPatch, listening: socket.socket
) -> None:
    program = "print(2, '127.0.0.2', 0); print(2, '127.0.0.1', 0)"
    monkeypatch.setattr(resolving, "RESOLVER", (sys.executable, "-I", "-S", "-c", program))
    names, port = HostNames(), listening.getsockname()[1]
    deadline = Deadline(60)
    found = names.addresses("log.example", port, deadline)
    assert [each.address for each in found] == [("127.0.0.2", port), ("127.0.0.1", port)]
    monkeypatch.setattr(resolving, "RESOLVER", ("/nonexistent",))
    assert names.addresses("log.example", port, deadline) is found
    reader = UrlReader(f"http://log.example:{port}", total_timeout=0.5)
    reader._names = names
    with pytest.raises(LogUnavailable, match="too slow"):  # connected to the second, which does not answer
        reader.checkpoint()


def test_the_resolver_itself() -> None:
    address = HostAddress(socket.AF_INET, ("127.0.0.1", 80))
    assert address in HostNames().addresses("localhost", 80, Deadline(60))
    assert HostNames().addresses("::1", 80, Deadline(60)) == [HostAddress(socket.AF_INET6, ("::1", 80, 0, 0))]


@pytest.mark.parametrize(
    ("program", "error"),
    [
        (f"print('fault', {int(socket.EAI_NONAME)})", LogUnreachable),
        (f"print('fault', {int(socket.EAI_AGAIN)})", LogInterrupted),
        ("", LogInterrupted),
        ("print(2, '127.0.0.1', 0); print(10, '::1', 0)", LogInterrupted),
    ],
)
def test_a_name_that_leads_nowhere(monkeypatch: pytest.MonkeyPatch, program: str, error: type[Exception]) -> None:
    monkeypatch.setattr(resolving, "RESOLVER", (sys.executable, "-I", "-S", "-c", program))
    with pytest.raises(LogUnreachable, match="no answer") as raised:
        UrlReader("http://log.example:1/").checkpoint()
    assert type(raised.value) is error


@pytest.mark.parametrize("host", ["-c", "log\x7f.example"])
def test_a_name_that_none_can_have_is_not_looked_up(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setattr(resolving, "RESOLVER", ("/nonexistent",))
    with pytest.raises(socket.gaierror):
        HostNames().addresses(host, 80, Deadline(60))


def test_the_wait_for_a_connection_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect_ex", lambda *_: errno.EINPROGRESS)
    monkeypatch.setattr(Deadline, "wait", wait_in_vain)
    with pytest.raises(LogUnavailable, match="too slow"):
        UrlReader("http://127.0.0.1:1/").checkpoint()


def test_an_address_that_cannot_be_connected_to_is_given_up_at_once() -> None:
    with pytest.raises(LogInterrupted, match="no answer"):
        UrlReader("http://255.255.255.255:1/").checkpoint()


def wait_in_vain(*_: object) -> None:
    raise TimeoutError


# TLS


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost that vouches for itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


class Echo(BaseHTTPRequestHandler):
    """Answers with a checkpoint's worth of text, or with what was posted; and to a proxy's CONNECT, by tunneling."""

    def log_message(self, *_: object) -> None: ...

    def answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer(b"checkpoint\n" * 20_000)

    def do_POST(self) -> None:
        self.answer(b"%d" % len(self.rfile.read(int(self.headers["Content-Length"]))))

    def do_CONNECT(self) -> None:
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=600) as there:
            self.send_response(200)
            self.end_headers()
            copying = threading.Thread(target=pump, args=(self.connection, there))
            copying.start()
            pump(there, self.connection)
            copying.join()


def pump(here: socket.socket, there: socket.socket) -> None:
    try:
        while piece := here.recv(65536):
            there.sendall(piece)
        there.shutdown(socket.SHUT_WR)
    except OSError:
        return


@pytest.fixture
def serve() -> Iterator[Callable[..., int]]:
    servers: list[ThreadingHTTPServer] = []

    def start(certificate: Path | None = None) -> int:
        server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return server.server_port

    yield start
    for each in servers:
        each.shutdown()
        each.server_close()


def test_a_log_is_read_under_tls_and_through_a_proxy(serve, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    port = serve(certificate)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    url = f"https://localhost:{port}"
    for _ in range(2):
        assert UrlReader(url).checkpoint() == b"checkpoint\n" * 20_000
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{serve()}")


def test_much_is_sent_under_tls(serve, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    opener = timed_opener(Deadline(60), HostNames())
    with opener.open(f"https://localhost:{serve(certificate)}", bytes(8 << 20)) as answer:
        assert answer.read() == b"%d" % (8 << 20)


def test_a_certificate_that_nobody_vouches_for_is_no_passing_trouble(serve, certificate: Path) -> None:
    with pytest.raises(LogUnreachable, match="no answer") as raised:
        UrlReader(f"https://localhost:{serve(certificate)}").checkpoint()
    assert type(raised.value) is LogUnreachable


def test_a_tls_answer_that_is_damaged_is_named_for_what_it_is(
    listening: socket.socket, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    def damage() -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        accepted, _ = listening.accept()
        with socket.socket(fileno=accepted.fileno()) as plain, context.wrap_socket(accepted.dup(), True) as secure:
            accepted.detach()
            secure.recv(65536)
            secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
            plain.sendall(b"no TLS at all")
            with suppress(ConnectionError):
                while plain.recv(65536):
                    pass

    damaging = threading.Thread(target=damage)
    damaging.start()
    with pytest.raises(LogUnreachable, match=r"no answer \(.*SSL.*\)"):
        UrlReader(f"https://localhost:{listening.getsockname()[1]}", total_timeout=30).checkpoint()
    damaging.join()


def test_a_tls_connection_that_breaks_off_may_do_better_next_time(listening: socket.socket) -> None:
    def hang_up() -> None:
        accepted, _ = listening.accept()
        with accepted:
            accepted.recv(1)
            accepted.shutdown(socket.SHUT_WR)
            while accepted.recv(65536):
                pass

    hanging = threading.Thread(target=hang_up)
    hanging.start()
    with pytest.raises(LogInterrupted, match="no answer"):
        UrlReader(url_of(listening, "https"), total_timeout=30).checkpoint()
    hanging.join()


def test_a_socket_that_is_full_is_written_to_once_it_has_room() -> None:
    """TLS may have to write before it can read, and the kernel's buffer may be full at that moment."""
    one, other = socket.socketpair()
    raised = iter([ssl.SSLWantWriteError(), None])

    def act() -> str:
        problem = next(raised)
        if problem is not None:
            raise problem
        return "done"

    with one, other:
        assert timed_web._retry_until_ready(one, act, Deadline(600)) == "done"
