"""``withhold accounting``: a record subject finds the entries about themselves in a copy of the log."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from withhold.casework.checks import SUBJECT
from withhold.casework.subject.accounting import Entry, accounting_of, entry_of
from withhold.cli.code_reading import read_code
from withhold.cli.given_paths import DirectoryPath
from withhold.cli.ledger.founding_check import founding_option, show_founding
from withhold.cli.ledger.places import log_keys, reader_of
from withhold.cli.options import announce_demonstration, instance_to_read, progress
from withhold.ledger.accounting_code import AccountingCode
from withhold.ledger.scanning import Found, Scanner, scan
from withhold.records.reading import reading
from withhold.sealing.files import replace
from withhold.sealing.keys import check_ed25519
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust, VerifiedCheckpoint
from withhold.tlog.notes.note import parse_note
from withhold.tlog.receipt import make_receipt
from withhold.tlog.stores.reading import TileReader
from withhold.tlog.verify import verify_log
from withhold.web.context import authority_in
from withhold.web.subject.answering import Answer, answer_in
from withhold.web.translations import ENGLISH


@click.command()
@click.option("--log", help="The log: a directory, or an http(s) URL.")
@click.option("--vkey", help="The log's verifier key, or its `vkey` file. The whole log is verified too then.")
@click.option(
    "--receipts",
    type=DirectoryPath(),
    help="Also write a receipt for each entry into this directory. Needs --vkey.",
)
@click.option(
    "--home",
    type=DirectoryPath(),
    help="In place of --log, at the custodian: the instance directory. Also shows who asked.",
)
@founding_option
@click.option("--json", "as_json", is_flag=True, help="Print the entries as JSON.")
def accounting(
    log: str | None, vkey: str | None, receipts: Path | None, home: Path | None, founding: str | None, as_json: bool
) -> None:
    """Find the entries about yourself in a copy of the log. Nobody learns what you look for.

    Type your accounting code at the prompt, or give it on standard input. You get one code for each year from the
    custodian.

    \b
    Example:   withhold accounting --log https://disclosures.example.gov/log

    Each entry shows what happened and on which day. A receipt proves offline and permanently that the entry is on the
    log. Keep it, and check it with `withhold ledger verify --receipt`.
    """
    if (log is None) == (home is None):
        raise click.UsageError("give --log, a copy of the log; or --home, at the custodian's")
    if receipts is not None and (log is None or vkey is None):
        raise click.UsageError("--receipts needs --log and --vkey: a receipt is made from a log that was verified")
    code = read_code()
    if home is not None:
        with instance_to_read(home) as instance, reading(instance.alias):
            entries = accounting_of(instance, SUBJECT, code)
            authority = authority_in(instance, ENGLISH)
        _print(entries, authority, as_json=as_json)
        return
    assert log is not None
    reader = reader_of(log)
    found, head = _found(code, reader, vkey)
    _print([entry_of(each.index, each.day, each.kind) for each in found], "", as_json=as_json)
    if head is None:
        click.echo("The log was not verified. To verify it too, give --vkey.", err=True)
        return
    show_founding(founding, head.checkpoint.origin)
    if receipts is not None:
        _write(receipts, reader, found, head, quiet=as_json)


def _print(entries: list[Entry], authority: str, *, as_json: bool) -> None:
    answers = [answer_in(ENGLISH, each) for each in entries]
    if as_json:
        click.echo(json.dumps({"authority": authority, "entries": [asdict(each) for each in answers]}))
        return
    for line in lines_of(answers, authority):
        click.echo(line)


def _found(code: AccountingCode, reader: TileReader, vkey: str | None) -> tuple[list[Found], VerifiedCheckpoint | None]:
    with progress() as tell:
        if vkey is None:
            size = Checkpoint.parse(parse_note(reader.checkpoint()).text).size
            return list(scan(code, reader, size)), None
        keys = log_keys(vkey, "--vkey")
        scanner = Scanner(code)
        found: list[Found] = []

        def look(first: int, run: Sequence[bytes]) -> None:
            announce_demonstration(first, run)
            found.extend(scanner.find(first, run))

        verified = verify_log(
            reader,
            LogTrust((keys.current,), retired=keys.retired),
            check_ed25519,
            entries=look,
            progress=lambda done, of: tell("verifying", done, of),
        )
        return found, verified.head


def _write(directory: Path, reader: TileReader, found: list[Found], head: VerifiedCheckpoint, *, quiet: bool) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for each in found:
        replace(directory / f"{each.index}.tlog-proof", make_receipt(reader, each.index, head).encode())
    click.echo(
        f"{len(found)} receipts in {directory}. Check them with: withhold ledger verify --receipt FILE --vkey KEY",
        err=quiet,
    )


def lines_of(answers: list[Answer], authority: str) -> list[str]:
    """Return the lines that the record subject reads."""
    if not answers:
        return [ENGLISH["none"]]
    lines = [f"{each.day}  entry {each.index:<10} {each.what}{_asked_by(each)}" for each in answers]
    return [*lines, *([f"{ENGLISH['authority']} {authority}."] if authority else [])]


def _asked_by(answer: Answer) -> str:
    return f" {ENGLISH['who']}: {answer.who}." if answer.who else ""
