"""Asking several witnesses side by side, and waiting for them no longer than a release can wait."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from withhold.tlog.notes.note import NoteSignature
from withhold.tlog.stores.deadline import Stop

Ask = Callable[[Stop], NoteSignature]
"""Obtains one witness's verified cosignature, or raises; gives up when the argument says stop."""

GRACE = 1.0
"""Seconds that are given to the other witnesses once there are enough."""
_JOIN_SECONDS = 1.0
"""Seconds in which an ask that was told to stop has ended. Waits on the network end at once."""


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

    Whoever has not answered then is told to stop, so that no thread is left behind.
    """
    stop = Stop()
    futures, threads = [], []
    for number, each in enumerate(asks):
        future: Future[NoteSignature] = Future()
        name = f"ask {number}"
        threads.append(threading.Thread(target=_answer_into, args=(future, each, stop), name=name, daemon=True))
        futures.append(future)
    for thread in threads:
        thread.start()
    end = time.monotonic() + deadline
    pending = set(futures)
    while pending and (left := end - time.monotonic()) > 0:
        _, pending = wait(pending, left, FIRST_COMPLETED)
        if len(Gathered(_answers(futures)).signatures) >= enough:
            end = min(end, time.monotonic() + GRACE)
            enough = len(futures) + 1
    gathered = Gathered(_answers(futures))
    stop.set()
    for thread in threads:
        thread.join(_JOIN_SECONDS)
    return gathered


def _answer_into(future: "Future[NoteSignature]", ask: Ask, stop: Stop) -> None:
    try:
        future.set_result(ask(stop))
    except Exception as fault:  # noqa: BLE001 - it is raised, or looked at, where the answers are
        future.set_exception(fault)


def _answers(futures: "Sequence[Future[NoteSignature]]") -> tuple[NoteSignature | Exception | None, ...]:
    return tuple(_answer(each) for each in futures)


def _answer(future: "Future[NoteSignature]") -> NoteSignature | Exception | None:
    if not future.done():
        return None
    fault = future.exception()
    assert fault is None or isinstance(fault, Exception)
    return future.result() if fault is None else fault
