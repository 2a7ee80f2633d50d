"""``withhold accounting``: a person finds the entries about themself in a copy of the log."""

from collections.abc import Sequence

import click

from withhold.casework.accounting import Entry, entry_of
from withhold.cli.ledger import reader_of, verifier_key
from withhold.cli.options import progress, tell_demonstration
from withhold.ledger.accounting import AccountingCode
from withhold.ledger.checkpoint import Checkpoint, LogTrust
from withhold.ledger.note import parse_note
from withhold.ledger.reading import TileReader
from withhold.ledger.scanning import Found, Scanner, scan
from withhold.ledger.verify import verify_log
from withhold.sealing.keys import check_ed25519


@click.command()
@click.option("--code", required=True, help="Your accounting code for one year, from the custodian.")
@click.option("--log", required=True, help="The log: a directory, or an http(s) URL.")
@click.option("--vkey", help="The log's verifier key, or a file: then the whole log is verified on the way.")
def accounting(code: str, log: str, vkey: str | None) -> None:
    """Find the entries about yourself in a copy of the log. Nobody is asked, and nobody learns that you looked."""
    parsed, reader = AccountingCode.parse(code), reader_of(log)
    entries = [entry_of(each.index, each.day, each.kind) for each in _found(parsed, reader, vkey)]
    for line in lines_of(entries):
        click.echo(line)
    if vkey is None:
        click.echo("The log was not verified on the way; give --vkey for that.", err=True)


def _found(code: AccountingCode, reader: TileReader, vkey: str | None) -> list[Found]:
    with progress() as tell:
        if vkey is None:
            size = Checkpoint.parse(parse_note(reader.checkpoint()).text).size
            return list(scan(code, reader, size))
        scanner = Scanner(code)
        found: list[Found] = []

        def look(first: int, run: Sequence[bytes]) -> None:
            tell_demonstration(first, run)
            found.extend(scanner.look(first, run))

        verify_log(
            reader,
            LogTrust((verifier_key(vkey),)),
            check_ed25519,
            entries=look,
            progress=lambda done, of: tell("verifying", done, of),
        )
        return found


def lines_of(entries: list[Entry]) -> list[str]:
    """What a person reads."""
    if not entries:
        return ["No entry of that year is about you."]
    return [f"{each.day}  entry {each.index:<10} {each.meaning}" for each in entries]
