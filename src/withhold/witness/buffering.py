"""A gunicorn worker that slow clients cannot stop, however many they are.

gunicorn's threaded worker gives a connection to a thread at once, and the thread waits until the request has arrived.
A few idle clients then stop the server. For example, eight of them stop a worker with eight threads. Here the event
loop collects requests, as a buffering proxy does, and a thread gets a request only when it is complete. If there are
too many connections, the one that the server has waited for longest is closed.
"""

import errno
import resource
import selectors
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

from withhold.witness.request_buffer import Connection, Turned

_CHUNK = 1 << 16
"""Bytes that are received at once, at most."""
_LINGER = 2.0
"""Seconds in which a client may read its last answer before the connection is closed."""
_MOST_CONNECTIONS = 500
_BUFFERED = 64 << 20
"""Bytes of all requests that are not answered yet. The limit is 32 of the largest requests, if that is more."""


def most_connections() -> int:
    """Return how many connections a worker may have open: 500, or half of the process's file descriptors if fewer.

    It is 16 at least. For example, it is 128 if the process may have 256 descriptors.
    """
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else max(16, min(_MOST_CONNECTIONS, soft // 2))


class BufferingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Collects each request completely before it gives it to a thread."""

    largest = 0
    """Bytes that the body of a request may have."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: dict[Connection, None] = {}  # in the order in which they began to wait
        self._closing: dict[Connection, None] = {}
        self._working = 0
        """Bytes of the requests that threads have, or are about to have."""

    def accept(self, listener: Any) -> None:
        """Accept a connection and wait for its request."""
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno in (errno.EMFILE, errno.ENFILE):
                self._drop_oldest()
            elif error.errno not in (errno.EAGAIN, errno.ECONNABORTED):
                raise
            return
        self.nr_conns += 1
        self._await(Connection(self.cfg, client, address, listener.getsockname()))
        self._make_room()

    def on_client_socket_readable(self, conn: Connection, client: Any) -> None:
        """Read the next request of a connection that was kept alive."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)
        self._read(conn, client)

    def finish_request(self, conn: Connection, future: Any) -> None:
        """Wait for the next request after a thread has answered, or let the client read the answer and close."""
        self._working -= conn.handed
        kept = not future.cancelled() and future.exception() is None and future.result()  # codespell:ignore cancelled
        if not kept:
            self._linger(conn)
            return
        conn.received += conn.parser.unreader.take_buffered()
        if conn.received:
            self._await(conn)
            self._proceed(conn)
            return
        conn.sock.setblocking(False)
        conn.set_timeout()
        if not self.alive:
            conn.timeout = min(conn.timeout, time.monotonic() + STOP_KEEPALIVE_LINGER)
        self.keepalived_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_client_socket_readable, conn))

    def handle_request(self, req: Any, conn: Connection) -> Any:
        """Answer as gunicorn does. If the client does not read the answer, treat it as gone and log nothing."""
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            raise BrokenPipeError(errno.EPIPE, "the client does not read") from None

    def murder_pending(self) -> None:
        """Close each connection whose time is over. If the worker is stopping, also those that have sent nothing."""
        now = time.monotonic()
        for conn in [each for each in self._waiting if each.expires <= now or not (self.alive or each.received)]:
            self._drop(conn)
        for conn in [each for each in self._closing if each.expires <= now]:
            self._drop(conn)

    def _await(self, conn: Connection) -> None:
        conn.await_request()
        self._waiting[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._read, conn))

    def _read(self, conn: Connection, client: Any) -> None:
        chunk = self._next_chunk(conn, client)
        if chunk:
            conn.received += chunk
            self._proceed(conn)
        self._make_room()

    def _proceed(self, conn: Connection) -> None:
        try:
            if not conn.is_complete(self.largest):
                return
        except Turned as turned:
            self._leave(conn)
            with suppress(OSError):
                conn.sock.send(turned.answer())
            self._linger(conn)
            return
        except OSError:
            self._drop(conn)
            return
        self._leave(conn)
        conn.hand_over()
        self._working += conn.handed
        self.enqueue_req(conn)

    def _leave(self, conn: Connection) -> None:
        """Stop waiting for this connection. It stays open."""
        self._waiting.pop(conn, None)
        self._closing.pop(conn, None)
        with suppress(KeyError, ValueError):
            self.poller.unregister(conn.sock)

    def _linger(self, conn: Connection) -> None:
        """Close the connection after the client has had time to read its answer."""
        # Closing with received bytes unread resets the connection, and the client could lose the answer.
        try:
            conn.sock.setblocking(False)
            conn.sock.shutdown(1)
        except OSError:
            self._drop(conn)
            return
        conn.received.clear()
        conn.expires = time.monotonic() + _LINGER
        self._closing[conn] = None
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._discard, conn))

    def _discard(self, conn: Connection, client: Any) -> None:
        self._next_chunk(conn, client)

    def _next_chunk(self, conn: Connection, client: Any) -> bytes:
        """Return the bytes that have arrived. If the client is gone, drop the connection and return nothing."""
        try:
            chunk: bytes = client.recv(_CHUNK)
        except BlockingIOError:
            return b""
        except OSError:
            chunk = b""
        if not chunk:
            self._drop(conn)
        return chunk

    def _drop(self, conn: Connection) -> None:
        self._leave(conn)
        self.nr_conns -= 1
        conn.close()

    def _make_room(self) -> None:
        while self.nr_conns >= self.worker_connections and self._drop_oldest():
            pass
        room = max(_BUFFERED, 32 * self.largest) - self._working
        while (waiting := [each for each in self._waiting if each.received]) and _bytes_of(waiting) > room:
            self._drop(waiting[0])

    def _drop_oldest(self) -> bool:
        """Close a connection that no thread works on. Returns False if there is none."""
        if self.keepalived_conns:
            conn = self.keepalived_conns.popleft()
        else:
            conn = next(iter((*self._closing, *self._waiting)), None)
        if conn is not None:
            self._drop(conn)
        return conn is not None


def _bytes_of(connections: Iterable[Connection]) -> int:
    return sum(len(each.received) for each in connections)
