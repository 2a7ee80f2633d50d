"""Reading an accounting code from a prompt or from standard input.

It is never an argument, because other people on the machine can see arguments.
"""

import sys

import click

from withhold.ledger.accounting_code import AccountingCode

_LONGEST = 200
"""Bytes that are read at most. A code has 76 characters with its hyphens."""
_NONE = "type your accounting code at the prompt, or give it on standard input"


def read_code() -> AccountingCode:
    """Return the code that is typed at a prompt, or the one on the first line of standard input.

    The prompt does not show what is typed. Raises NotACode if it is not a code, and a usage error if there is nothing.
    """
    if sys.stdin is None:  # the program was started without a standard input
        raise click.UsageError(_NONE)
    if sys.stdin.isatty():
        typed = str(click.prompt("Your accounting code", hide_input=True, err=True))
        return AccountingCode.parse(typed[:_LONGEST])
    line = sys.stdin.buffer.readline(_LONGEST + 1)
    if not line.strip():
        raise click.UsageError(_NONE)
    return AccountingCode.parse(line[:_LONGEST].decode("ascii", "replace").strip())
