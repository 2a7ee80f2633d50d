"""Asking several witnesses side by side, and waiting for them no longer than a release can wait."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from withhold.ledger.note import NoteSignature

Ask = Callable[[], NoteSignature]
"""Obtains one witness's verified cosignature, or raises."""

GRACE = 1.0
"""Seconds that are given to the other witnesses once there are enough."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of asking, witness by witness, in the order they were asked in; None where it is still to come."""

    answers: tuple[NoteSignature | Exception | None, ...]

    @property
    def signatures(self) -> tuple[NoteSignature, ...]:
        """The cosignatures."""
        return tuple(each for each in self.answers if isinstance(each, NoteSignature))


def gather(asks: Sequence[Ask], enough: int, deadline: float) -> Gathered:
    """Ask all at once; return when all have answered, when ``deadline`` seconds have passed, or a little after
    ``enough`` have cosigned.

    Whoever has not answered then is left behind in a thread that ends with the process, or with the answer.
    """
    futures = [_start(each) for each in asks]
    end = time.monotonic() + deadline
    pending = set(futures)
    while pending and (left := end - time.monotonic()) > 0:
        _, pending = wait(pending, left, FIRST_COMPLETED)
        if len(Gathered(_answers(futures)).signatures) >= enough:
            end = min(end, time.monotonic() + GRACE)
            enough = len(futures) + 1
    return Gathered(_answers(futures))


def _start(ask: Ask) -> "Future[NoteSignature]":
    future: Future[NoteSignature] = Future()

    def answer() -> None:
        try:
            future.set_result(ask())
        except Exception as fault:  # noqa: BLE001 - it is raised, or looked at, where the answers are
            future.set_exception(fault)

    threading.Thread(target=answer, daemon=True).start()
    return future


def _answers(futures: "Sequence[Future[NoteSignature]]") -> tuple[NoteSignature | Exception | None, ...]:
    return tuple(_answer(each) for each in futures)


def _answer(future: "Future[NoteSignature]") -> NoteSignature | Exception | None:
    if not future.done():
        return None
    fault = future.exception()
    assert fault is None or isinstance(fault, Exception)
    return future.result() if fault is None else fault
