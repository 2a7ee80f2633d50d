"""``withhold ledger witness``: cosigns the checkpoints of other people's logs."""

import time
from pathlib import Path

import click

from withhold.cli.keeping import end_with_parent
from withhold.cli.ledger.places import log_keys
from withhold.cli.serving import address, listen, serve
from withhold.tlog.witnesses.protocol import MAX_REQUEST_BYTES
from withhold.witness.application import Application
from withhold.witness.opening import make_key, open_witness


@click.command()
@click.option(
    "--key", "key_file", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The witness's key file."
)
@click.option("--new-key", metavar="NAME", help="Make the key file for a witness of this name, and end.")
@click.option(
    "--db",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Its database, which is made when the key is first used.",
)
@click.option(
    "--log", "logs", multiple=True, metavar="VKEY", help="A log's verifier key, or its `vkey` file. May be repeated."
)
@click.option("--bind", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on. 0 takes a free one.")
def witness(
    key_file: Path, new_key: str | None, db: Path | None, logs: tuple[str, ...], bind: str, port: int | None
) -> None:
    """Run a witness, which cosigns a log's checkpoint only if it extends every one that it cosigned before.

    \b
    Make its key:   withhold ledger witness --new-key NAME --key FILE
    Run it:         withhold ledger witness --key FILE --db FILE --log VKEY --port N

    NAME is a name like witness.example.org/w1. Give the verifier key that is printed, and the URL, to the log's
    custodian for home.toml. Publish the key in a place that people can find without the custodian.

    Run it apart from the custodian. A witness that the custodian controls proves nothing. It speaks C2SP tlog-witness
    over plain HTTP. On a network, put a proxy with TLS in front. SIGTERM ends it once requests that have begun are
    answered. Never restore an old copy of its database. With one, it would cosign a second history. If the database is
    lost, make a new key.
    """
    if new_key is not None:
        _make(key_file, new_key)
        return
    if db is None or port is None or not logs:
        raise click.UsageError("a witness runs with --db, --port and at least one --log; or make its key by --new-key")
    cosigner = open_witness(key_file, db, [log_keys(each, "--log") for each in logs], lambda: int(time.time()))
    bound = listen(bind, port)
    click.echo(f"witness     {cosigner.key}")
    click.echo(f"address     {address(bound)}")
    end_with_parent()
    serve(Application(cosigner), bound, f"witness {cosigner.key.name}", largest=MAX_REQUEST_BYTES)


def _make(key_file: Path, name: str) -> None:
    made = make_key(key_file, name)
    click.echo(f"key         {key_file}")
    click.echo(f"verifier    {made}")
