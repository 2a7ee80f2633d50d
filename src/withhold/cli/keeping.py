"""Keeping a worker running beside the pages: ``python -m withhold.cli.keeping WORD...`` restarts it when it dies.

This is a separate process, because the server of the pages takes the exit status of every child of its own process. It
imports only the standard library and does nothing else. So a fault that ends a worker, such as a lack of memory, does
not end this process too. It ends when the process that started it ends, and then it ends the worker.
"""

import os
import signal
import subprocess
import sys
import time
from threading import Event, Thread

SHORTEST, LONGEST = 1.0, 60.0
"""Seconds before the worker is started again, at least and at most. The wait doubles after each death."""
SOUND = 300.0
"""Seconds after which a worker counts as sound. The wait after its death is `SHORTEST` again."""
STOP = 60.0
"""Seconds that the worker has to finish its current task."""
PARENT = "WITHHOLD_WORKER_OF"
"""Environment variable with the id of the process that a worker or a demonstration's witness ends with.

The process that starts one beside itself sets the variable.
"""
_LOOK = 0.5


def keep(words: list[str]) -> None:
    """Run the command again each time it ends, until SIGTERM or until the process that started this one is gone."""
    owner, stop = os.getppid(), Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    deaths, wait = 0, SHORTEST
    while not stop.is_set() and os.getppid() == owner:
        began = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 - our words
            words, stdout=subprocess.DEVNULL, env={**os.environ, PARENT: str(os.getpid())}
        )
        if not _ended(process, stop, owner):
            _end(process)
            return
        deaths += 1
        wait = SHORTEST if time.monotonic() - began > SOUND else wait
        sys.stderr.write(_line(process.returncode, deaths, wait))
        sys.stderr.flush()
        stop.wait(wait)
        wait = min(2 * wait, LONGEST)


def end_with_parent() -> None:
    """Send this process SIGTERM once the process that started it is gone. Does nothing if `PARENT` is not set."""
    owner = os.environ.get(PARENT)
    if owner is not None:
        Thread(target=_watch, args=(owner,), daemon=True).start()


def _watch(owner: str) -> None:
    while str(os.getppid()) == owner:
        time.sleep(_LOOK)
    os.kill(os.getpid(), signal.SIGTERM)


def _ended(process: "subprocess.Popen[bytes]", stop: Event, owner: int) -> bool:
    """Wait, and return whether the worker ended before it was asked to."""
    while not stop.is_set() and os.getppid() == owner:
        try:
            process.wait(_LOOK)
        except subprocess.TimeoutExpired:
            continue
        return not stop.is_set()
    return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask the worker to end after its current task, and kill it if that takes too long.

    A kill loses nothing, because the next worker finds the task again.
    """
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _line(status: int, deaths: int, wait: float) -> str:
    how = f"was killed by {_name(-status)}" if status < 0 else f"ended with exit code {status}"
    return f"withhold: the worker {how}; restart {deaths} in {wait:.0f} s\n"


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


if __name__ == "__main__":
    keep(sys.argv[1:])
