"""A deadline for a whole exchange over the network, however many waits it is made of.

The library's timeout limits each wait. A peer that sends one byte now and then never reaches it.
"""

import os
import select
import time
import weakref
from collections.abc import Callable

Clock = Callable[[], float]
"""Seconds since any moment, never going back: `time.monotonic`."""


class Stop:
    """Ends every wait that watches it, from another thread."""

    def __init__(self) -> None:
        self.stopped = False
        self._read, self._write = os.pipe()
        weakref.finalize(self, _close, self._read, self._write)

    def fileno(self) -> int:
        """A descriptor that becomes readable when it is time to stop."""
        return self._read

    def set(self) -> None:
        """Stop, permanently."""
        self.stopped = True
        os.write(self._write, b"\0")


class Deadline:
    """The moment at which an exchange is given up: `seconds` from now, or earlier when `stop` is set.

    `pause` limits each single wait as well.
    """

    def __init__(
        self, seconds: float, clock: Clock = time.monotonic, *, pause: float = float("inf"), stop: Stop | None = None
    ) -> None:
        self._clock, self._pause, self._stop = clock, pause, stop
        self._end = clock() + seconds

    def left(self) -> float:
        """Seconds that are left, more than 0. Raises TimeoutError when none are, or when stopped."""
        left = self._end - self._clock()
        if left <= 0 or (self._stop is not None and self._stop.stopped):
            raise TimeoutError
        return left

    def wait(self, descriptor: int, event: int, most: float = float("inf")) -> None:
        """Wait until `descriptor` is ready for `event` (`select.POLLIN` or `POLLOUT`), at most `most` seconds.

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
