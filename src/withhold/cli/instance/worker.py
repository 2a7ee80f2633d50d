"""``withhold worker``: does the work that nobody waits for."""

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

import click

from withhold.casework.instance import Instance
from withhold.casework.machine_faults import log_failure, logger
from withhold.casework.opening.draft import is_draft
from withhold.casework.opening.instance import open_instance
from withhold.casework.publication.publishing import publish
from withhold.casework.work import work_once
from withhold.cli.keeping import PARENT
from withhold.cli.options import environment, home_option, instance_at
from withhold.cli.passing_faults import temporarily_unable
from withhold.model.errors import Code, Conflict, Unreadable, WithholdError
from withhold.model.full_disk import disk_full
from withhold.records.database import close
from withhold.screening.errors import Interrupted
from withhold.sealing.files import exclusive_lock
from withhold.tlog.errors import LogError, NotReadable

_IDLE = 1.0
"""Seconds until an idle worker looks for work again."""
_AFTER_FAILURE = 5.0
LOCK = "worker.lock"


@click.command()
@home_option
@click.option("--until-idle", is_flag=True, help="End once there is nothing left to do, with a last publication.")
def worker(home: Path, until_idle: bool) -> None:
    """Publish the ledger, file signed batches and confirm identities, as long as it runs.

    One worker runs for an instance at a time. `withhold serve` starts one unless you pass --no-worker. It can be
    stopped or killed at any moment, and the next one continues its work. It approves nothing. SIGTERM ends it after its
    current task.

    \b
    Example:   withhold worker --home /srv/withhold --until-idle
    """
    log_to_stderr()
    instance = None if is_draft(home) else instance_at(home)
    with exclusive_lock(home / LOCK, Conflict(Code.WORKER_RUNNING)), _asked_to_stop() as stop:
        if instance is None:
            if not _await_founding(home, stop):
                return
            instance = instance_at(home)
        click.echo("working")
        while not stop.is_set() and _parent_lives():
            try:
                if work_once(instance):
                    continue
                if not until_idle:
                    stop.wait(_IDLE)
                elif not _publish_rest(instance):
                    return
            except Exception as error:  # noqa: BLE001 - `_passing` raises what does not pass
                click.echo(f"{_passing(error, home)} (trying again)", err=True)
                close(instance.alias)
                stop.wait(_AFTER_FAILURE)
                instance = _opened_again(instance, error)


def _await_founding(home: Path, stop: Event) -> bool:
    """Wait until the instance is founded. Returns False if the worker was asked to stop before that."""
    while is_draft(home):
        if stop.wait(_IDLE) or not _parent_lives():
            return False
    return True


def _parent_lives() -> bool:
    return os.environ.get(PARENT) in (None, str(os.getppid()))


def _publish_rest(instance: Instance) -> bool:
    """Close the interval before it is due, since this worker ends. Returns whether the log has grown."""
    size = instance.sequencer.size()
    return publish(instance).size > size


def _passing(error: Exception, home: Path) -> str:
    """Return the message of an error that passes. Raises any other error, which ends the worker.

    For example, a full disk passes. A Fault does not.
    """
    unable = temporarily_unable(error, [home])
    if unable is not None:
        return str(unable)
    # For example, a log that cannot be read now, or a process of an intake that was killed.
    if isinstance(error, Conflict | Interrupted | Unreadable | NotReadable):
        return str(error)
    if isinstance(error, WithholdError | LogError):
        raise error
    log_failure("the worker", error)  # without its message, which may contain a text that somebody wrote
    raise SystemExit(1)


def _opened_again(instance: Instance, error: Exception) -> Instance:
    """Return the instance, opened again if the disk was full."""
    if not disk_full(error):
        return instance
    # After a write that failed, the store of the log accepts no more writes.
    with suppress(Exception):  # if the disk is still full, the next task reports it
        return open_instance(instance.home, environment())
    return instance


def log_to_stderr() -> None:
    """Write the log of the work to standard error, one line for each failure."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s worker: %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    logger.handlers[:] = [handler]
    logger.propagate = False


@contextmanager
def _asked_to_stop() -> Iterator[Event]:
    """Yield an event that SIGTERM and SIGINT set."""
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    yield stop
