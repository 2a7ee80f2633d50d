"""``withhold ledger serve``: serves the log over HTTP."""

from pathlib import Path

import click

from withhold.cli.options import home_option
from withhold.cli.serving import address, listen, serve
from withhold.model.errors import Code, Unreadable
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.reading import LogReader
from withhold.web.log_files import LogFiles


@click.command("serve")
@home_option
@click.option("--log", help="The log, a directory or s3://BUCKET/PREFIX, if there is no instance.")
@click.option("--bind", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", required=True, type=click.IntRange(0, 65535), help="The port to listen on. 0 takes a free one.")
def serve_log(home: Path, log: str | None, bind: str, port: int) -> None:
    """Serve a log as static files (C2SP tlog-tiles), for anyone to verify.

    It needs neither keys nor records, and serves nothing but the log. Run it on another machine than these, for example
    on a copy of the log's directory. Any static web server works too. It speaks plain HTTP. On a network, put a proxy
    with TLS in front. SIGTERM ends it once requests that have begun are answered.

    \b
    Example:   withhold ledger serve --log /srv/log-copy --port 8080
    """
    reader = _reader(home, log)
    if reader.named("checkpoint") is None:
        raise Unreadable(Code.LEDGER_NO_CHECKPOINT, file=log or str(home))
    bound = listen(bind, port)
    click.echo(f"address     {address(bound)}")
    serve(LogFiles(reader), bound, "log")


def _reader(home: Path, log: str | None) -> LogReader:
    if log is not None and not log.startswith("s3://"):
        return DirectoryReader(Path(log))
    # These set up the database's library, which a copy of a log's directory does not need.
    from withhold.casework.configuration import load_configuration
    from withhold.records.log.log_store import log_store

    return log_store(home, load_configuration(home).log) if log is None else log_store(Path(), log)
