"""``withhold serve``: serves the pages of an instance, with a worker beside them."""

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
from withhold.casework.opening.draft import is_draft, read_draft
from withhold.casework.opening.instance import log_key
from withhold.cli.instance.demonstration_witness import DIRECTORY, witness_again
from withhold.cli.keeping import STOP
from withhold.cli.options import environment, home_option, instance_at
from withhold.cli.serving import address, listen, serve
from withhold.model.errors import Code, Conflict, Unreadable
from withhold.web.application import LARGEST_BODY, LazyApplication, application

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_PROCESSES = 4
"""Server processes at most. There are as many as cores if those are fewer."""
_MORE = 10
"""Seconds to wait for the keeper beyond the time that the worker has for its current task."""
_AGAIN = 1.0
"""Seconds until the worker's keeper is started again. The worker that it left behind ends in that time."""


@click.command("serve")
@home_option
@click.option("--bind", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free port.")
@click.option("--worker/--no-worker", default=True, show_default=True, help="Run `withhold worker` beside it.")
def serve_pages(home: Path, bind: str, port: int, worker: bool) -> None:
    """Serve the pages of an instance, for every role at the custodian and the agencies.

    In a demonstration, begin at /tour. A worker runs beside the pages, and in a demonstration its witness too.

    An instance that is not founded yet has one page, on which its founders register passkeys and sign the statement.
    After the last signature the same command serves the other pages.

    The pages answer to the host of the instance's `passkey_origin` and on this machine. Passkeys work only at
    `passkey_origin`. The server speaks plain HTTP. On a network, put a proxy with TLS in front that sets
    X-Forwarded-Proto. SIGTERM ends everything once requests that have begun are answered.

    \b
    Example:   withhold serve --home withhold-demo --port 8000
    """
    drafted = is_draft(home)
    configuration = read_draft(home).configuration if drafted else load_configuration(home)
    if not os.access(home, os.W_OK):  # before an address is printed that nothing would answer at
        raise Unreadable(Code.INSTANCE_NOT_WRITABLE, file=str(home))
    bound = listen(bind, port)
    click.echo(f"address     {address(bound)}")
    if drafted:
        click.echo(f"This instance is not founded yet. Its founders begin at {configuration.passkey_origin}", err=True)
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
            if os.getpid() != owner:  # a child of the server, forked from here, must not end its parent's processes
                beside.pop_all()


@contextmanager
def _worker(home: Path) -> Iterator[None]:
    """Run a worker of this instance until the block ends. It is restarted when it dies."""
    keeper = _Keeper([sys.executable, "-m", "withhold.cli", "worker", "--home", str(home)])
    try:
        yield
    finally:
        keeper.stop()


class _Keeper:
    """The process that keeps the worker running (`cli.keeping`). It is restarted if something kills it."""

    def __init__(self, words: list[str]) -> None:
        self._words = [sys.executable, "-m", "withhold.cli.keeping", *words]
        self._stopping = Event()
        self._process = self._start()
        Thread(target=self._watch, daemon=True).start()

    def stop(self) -> None:
        """End the worker after its current task."""
        self._stopping.set()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(STOP + _MORE)

    def _start(self) -> "subprocess.Popen[bytes]":
        # It writes nothing to this pipe. This process notices by the pipe's end that it is gone, since the server of
        # the pages takes its exit status.
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
    """Run the demonstration's witness until the block ends, if it exists and does not run already."""
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
    if not is_draft(home):
        return _founded_pages(home)
    from withhold.web.founding.serving import FoundingApplication  # few processes ever need it

    hosts, secure = _hosts(read_draft(home).configuration)
    return FoundingApplication(home, environment(), hosts, partial(_founded_pages, home), secure=secure)


def _founded_pages(home: Path) -> "WSGIApplication":
    instance = instance_at(home)
    hosts, secure = _hosts(instance.configuration)
    return application(instance, hosts, secure=secure)


def _hosts(configuration: Configuration) -> tuple[list[str], bool]:
    """Return the host names that the pages answer to, and whether they are reached by HTTPS only."""
    origin = urlsplit(configuration.passkey_origin)
    return [origin.hostname or "localhost", "localhost", "127.0.0.1", "[::1]"], origin.scheme == "https"
