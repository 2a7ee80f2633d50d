"""``withhold accounting``: a person finds the entries about themself in a copy of the log."""

from collections.abc import Sequence
from pathlib import Path

import click

from withhold.casework.accounting import Entry, accounting_of, entry_of
from withhold.cli.options import desk_to_read, progress, tell_demonstration
from withhold.cli.places import key_list, reader_of
from withhold.ledger.accounting import AccountingCode
from withhold.ledger.checkpoint import Checkpoint, LogTrust, VerifiedCheckpoint
from withhold.ledger.note import parse_note
from withhold.ledger.reading import TileReader
from withhold.ledger.receipt import make_receipt
from withhold.ledger.scanning import Found, Scanner, scan
from withhold.ledger.verify import verify_log
from withhold.model.permissions import Actor
from withhold.model.words import Role
from withhold.records.reading import reading
from withhold.sealing.files import replace
from withhold.sealing.keys import check_ed25519


@click.command()
@click.option("--code", required=True, help="Your accounting code for one year, from the custodian.")
@click.option("--log", help="The log: a directory, or an http(s) URL.")
@click.option("--vkey", help="The log's verifier key, or its `vkey` file: then the whole log is verified on the way.")
@click.option(
    "--receipts",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write a receipt for each entry into this directory. Needs --vkey.",
)
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    help="In place of --log, at the custodian's: also says what was erased since.",
)
def accounting(code: str, log: str | None, vkey: str | None, receipts: Path | None, home: Path | None) -> None:
    """Find the entries about yourself in a copy of the log. Nobody is asked, and nobody learns that you looked.

    Each entry says what happened and on which day. A receipt proves, offline and for good, that the entry stands on
    the log: keep it, and check it with `withhold ledger verify --receipt`.
    """
    parsed = AccountingCode.parse(code)
    if (log is None) == (home is None):
        raise click.UsageError("give --log, a copy of the log; or --home, at the custodian's")
    if receipts is not None and (log is None or vkey is None):
        raise click.UsageError("--receipts needs --log and --vkey: a receipt is made from a log that was verified")
    if home is not None:
        with desk_to_read(home) as desk, reading(desk.alias):
            entries = accounting_of(desk, Actor("", Role.SUBJECT), parsed)
        _say(entries)
        return
    assert log is not None
    reader = reader_of(log)
    found, head = _found(parsed, reader, vkey)
    _say([entry_of(each.index, each.day, each.kind) for each in found])
    if head is None:
        click.echo("The log was not verified on the way; give --vkey for that.", err=True)
    elif receipts is not None:
        _write(receipts, reader, found, head)


def _say(entries: list[Entry]) -> None:
    for line in lines_of(entries):
        click.echo(line)


def _found(code: AccountingCode, reader: TileReader, vkey: str | None) -> tuple[list[Found], VerifiedCheckpoint | None]:
    with progress() as tell:
        if vkey is None:
            size = Checkpoint.parse(parse_note(reader.checkpoint()).text).size
            return list(scan(code, reader, size)), None
        keys = key_list(vkey)
        scanner = Scanner(code)
        found: list[Found] = []

        def look(first: int, run: Sequence[bytes]) -> None:
            tell_demonstration(first, run)
            found.extend(scanner.look(first, run))

        verified = verify_log(
            reader,
            LogTrust((keys.current,), retired=keys.retired),
            check_ed25519,
            entries=look,
            progress=lambda done, of: tell("verifying", done, of),
        )
        return found, verified.head


def _write(directory: Path, reader: TileReader, found: list[Found], head: VerifiedCheckpoint) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for each in found:
        replace(directory / f"{each.index}.tlog-proof", make_receipt(reader, each.index, head).encode())
    click.echo(
        f"{len(found)} receipts in {directory}; check them with: withhold ledger verify --receipt FILE --vkey KEY"
    )


def lines_of(entries: list[Entry]) -> list[str]:
    """What a person reads."""
    if not entries:
        return ["No entry of that year is about you."]
    return [f"{each.day}  entry {each.index:<10} {each.meaning}{_erased(each)}" for each in entries]


def _erased(entry: Entry) -> str:
    return f" Its content was {entry.erased}." if entry.erased else ""
