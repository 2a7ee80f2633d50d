"""Asks a register with a time limit.

A register can hang. For example, a network disk disappears, a table is locked, or a server accepts the connection and
never answers. So each question runs in a thread of its own, and the caller waits for a limited time. A thread that
hangs cannot be stopped from outside. That is why only one question is asked at a time: a register that hangs uses one
thread, and later callers are refused until it returns.
"""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from threading import Lock, Thread
from time import monotonic

from django.db import connections

from withhold.identity.register import Register, RegisterRecord
from withhold.model.errors import Code, TemporarilyUnable
from withhold.records.registers.rows import exact

SECONDS = 10.0
"""How long a caller waits for an answer."""


_log = logging.getLogger("withhold.register")


class BoundedRegister:
    """Asks another register, one question at a time, and gives up after a number of seconds."""

    __slots__ = ("_connect", "_lane", "_register", "_seconds")

    def __init__(self, connect: Callable[[], Register], seconds: float = SECONDS) -> None:
        """Connect to the register with ``connect``, so that a wrong setting shows at once.

        Raises Unreadable if it is not a register. If it does not answer, this logs a warning and connects at the first
        question.
        """
        # Stays, recalls and filing must work without the register.
        self._connect = connect
        self._seconds = seconds
        self._register: Register | None = None
        self._lane = Lock()
        try:
            self._ask(lambda _: ())
        except TemporarilyUnable as error:
            _log.warning("%s", error)

    def records(self, tin: str) -> Sequence[RegisterRecord]:
        """Return every record under exactly ``tin``.

        Raises NotAnExactTin, Unreadable, or TemporarilyUnable if the register hangs.
        """
        asked = exact(tin)
        return self._ask(lambda register: register.records(asked))

    def _ask(self, question: Callable[[Register], Sequence[RegisterRecord]]) -> Sequence[RegisterRecord]:
        deadline = monotonic() + self._seconds
        if not self._lane.acquire(timeout=self._seconds):
            raise TemporarilyUnable(Code.REGISTER_BUSY)
        answer: Future[Sequence[RegisterRecord]] = Future()
        # A daemon thread, so that a hanging question cannot keep the process from ending.
        thread = Thread(target=self._answer, args=(question, answer), name="register", daemon=True)
        try:
            thread.start()
        except RuntimeError:
            self._lane.release()
            raise TemporarilyUnable(Code.REGISTER_NO_THREAD) from None
        try:
            return answer.result(max(0.0, deadline - monotonic()))
        except TimeoutError:
            raise TemporarilyUnable(Code.REGISTER_SILENT) from None

    def _answer(
        self, question: Callable[[Register], Sequence[RegisterRecord]], answer: "Future[Sequence[RegisterRecord]]"
    ) -> None:
        """Ask the question, in the thread. An answer that comes too late is dropped with the thread."""
        try:
            if self._register is None:
                self._register = self._connect()
            records = question(self._register)
        except BaseException as error:  # noqa: BLE001 - it is raised again in the caller's thread
            self._free()
            answer.set_exception(error)
        else:
            self._free()
            answer.set_result(records)

    def _free(self) -> None:
        try:
            connections.close_all()  # this thread's own
        finally:
            self._lane.release()
