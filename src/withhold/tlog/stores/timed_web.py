"""HTTP and HTTPS exchanges that end in time.

One deadline covers the whole exchange: host name, connection, TLS, request, headers, redirects and body. Sockets never
block. Each wait uses `Deadline.wait`, which another thread can end.
"""

import errno
import os
import select
import socket
import ssl
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPResponse, HTTPSConnection
from io import BufferedReader, RawIOBase
from typing import IO, TYPE_CHECKING, Any, TypeVar, cast
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import (
    AbstractHTTPHandler,
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from withhold.tlog.stores.deadline import Deadline
from withhold.tlog.stores.resolving import HostAddress, HostNames

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Result = TypeVar("Result")

_SCHEMES = ("http", "https")


def is_web(url: str) -> bool:
    """Return whether this is an http or https URL with a host, and a port of 1 to 65535 if it has one."""
    try:
        parts = urlsplit(url)
        return parts.scheme in _SCHEMES and bool(parts.netloc) and parts.port != 0
    except ValueError:  # of a port beyond 65535, too
        return False


FAULTS = (OSError, HTTPException, ValueError)
"""What an exchange raises that does not come to a whole answer."""


def reason_of(fault: Exception) -> Exception:
    """What went wrong in an exchange. The library often wraps it in an error of its own."""
    return fault.reason if isinstance(fault, URLError) and isinstance(fault.reason, Exception) else fault


def in_words(reason: Exception) -> str:
    """The reason in a few words. Nothing that the other side sent is in them."""
    if isinstance(reason, TimeoutError):
        return "too slow"
    return str(getattr(reason, "strerror", None) or type(reason).__name__)


def timed_opener(deadline: Deadline, names: HostNames) -> OpenerDirector:
    """Return an opener for one request. It raises TimeoutError if the answer is not complete by the deadline.

    It follows a few redirects, to http and https only.
    """
    return _opener(deadline, names, HTTPDefaultErrorHandler(), HTTPErrorProcessor(), _Redirects())


def direct_opener(deadline: Deadline, names: HostNames) -> OpenerDirector:
    """Return an opener like `timed_opener` that follows no redirects and returns every answer, whatever its status."""
    return _opener(deadline, names)


def _opener(deadline: Deadline, names: HostNames, *more: BaseHandler) -> OpenerDirector:
    opener = OpenerDirector()
    for handler in (ProxyHandler(), _Timed(deadline, names), *more):
        opener.add_handler(handler)
    return opener


class _Redirects(HTTPRedirectHandler):
    """Follows redirects to http and https only. The library would also follow to ftp."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        fp.close()  # the library would read the redirect's body, however long
        return super().redirect_request(req, fp, code, msg, headers, newurl) if is_web(newurl) else None


class _Timed(AbstractHTTPHandler):
    """Opens connections that know the deadline, for both schemes."""

    def __init__(self, deadline: Deadline, names: HostNames) -> None:
        super().__init__()
        self._plain = partial(_Connection, deadline=deadline, names=names)
        self._secure = partial(_TlsConnection, deadline=deadline, names=names)

    def http_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._plain, req)

    def https_open(self, req: Request) -> HTTPResponse:
        return self.do_open(self._secure, req)

    http_request = https_request = AbstractHTTPHandler.do_request_


class _Connection(HTTPConnection):
    """A connection over sockets that do not block."""

    def __init__(self, host: str, *, deadline: Deadline, names: HostNames, **rest: Any) -> None:
        super().__init__(host, **rest)
        self._deadline, self._names = deadline, names
        self.response_class = self._respond  # type: ignore[assignment]  # called, never inherited from

    def connect(self) -> None:
        addresses = self._names.addresses(self.host, self.port, self._deadline)
        self.sock = _first_connected(addresses, self._deadline)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if getattr(self, "_tunnel_host", None):
            self._tunnel()  # type: ignore[attr-defined]  # as the library does after connecting to a proxy

    def send(self, data: Any) -> None:
        if self.sock is None:
            self.connect()
        rest = memoryview(data)
        while rest:
            rest = rest[_retry_until_ready(self.sock, partial(self.sock.send, rest), self._deadline, select.POLLOUT) :]

    def _respond(self, sock: socket.socket, **rest: Any) -> HTTPResponse:
        return HTTPResponse(cast(socket.socket, _ResponseSource(sock, self._deadline)), **rest)


class _TlsConnection(_Connection, HTTPSConnection):
    """The same under TLS. Certificates are checked, as the library does by default."""

    def connect(self) -> None:
        super().connect()
        name = getattr(self, "_tunnel_host", None) or self.host
        context: ssl.SSLContext = getattr(self, "_context")  # noqa: B009 - the library's, and private
        self.sock = secure = context.wrap_socket(self.sock, server_hostname=name, do_handshake_on_connect=False)
        _retry_until_ready(secure, secure.do_handshake, self._deadline)


def _first_connected(addresses: list[HostAddress], deadline: Deadline) -> socket.socket:
    """A connection to the first address that accepts one. Each gets an equal part of the time that is left."""
    fault: OSError = TimeoutError()
    for number, each in enumerate(addresses):
        sock = socket.socket(each.family, socket.SOCK_STREAM)
        try:
            sock.setblocking(False)
            code = sock.connect_ex(each.address)
            if code == errno.EINPROGRESS:
                deadline.wait(sock.fileno(), select.POLLOUT, deadline.left() / (len(addresses) - number))
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if code:
                raise OSError(code, os.strerror(code))
        except OSError as error:
            sock.close()
            fault = error
        else:
            return sock
    raise fault


def _retry_until_ready(
    sock: socket.socket, act: Callable[[], Result], deadline: Deadline, blocked_by: int = select.POLLIN
) -> Result:
    """Call a function on a socket that does not block, and again after each wait. Raises TimeoutError."""
    while True:
        deadline.left()
        try:
            return act()
        except ssl.SSLWantReadError:
            deadline.wait(sock.fileno(), select.POLLIN)
        except ssl.SSLWantWriteError:
            deadline.wait(sock.fileno(), select.POLLOUT)
        except BlockingIOError:
            deadline.wait(sock.fileno(), blocked_by)


class _ResponseSource:
    """The one method of a socket that a response uses."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def makefile(self, mode: str) -> BufferedReader:
        return BufferedReader(_TimedStream(self._sock, self._deadline))


class _TimedStream(RawIOBase):
    """The bytes that a socket receives before the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline
        self._open = sock.makefile("rb", buffering=0)  # keeps the descriptor when the library closes the socket

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        return _retry_until_ready(self._sock, partial(self._sock.recv_into, buffer), self._deadline)

    def close(self) -> None:
        self._open.close()
        super().close()
