"""Asking several witnesses at the same time, with one deadline."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from withhold.tlog.notes.note import NoteSignature
from withhold.tlog.stores.deadline import Stop

Ask = Callable[[Stop], NoteSignature]
"""Returns the verified cosignature of one witness, or raises. Ends early when its argument is set."""

GRACE = 1.0
"""Seconds that the other witnesses still have after enough of them have cosigned."""
_JOIN_SECONDS = 1.0
"""Seconds in which a request that was stopped ends. Waits on the network end at once."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """The answers, in the order of the witnesses. None is a witness that has not answered in time."""

    answers: tuple[NoteSignature | Exception | None, ...]

    @property
    def signatures(self) -> tuple[NoteSignature, ...]:
        """The cosignatures."""
        return tuple(each for each in self.answers if isinstance(each, NoteSignature))


def gather(asks: Sequence[Ask], enough: int, deadline: float) -> Gathered:
    """Ask all witnesses at the same time, and return their answers.

    Returns when all have answered, when ``deadline`` seconds have passed, or GRACE seconds after ``enough`` have
    cosigned. Requests that are still open are then stopped, so that no thread remains.
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
