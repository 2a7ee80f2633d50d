"""Other processes to derive facts in: Python runs one thread at a time, and a large batch has millions of values.

What passes between the processes passes through pipes and is never written anywhere.
"""

import os
import pickle
import queue
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

import polars as pl

from withhold.screening import fact_process

_MOST = 8
_ROWS_WORTH_IT = 100_000
_VALUES_WORTH_IT = 8_192

Derive = Callable[..., object]


class Workers:
    """Processes for as long as the batch lasts; none for a small batch or on a single core.

    Where a process fails for whatever reason, its piece is derived here: that costs time, not the result.
    """

    def __init__(self, rows: int, *, cores: int | None = None) -> None:
        cores = _cores() if cores is None else cores
        count = min(cores, _MOST) if rows >= _ROWS_WORTH_IT and cores > 1 else 0
        self._idle: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        self._processes = [_start() for _ in range(count)]
        for process in self._processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(max(count, 1))

    def __enter__(self) -> "Workers":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        for process in self._processes:
            process.kill()
            process.communicate()

    def derive(self, derive: Derive, columns: list[pl.Series]) -> "Future[list[object]]":
        """``derive`` of each combination that the columns hold side by side, soon."""
        if self._processes and len(columns[0]) >= _VALUES_WORTH_IT:
            return self._threads.submit(self._elsewhere, derive, columns)
        done: Future[list[object]] = Future()
        done.set_result(_here(derive, columns))
        return done

    def _elsewhere(self, derive: Derive, columns: list[pl.Series]) -> list[object]:
        process = self._idle.get()
        try:
            return _asked(process, derive, [column.to_list() for column in columns])
        except (OSError, EOFError, pickle.PickleError, AttributeError):
            process.kill()
            return _here(derive, columns)
        finally:
            self._idle.put(process)


def _cores() -> int:
    """The cores this process may use, where the system says so."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start() -> subprocess.Popen[bytes]:
    program = [sys.executable, "-P", str(Path(fact_process.__file__))]
    return subprocess.Popen(  # noqa: S603  our own program, no shell, no arguments
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def _asked(process: subprocess.Popen[bytes], derive: Derive, columns: list[list[object]]) -> list[object]:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    pickle.dump((derive, columns), process.stdin, protocol=5)
    process.stdin.flush()
    results: list[object] = pickle.load(process.stdout)  # noqa: S301  from the process we started
    return results


def _here(derive: Derive, columns: list[pl.Series]) -> list[object]:
    return [derive(*values) for values in zip(*(column.to_list() for column in columns), strict=True)]
