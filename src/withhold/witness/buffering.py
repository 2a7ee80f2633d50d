"""A gunicorn worker that no number of slow clients can stop.

gunicorn's threaded worker gives a connection to a thread at once, and the thread waits for the request, however slowly
it comes. A few idle clients then stop the server. Here the event loop collects requests, as a buffering proxy would. A
thread gets one only when it is all there. While there are too many connections, the one that has kept the server
waiting longest is closed.
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

_PIECE = 1 << 16
_LINGER = 2.0
"""Seconds in which a client may read its last answer before the connection is closed."""
_MOST_CONNECTIONS = 500
_BUFFERED = 64 << 20
"""Bytes of incomplete requests, together; or room for 32 of the largest, if that is more."""


def most_connections() -> int:
    """How many connections a worker has open: at most half of the descriptors that the process may have."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else max(16, min(_MOST_CONNECTIONS, soft // 2))


class BufferingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """Collects each request before a thread works on it."""

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
        """A connection that was kept alive sends its next request."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await(conn)
        self._read(conn, client)

    def finish_request(self, conn: Connection, future: Any) -> None:
        """A thread has answered: wait for the next request, or let the client read the answer and close."""
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
        """As gunicorn does. A client that does not take its answer counts as one that went away: nothing is logged."""
        try:
            return super().handle_request(req, conn)
        except TimeoutError:
            raise BrokenPipeError(errno.EPIPE, "the client does not read") from None

    def murder_pending(self) -> None:
        """Close what was waited for long enough; when stopping, also what has sent nothing yet."""
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
        piece = self._next_piece(conn, client)
        if piece:
            conn.received += piece
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
        """Wait no longer for this connection."""
        self._waiting.pop(conn, None)
        self._closing.pop(conn, None)
        with suppress(KeyError, ValueError):
            self.poller.unregister(conn.sock)

    def _linger(self, conn: Connection) -> None:
        """Close once the client has had time to read: closed with bytes unread, the answer could be lost to it."""
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
        self._next_piece(conn, client)

    def _next_piece(self, conn: Connection, client: Any) -> bytes:
        """What has come; nothing if there is nothing yet, or if the client has gone, which drops the connection."""
        try:
            piece: bytes = client.recv(_PIECE)
        except BlockingIOError:
            return b""
        except OSError:
            piece = b""
        if not piece:
            self._drop(conn)
        return piece

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
        """Close a connection that nobody works on. False if there is none."""
        if self.keepalived_conns:
            conn = self.keepalived_conns.popleft()
        else:
            conn = next(iter((*self._closing, *self._waiting)), None)
        if conn is not None:
            self._drop(conn)
        return conn is not None


def _bytes_of(connections: Iterable[Connection]) -> int:
    return sum(len(each.received) for each in connections)
