"""The option ``--founding``: whether a log, a receipt or a release is of the instance that its founders signed for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from withhold.cli.ledger.places import read_given
from withhold.model.authority.founding import DIGITS
from withhold.model.errors import Code, Fault
from withhold.tlog.notes.checkpoint import LogTrust

Function = TypeVar("Function", bound=Callable[..., Any])


def founding_option(command: Function) -> Function:
    """Add ``--founding`` to a command."""
    return click.option(
        "--founding", help="The digest of the founding statement, 64 hex digits, or the file founding.json."
    )(command)


def show_founding(given: str | None, origin: str, trust: LogTrust | None = None) -> None:
    """Check that the log named ``origin`` is founded on the statement that was given, and print what that proves.

    ``trust`` has the keys that the log was verified with, if it was. Raises Fault if the log is another's, Unreadable
    for a file that is no founding statement.
    """
    if given is None:
        click.echo(
            "founding not checked: a log by other people could have passed too. Give --founding to rule that out.",
            err=True,
        )
        return
    from withhold.events.founding_file import parse_digest  # it imports passkeys, which most outsiders do not need

    digest = parse_digest(given)
    if digest is not None:
        if not origin.endswith(f"/{digest.hex()[:DIGITS]}"):
            raise Fault(Code.FOUNDING_OF_ANOTHER)
        click.echo(f"founding: the name of the log has the first {DIGITS} digits of this statement's digest", err=True)
        return
    _show_file(Path(given), origin, trust)


def _show_file(path: Path, origin: str, trust: LogTrust | None) -> None:
    from withhold.events.founding_file import LARGEST, grouped, origin_of, parse_founding, verify_founded

    founded = parse_founding(read_given(path, LARGEST))
    digest = verify_founded(founded)
    statement = founded.statement
    if origin != origin_of(statement):
        raise Fault(Code.FOUNDING_OF_ANOTHER)
    names = ", ".join(f"{each.name} ({each.person})" for each in statement.founders)
    click.echo(f"founding: signed by {names}", err=True)
    click.echo(f"founding: compare this digest with theirs: {grouped(digest)}", err=True)
    if trust is not None:
        first = trust.retired[-1].key if trust.retired else trust.keys[0]
        if first.public_key.hex() != statement.log_key:
            raise Fault(Code.FOUNDING_LOG_KEY_DIFFERS)
        click.echo("founding: the log's first key is the one in the statement", err=True)
