"""Reading an accounting code: from a prompt or standard input, never from an argument that others could see."""

import sys

import click

from withhold.ledger.accounting_code import AccountingCode

_LONGEST = 200
"""Bytes; a code has 76 characters with its hyphens."""
_NONE = "type your accounting code at the prompt, or give it on standard input"


def read_code() -> AccountingCode:
    """The code as typed at a prompt that does not show it, or the first line of standard input. Raises NotACode."""
    if sys.stdin is None:  # the program was started without one
        raise click.UsageError(_NONE)
    if sys.stdin.isatty():
        typed = str(click.prompt("Your accounting code", hide_input=True, err=True))
        return AccountingCode.parse(typed[:_LONGEST])
    line = sys.stdin.buffer.readline(_LONGEST + 1)
    if not line.strip():
        raise click.UsageError(_NONE)
    return AccountingCode.parse(line[:_LONGEST].decode("ascii", "replace").strip())
