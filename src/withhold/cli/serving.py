"""Running a WSGI application with gunicorn.

`withhold serve`, `withhold ledger serve` and `withhold ledger witness` use it.
"""

import os
import socket
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

from withhold.model.errors import Code, Conflict
from withhold.witness.buffering import BufferingWorker, most_connections

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_THREADS = 8
_GRACE = 10
"""Seconds after SIGTERM in which requests that have begun may end."""

_TAKEN_OVER = ("GUNICORN_PID", "GUNICORN_FD", "GUNICORN_CMD_ARGS", "LISTEN_PID", "LISTEN_FDS")
"""Environment variables from which gunicorn would take other sockets or settings."""


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket that is bound to the address. Port 0 takes a free port.

    Raises Conflict if the address is taken or cannot be used.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        bound = socket.create_server((host, port), family=family, backlog=128)
        # Connections inherit this option. An answer is sent in two writes, and the second must not wait for the
        # acknowledgment of the first.
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise Conflict(
            Code.SERVING_CANNOT_LISTEN, host=host, port=str(port), problem=error.strerror or type(error).__name__
        ) from None
    return bound


def address(bound: socket.socket) -> str:
    """Return the URL of a bound socket, for example ``http://127.0.0.1:8000``."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if bound.family is socket.AF_INET6 else f"http://{host}:{port}"


def serve(
    application: "WSGIApplication", bound: socket.socket, name: str, processes: int = 1, largest: int = 0
) -> None:
    """Serve until SIGTERM or SIGINT, then end the process. Does not return.

    After SIGTERM, requests that have begun are answered first. The server speaks HTTP/1.1 without TLS and keeps
    connections alive. On a network, it needs a proxy with TLS in front. A request whose body is longer than `largest`
    bytes is refused.
    """
    for name in _TAKEN_OVER:
        os.environ.pop(name, None)
    _Served(Bodiless(application), bound.detach(), name, processes, largest).run()


class Bodiless:
    """A WSGI application whose answers to HEAD have no body. gunicorn would log a line for each answer with one."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request (PEP 3333)."""
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
            "loglevel": "error",  # at level warning, anyone could fill the disk with malformed requests
            "limit_request_line": 1024,
            "limit_request_fields": 40,
            "control_socket_disable": True,
            # A worker touches a file to show that it is alive. If the file is in memory, a slow disk cannot delay that.
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: S108, PTH112
        }
        super().__init__()

    def load_config(self) -> None:
        """Use our settings only, and none from a file or the environment."""
        for name, value in self._settings.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> "Callable[..., Any]":
        """Return the application."""
        return self._application
