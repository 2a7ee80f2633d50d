"""``withhold worker``: what happens without anybody waiting for it."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import click
from django.db import OperationalError

from withhold.casework.desk import Desk
from withhold.casework.work import work_once
from withhold.cli.options import desk_at, home_option
from withhold.model.errors import Conflict, Unreadable
from withhold.records.database import close
from withhold.screening.errors import Interrupted
from withhold.sealing.files import only_one

_IDLE = 1.0
"""Seconds until an idle worker looks again."""
_AFTER_FAILURE = 5.0
LOCK = "worker.lock"
PARENT = "WITHHOLD_WORKER_OF"
"""The process that a worker ends with; set by whoever starts one beside itself."""


@click.command()
@home_option
@click.option("--until-idle", is_flag=True, help="End once there is nothing left to do.")
def worker(home: Path, until_idle: bool) -> None:
    """Take in signed files, confirm identities, and publish the ledger, as long as it runs.

    One runs for a home at a time; `withhold serve` starts one unless told not to. It can be stopped or killed at any
    moment: what was under way is found again. It approves nothing. SIGTERM ends it after the piece of work in hand.
    """
    desk = desk_at(home)
    with only_one(home / LOCK, "a worker of this home is running already"), _asked_to_stop() as stop:
        click.echo("working")
        while not stop.is_set() and os.environ.get(PARENT) in (None, str(os.getppid())):
            if _worked(desk):
                continue
            if until_idle:
                return
            stop.wait(_IDLE)


def _worked(desk: Desk) -> bool:
    """Whether there was work. What may pass is waited for; a Fault, or a disk that refuses, ends the worker."""
    try:
        return work_once(desk)
    except OperationalError:
        _later(desk, "the database cannot be reached")
    except (Conflict, Interrupted, Unreadable) as error:  # a register that does not answer, a process that was killed
        _later(desk, str(error))
    return True


def _later(desk: Desk, said: str) -> None:
    click.echo(f"{said}; trying again", err=True)
    close(desk.alias)
    time.sleep(_AFTER_FAILURE)


@contextmanager
def _asked_to_stop() -> Iterator[Event]:
    """An event that SIGTERM and SIGINT set."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    yield stop
