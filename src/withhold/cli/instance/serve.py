"""``withhold serve``: the pages of a home."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from withhold.casework.configuration import Configuration, load_configuration
from withhold.casework.opening.instance import log_key
from withhold.cli.instance.demonstration_witness import DIRECTORY, witness_again
from withhold.cli.keeping import STOP
from withhold.cli.options import desk_at, home_option
from withhold.cli.serving import address, listen, serve
from withhold.model.errors import Conflict, Unreadable
from withhold.web.application import LARGEST_BODY, LazyApplication, application

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_PROCESSES = 4
"""At most; otherwise as many as there are cores."""
_MORE = 10
"""Seconds beyond those that the worker has for the piece of work in hand."""
_AGAIN = 1.0
"""Seconds until what keeps the worker is started again: the worker that it left ends in these."""


@click.command("serve")
@home_option
@click.option("--bind", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port.")
@click.option("--worker/--no-worker", default=True, show_default=True, help="Run `withhold worker` beside it.")
def serve_pages(home: Path, bind: str, port: int, worker: bool) -> None:
    """Serve the pages of a home, for everyone house and agency have: see /tour in a demonstration.

    They answer to the host of the home's `passkey_origin`, and on this machine. It speaks plain HTTP: put a proxy with
    TLS before it where it faces a network, one that sets X-Forwarded-Proto. Passkeys work at `passkey_origin` alone.
    A worker runs beside it, and in a demonstration its witness. SIGTERM ends all of it once requests that have begun
    are answered.
    """
    configuration = load_configuration(home)
    if not os.access(home, os.W_OK):  # before an address is printed that nothing would answer at
        raise Unreadable(str(home), "cannot be written to; serve it on a disk and as an account that can write to it")
    bound = listen(bind, port)
    click.echo(f"address     {address(bound)}")
    with ExitStack() as beside:
        if configuration.demonstration:
            beside.enter_context(_witnessed(home, configuration))
            click.echo(f"begin at    {address(bound)}/tour")
        if worker:
            beside.enter_context(_worker(home))
        owner = os.getpid()
        try:
            processes = min(_PROCESSES, os.cpu_count() or 1)
            serve(LazyApplication(partial(_pages, home)), bound, "pages", processes, largest=LARGEST_BODY)
        finally:
            if os.getpid() != owner:  # the server's own child, which forked from here, leaves them to its parent
                beside.pop_all()


@contextmanager
def _worker(home: Path) -> Iterator[None]:
    """A worker of this home, started again when it dies, and ended with the pages."""
    keeper = _Keeper([sys.executable, "-m", "withhold.cli", "worker", "--home", str(home)])
    try:
        yield
    finally:
        keeper.stop()


class _Keeper:
    """The process that keeps the worker running, started again if something kills it."""

    def __init__(self, words: list[str]) -> None:
        self._words = [sys.executable, "-m", "withhold.cli.keeping", *words]
        self._stopping = Event()
        self._process = self._start()
        Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        """End the worker after the piece of work in hand."""
        self._stopping.set()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(STOP + _MORE)

    def _start(self) -> "subprocess.Popen[bytes]":
        # It writes nothing to this pipe: the pipe's end is how this process notices that it is gone. Its exit status
        # goes to the pages' server.
        return subprocess.Popen(self._words, stdout=subprocess.PIPE)  # noqa: S603 - our words

    def _watch(self) -> None:
        while True:
            assert self._process.stdout is not None
            self._process.stdout.read()
            if self._stopping.wait(_AGAIN):
                return
            click.echo("withhold: what keeps the worker running was killed; it is started again", err=True)
            self._process = self._start()


@contextmanager
def _witnessed(home: Path, configuration: Configuration) -> Iterator[None]:
    """The demonstration's own witness, if it is there and does not run already."""
    if not configuration.witnesses or not (home / DIRECTORY / "key").is_file():
        yield
        return
    with ExitStack() as stack:
        try:
            stack.enter_context(witness_again(home, log_key(home), configuration.witnesses[0].url))
        except Conflict:
            click.echo("its witness does not start, or runs already; releases need it", err=True)
        yield


def _pages(home: Path) -> "WSGIApplication":
    desk = desk_at(home)
    origin = urlsplit(desk.configuration.passkey_origin)
    hosts = [origin.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]
    return application(desk, hosts, secure=origin.scheme == "https")
