"""Running the witness as a process of its own: gunicorn, one worker, threads.

`withhold serve` and `withhold ledger serve` run here too.
"""

import os
import socket
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from withhold.model.errors import Conflict
from withhold.witness.buffering import BufferingWorker, most_connections

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_THREADS = 8
_GRACE = 10
"""Seconds in which requests that have begun may end after SIGTERM."""

_TAKEN_OVER = ("GUNICORN_PID", "GUNICORN_FD", "GUNICORN_CMD_ARGS", "LISTEN_PID", "LISTEN_FDS")
"""Variables by which the environment would give gunicorn other sockets or settings."""


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to the address, listening; port 0 takes a free one. Raises Conflict if it is taken."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        bound = socket.create_server((host, port), family=family, backlog=128)
        # Connections inherit it: an answer goes out in two parts, and the second must not wait for an acknowledgment.
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise Conflict(f"cannot listen on {host}, port {port} ({error.strerror})") from None
    return bound


def address(bound: socket.socket) -> str:
    """The URL under which a bound socket is reached."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if bound.family is socket.AF_INET6 else f"http://{host}:{port}"


def serve(
    application: "WSGIApplication", bound: socket.socket, name: str, processes: int = 1, largest: int = 0
) -> None:
    """Serve until SIGTERM (gracefully) or SIGINT. Does not return: the process ends.

    Speaks HTTP/1.1 in the clear, with connections kept alive. Where it faces a network, put a proxy before it that
    speaks TLS. A request whose body is longer than `largest` bytes is refused.
    """
    for name in _TAKEN_OVER:
        os.environ.pop(name, None)
    _Served(Bodiless(application), bound.detach(), name, processes, largest).run()


class Bodiless:
    """A WSGI application whose answers to HEAD have no body. The server would log a line for each that has one."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        body = self._application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return body
        try:
            next(iter(body), b"")  # an application may start its response only now
        finally:
            if hasattr(body, "close"):
                body.close()
        return []


class _Served(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    def __init__(
        self, application: "WSGIApplication", descriptor: int, name: str, processes: int, largest: int
    ) -> None:
        self._application = application
        worker = type("Worker", (BufferingWorker,), {"largest": largest})
        self._settings: dict[str, Any] = {
            "bind": f"fd://{descriptor}",
            "proc_name": name,
            "workers": processes,
            "worker_class": worker,
            "worker_connections": most_connections(),
            "threads": _THREADS,
            "graceful_timeout": _GRACE,
            "keepalive": 60,
            "loglevel": "error",  # a warning for each request that is none would let anyone fill the disk
            "limit_request_line": 1024,
            "limit_request_fields": 40,
            "control_socket_disable": True,
            # A worker proves that it lives by touching a file; in memory, no slow disk can make it look dead.
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112
        }
        super().__init__()

    def load_config(self) -> None:
        """Take our settings, and none from a file or the environment."""
        for name, value in self._settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> "Callable[..., Any]":
        """The application."""
        return self._application
