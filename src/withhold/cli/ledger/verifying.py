"""``withhold ledger verify``: checks a log or a receipt from outside, with nothing but the keys that are given.

A court or a witness runs it without an instance. So this module imports no records, no pages and no data frames.
"""

from dataclasses import replace
from pathlib import Path

import click

from withhold.cli.ledger.founding_check import founding_option, show_founding
from withhold.cli.ledger.places import log_keys, read_given, reader_of, witness_key
from withhold.cli.ledger.stated import stated_beside, stated_beside_keys
from withhold.cli.options import announce_demonstration, progress
from withhold.model.errors import Code, Unreadable
from withhold.sealing.keys import check_ed25519
from withhold.tlog.errors import Malformed, ProofFails
from withhold.tlog.notes.checkpoint import Checkpoint, LogTrust
from withhold.tlog.notes.cosignature import WitnessPolicy
from withhold.tlog.notes.note import parse_note
from withhold.tlog.receipt import Receipt, verify_receipt
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.reading import LogReader
from withhold.tlog.stores.strays import find_strays
from withhold.tlog.verify import VerifiedLog, verify_log

_LONGEST_ENTRY = 16_000_000
"""Bytes of an entry's file. Logs of other tools may have larger entries than a tiled log can."""


@click.command()
@click.argument("log")
@click.option("--vkey", "keys", multiple=True, required=True, help="The log's verifier key, or its `vkey` file.")
@click.option("--witness", "witnesses", multiple=True, help="A witness's verifier key, or a file. May be repeated.")
@click.option("--quorum", type=int, help="How many witnesses must have cosigned.  [default: all named]")
@click.option(
    "--since", type=click.Path(path_type=Path), help="A checkpoint kept from before. Its entries must be unchanged."
)
@click.option("--receipt", is_flag=True, help="LOG is a receipt (tlog-proof) file. Verify it offline.")
@click.option(
    "--entry", type=click.Path(path_type=Path), help="With --receipt: a file with the entry, if the receipt lacks it."
)
@founding_option
@click.option("--strict", is_flag=True, help="Signatures by unknown keys and stray files are faults too.")
def verify(
    log: str,
    keys: tuple[str, ...],
    witnesses: tuple[str, ...],
    quorum: int | None,
    since: Path | None,
    receipt: bool,
    entry: Path | None,
    founding: str | None,
    strict: bool,
) -> None:
    """Verify a whole log, at a directory or an http(s) URL: every entry, every tile, the signatures on top.

    \b
    A log:       withhold ledger verify https://disclosures.example.gov/log --vkey vkey
    A receipt:   withhold ledger verify 1234.tlog-proof --receipt --vkey vkey

    With --founding it also checks that the log is the one that its founders signed for.

    Trusts nothing but the keys you give. Keep the checkpoint that was verified, and give it next time with --since. It
    detects a history that was rewritten. A witness counts only if you give its key with --witness.
    """
    trust = _trust(keys, witnesses, quorum, refuse_unknown=strict)
    if entry is not None and not receipt:
        raise click.UsageError("--entry goes with --receipt")
    if receipt:
        trust = replace(trust, stated=stated_beside_keys(keys, strict=strict))
        given = None if entry is None else read_given(entry, _LONGEST_ENTRY)
        content = read_given(Path(log))
        _require_receipt(content, log)
        proven = verify_receipt(content, trust, check_ed25519, given)
        click.echo(f"receipt verified: entry {proven.index} is in {proven.origin}, of {proven.size} entries")
        show_founding(founding, proven.origin, trust)
        return
    older = None if since is None else read_given(since)
    if since is not None and older is not None:
        _require_checkpoint(older, since)
    reader = reader_of(log)
    trust = replace(trust, stated=stated_beside(reader, strict=strict))
    with progress() as tell:
        verified = verify_log(
            reader,
            trust,
            check_ed25519,
            since=older,
            progress=lambda done, of: tell("verifying", done, of),
            entries=announce_demonstration,
        )
    _show_strays(reader, verified, strict=strict)
    _show_verified(verified, trust)
    show_founding(founding, verified.head.checkpoint.origin, trust)


def _require_receipt(content: bytes, file: str) -> None:
    """Raise Unreadable if a file that was given is of another kind. That is no fault of the log."""
    try:
        Receipt.parse(content)
    except Malformed as fault:
        raise Unreadable(Code.RECEIPT_MALFORMED, file=file, problem=str(fault)) from None


def _require_checkpoint(content: bytes, path: Path) -> None:
    """Raise Unreadable if a file that was given is of another kind. That is no fault of the log."""
    try:
        Checkpoint.parse(parse_note(content).text)
    except Malformed as fault:
        raise Unreadable(Code.CHECKPOINT_MALFORMED, file=str(path), problem=str(fault)) from None


def _show_strays(reader: LogReader, verified: VerifiedLog, *, strict: bool) -> None:
    """Print the names under the log's directory that are not part of the log. With ``strict``, raises ProofFails."""
    if not isinstance(reader, DirectoryReader):
        return  # a web server does not list what else there is
    strays = find_strays(reader.root, verified.head.checkpoint.size)
    for name in strays.names:
        click.echo(f"not part of the log: {name}", err=True)
    if strays.count > len(strays.names):
        click.echo(f"not part of the log: {strays.count - len(strays.names):,} more names", err=True)
    if strict and strays.count:
        raise ProofFails(f"tile: {strays.count:,} names that are not part of the log")
    if strays.ahead:
        click.echo(f"{strays.ahead:,} tiles lie ahead of the checkpoint and were not verified", err=True)


def _show_verified(verified: VerifiedLog, trust: LogTrust) -> None:
    head = verified.head.checkpoint
    click.echo(f"log verified: {head.origin}, {head.size:,} entries, {verified.files:,} files")
    click.echo(f"root {head.root.hex()}")
    for cosignature in verified.head.cosignatures:
        click.echo(f"witness {cosignature.witness} saw it at {cosignature.when}")
    for key in trust.stated:
        if key not in trust.witnesses.witnesses and any(line.by(key) for line in verified.head.note.signatures):
            click.echo(f"witness {key.name} is named by the log alone; give its key by --witness to rely on it")
    if verified.older is not None:
        click.echo(f"consistent with the older checkpoint, of {verified.older.checkpoint.size:,} entries")


def _trust(keys: tuple[str, ...], witnesses: tuple[str, ...], quorum: int | None, *, refuse_unknown: bool) -> LogTrust:
    named = tuple(witness_key(text, "--witness") for text in witnesses)
    try:
        policy = WitnessPolicy(named, len(named) if quorum is None else quorum)
        lists = [log_keys(text, "--vkey") for text in keys]
        retired = tuple(key for each in lists for key in each.retired)
        return LogTrust(tuple(each.current for each in lists), policy, refuse_unknown, retired)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
