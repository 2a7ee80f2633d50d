"""A deadline for a whole exchange over the network, however many waits it has.

The timeout of a socket limits each wait. A server that sends one byte now and then never reaches it.
"""

import os
import select
import time
import weakref
from collections.abc import Callable

Clock = Callable[[], float]
"""Returns seconds on a clock that never goes backward, such as `time.monotonic`."""


class Stop:
    """Ends every wait that uses it. Another thread may set it."""

    def __init__(self) -> None:
        self.stopped = False
        self._read, self._write = os.pipe()
        weakref.finalize(self, _close, self._read, self._write)

    def fileno(self) -> int:
        """Return a descriptor that becomes readable when this is set."""
        return self._read

    def set(self) -> None:
        """Stop, permanently."""
        self.stopped = True
        os.write(self._write, b"\0")


class Deadline:
    """The time at which an exchange is given up: `seconds` from now, or earlier if `stop` is set.

    `pause` also limits each single wait, in seconds.
    """

    def __init__(
        self, seconds: float, clock: Clock = time.monotonic, *, pause: float = float("inf"), stop: Stop | None = None
    ) -> None:
        self._clock, self._pause, self._stop = clock, pause, stop
        self._end = clock() + seconds

    def left(self) -> float:
        """Return the seconds that are left, more than 0. Raises TimeoutError if none are left, or if it was stopped."""
        left = self._end - self._clock()
        if left <= 0 or (self._stop is not None and self._stop.stopped):
            raise TimeoutError
        return left

    def wait(self, descriptor: int, event: int, most: float = float("inf")) -> None:
        """Wait until `descriptor` is ready for `event` (`select.POLLIN` or `POLLOUT`), but at most `most` seconds.

        Raises TimeoutError.
        """
        watched = select.poll()
        watched.register(descriptor, event)
        if self._stop is not None:
            watched.register(self._stop, select.POLLIN)
        ready = watched.poll(min(self.left(), self._pause, most) * 1000)
        if not any(number == descriptor for number, _ in ready):
            raise TimeoutError


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
