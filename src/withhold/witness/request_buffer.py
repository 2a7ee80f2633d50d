"""A connection that collects its request before a thread works on it."""

import time
from typing import Any

from gunicorn.http import get_parser
from gunicorn.http.body import ChunkedReader, LengthReader
from gunicorn.http.errors import ChunkMissingTerminator, NoMoreData
from gunicorn.workers.gthread import TConn

_BLANK = b"\r\n\r\n"
_MAX_HEAD = 1 << 16
_HEAD_SECONDS = 15.0
"""Seconds for a request's headers, from the moment that the server begins to wait for the request."""
_SLOWEST = 1 << 15
"""Bytes per second. A body must arrive at this rate at least."""
_CHUNK_SLACK = 1 << 16
_MAX_PARSES = 64
"""How often one chunked body is parsed. It is parsed again each time it may have ended."""
SEND_SECONDS = 20.0
"""Seconds for each write of an answer."""


class Turned(Exception):
    """The request is refused before it is complete. The status line has the reason."""

    def __init__(self, status: str) -> None:
        self.status = status
        super().__init__(status)

    def answer(self) -> bytes:
        """Return the whole HTTP answer."""
        body = f"{self.status[4:].lower()}\n"
        head = f"HTTP/1.1 {self.status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\n"
        return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


class Connection(TConn):  # type: ignore[misc]  # gunicorn has no types
    """A connection, the bytes that it has sent of its next request, and the time until which the rest may arrive."""

    def __init__(self, cfg: Any, sock: Any, client: Any, server: Any) -> None:
        super().__init__(cfg, sock, client, server)
        self.received = bytearray()
        self.expires = 0.0
        self.handed = 0
        self._head = self._parses = 0
        self._need: int | None = None
        self._chunked = False

    def await_request(self) -> None:
        """Start to wait for the next request."""
        self.sock.setblocking(False)
        self.expires = time.monotonic() + _HEAD_SECONDS
        self._head = self._parses = 0
        self._need, self._chunked = None, False

    def init(self) -> None:
        """Prepare for gunicorn's parser. A write of the answer fails if the client does not read for 20 seconds."""
        super().init()
        self.sock.settimeout(SEND_SECONDS)

    def hand_over(self) -> None:
        """Give the received bytes to gunicorn's parser, which reads them as if they came from the socket."""
        self.sock.setblocking(True)
        self.init()
        self.handed = len(self.received)
        self.parser.unreader.unread(bytes(self.received))
        self.received.clear()
        self.data_ready = True

    def is_complete(self, largest: int) -> bool:
        """Return whether the request is complete, or wrong in a way that gunicorn's parser refuses at once.

        Raises Turned if its body is longer than `largest` bytes, or if the request can never be complete.
        """
        if not self._head and not self._read_head(largest):
            return False
        if self._chunked:
            return self._chunks_complete(largest)
        return self._need is None or len(self.received) >= self._need

    def _read_head(self, largest: int) -> bool:
        end = self.received.find(_BLANK)
        if end < 0:
            if len(self.received) > _MAX_HEAD:
                raise Turned("431 Request Header Fields Too Large")
            return False
        self._head = end + len(_BLANK)
        try:
            request = self._parsed(self.received[: self._head])
        except (NoMoreData, StopIteration):
            raise Turned("400 Bad Request") from None
        except Exception:  # noqa: BLE001 - the parser raises it again in the thread, which answers it
            return True
        reader = request.body.reader
        self._chunked = isinstance(reader, ChunkedReader)
        length = reader.length if isinstance(reader, LengthReader) else 0
        if length > largest:
            raise Turned("413 Content Too Large")
        self._need = self._head + length
        self.expires += (largest if self._chunked else length) / _SLOWEST
        if ("EXPECT", "100-continue") in ((name, value.lower()) for name, value in request.headers):
            self.sock.send(b"HTTP/1.1 100 Continue\r\n\r\n")
        return True

    def _chunks_complete(self, largest: int) -> bool:
        if len(self.received) - self._head > 2 * largest + _CHUNK_SLACK:
            raise Turned("413 Content Too Large")
        if not self.received.endswith(_BLANK):
            return False
        self._parses += 1
        if self._parses > _MAX_PARSES:
            raise Turned("400 Bad Request")
        try:
            body = self._parsed(self.received).body.read(largest + 1)
        except (NoMoreData, ChunkMissingTerminator):
            return False
        except Exception:  # noqa: BLE001 - as above
            return True
        if len(body) > largest:
            raise Turned("413 Content Too Large")
        return True

    def _parsed(self, received: bytearray) -> Any:
        return next(get_parser(self.cfg, iter([bytes(received)]), self.client))
