"""Keeps a worker running beside the pages: ``python -m withhold.cli.keeping WORD...`` starts it again when it dies.

A process of its own, since the pages' server takes the exit status of every child of its process. It uses the standard
library alone and does nothing else, so that what kills a worker does not kill it. It ends with the process that started
it, and the worker ends with it.
"""

import os
import signal
import subprocess
import sys
import time
from threading import Event, Thread

SHORTEST, LONGEST = 1.0, 60.0
"""Seconds before the worker is started again; doubled each time, until one has run for `SOUND`."""
SOUND = 300.0
STOP = 60.0
"""Seconds that the worker has for the piece of work in hand."""
PARENT = "WITHHOLD_WORKER_OF"
"""The process that a worker or a demonstration's witness ends with; set by whoever starts one beside itself."""
_LOOK = 0.5


def keep(words: list[str]) -> None:
    """Run the command, again and again, until SIGTERM or until the process that started this one is gone."""
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
    """Have a process that was started with `PARENT` end, by SIGTERM, once the process that started it is gone."""
    owner = os.environ.get(PARENT)
    if owner is not None:
        Thread(target=_watch, args=(owner,), daemon=True).start()


def _watch(owner: str) -> None:
    while str(os.getppid()) == owner:
        time.sleep(_LOOK)
    os.kill(os.getpid(), signal.SIGTERM)


def _ended(process: "subprocess.Popen[bytes]", stop: Event, owner: int) -> bool:
    """Wait; whether the worker ended by itself, before it was to."""
    while not stop.is_set() and os.getppid() == owner:
        try:
            process.wait(_LOOK)
        except subprocess.TimeoutExpired:
            continue
        return not stop.is_set()
    return False


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Have the worker end after the piece of work in hand; kill it if that takes too long. Nothing is lost by it."""
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
