"""Processes that work on the chunks of a batch, one per core, because Python runs one thread at a time.

Each process has only one thread of the engine, because more would compete for the same cores. Data goes to a process
through pipes and is never written to disk. A process ends when the one that started it has ended, even if that was
killed.
"""

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TypeVar

from withhold.screening.errors import Interrupted

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
_THREADS = "POLARS_MAX_THREADS"
_MOST = 8
_AHEAD = 2
"""Chunks per process: it works on one, and one waits."""

_GARBAGE = 200_000

_work: list[object] = []
"""The work of this process, if a pool started it."""


class WorkerPool:
    """Does the steps of the work in the order of the chunks, in this process or in others."""

    def __init__(self, make: Callable[[], object], pool: ProcessPoolExecutor | None, workers: int) -> None:
        self._here = make()
        self._pool, self._workers = pool, workers

    def in_order(
        self, items: Iterable[_Item], step: Callable[..., _Result], arguments: Callable[[_Item], tuple[object, ...]]
    ) -> Iterator[tuple[_Item, _Result]]:
        """Yield each item with the result of ``step``, which is a method of the work, for its arguments.

        Only a few items are in memory at once. Raises what the step raises for the first item that fails, and
        Interrupted if a process was killed.
        """
        if self._pool is None:
            for item in items:
                yield item, step(self._here, *arguments(item))
            return
        waiting: deque[tuple[_Item, Future[_Result]]] = deque()
        try:
            for item in items:
                waiting.append((item, _submitted(self._pool, step, arguments(item))))
                if len(waiting) == self._workers * _AHEAD:
                    yield _awaited(waiting)
            while waiting:
                yield _awaited(waiting)
        finally:
            for _, future in waiting:
                future.cancel()


def _submitted(
    pool: ProcessPoolExecutor, step: Callable[..., _Result], arguments: tuple[object, ...]
) -> "Future[_Result]":
    try:
        return pool.submit(_done, step, arguments)
    except BrokenProcessPool:  # a process was killed since the last result
        raise Interrupted from None


def _awaited(waiting: "deque[tuple[_Item, Future[_Result]]]") -> tuple[_Item, _Result]:
    item, future = waiting.popleft()
    try:
        return item, future.result()
    except BrokenProcessPool:
        raise Interrupted from None


@contextmanager
def worker_pool(make: Callable[[], object], *, alone: bool, cores: int | None = None) -> Iterator[WorkerPool]:
    """Start a pool of processes, which ends with the block. If ``alone``, the work is done in this process.

    Each process calls ``make``, which must be picklable, to get its work.
    """
    workers = min(_cores() if cores is None else cores, _MOST)
    if alone or workers < 2:
        yield WorkerPool(make, None, 1)
        return
    with _one_thread_each():
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(make,))
        for _ in range(workers):  # a process starts when there is work, and must start while the variable is set
            pool.submit(_ready)
    try:
        yield WorkerPool(make, pool, workers)
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    before = os.environ.get(_THREADS)
    os.environ[_THREADS] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_THREADS]
        else:
            os.environ[_THREADS] = before


def _cores() -> int:
    """Return the number of cores that this process may use, or of all cores if the system does not report that."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(make: Callable[[], object]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work.append(make())
    # What exists now stays. Lists of a million texts have no cycles, so frequent collections would be wasted.
    gc.freeze()
    gc.set_threshold(_GARBAGE)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def _ready() -> None:
    """Do nothing. Submitting it starts a process."""


def _done(step: Callable[..., _Result], arguments: tuple[object, ...]) -> _Result:
    return step(_work[0], *arguments)
