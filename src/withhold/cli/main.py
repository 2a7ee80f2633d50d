"""``withhold``: the program, and how every command ends."""

import sys

import click

from withhold.cli.accounting import accounting
from withhold.cli.audit import audit
from withhold.cli.demo import demo
from withhold.cli.enrol import enrol
from withhold.cli.evidence import evidence
from withhold.cli.home import init
from withhold.cli.intake import intake, sign
from withhold.cli.key import key
from withhold.cli.ledger import ledger
from withhold.cli.ledger_keys import change_witness_key, rotate_key
from withhold.cli.log_serving import serve_log
from withhold.cli.opening import open_release
from withhold.cli.report import report
from withhold.cli.sample import sample
from withhold.cli.screen import screen
from withhold.cli.serve import serve_pages
from withhold.cli.shred import shred
from withhold.cli.witness import witness
from withhold.cli.worker import worker
from withhold.model.errors import WithholdError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="withhold")
def withhold() -> None:
    """Stand between confidential records and those who ask for them.

    Every request is checked against the statute's elements; what falls short is returned or refused with the reason
    and the cure. Identity is confirmed without guessing. Two people decide and sign. One address is sealed to one
    named official, and every step stands on a public ledger that anyone can check. Not legal advice.

    \b
    New here?       withhold demo
    Check a file:   withhold screen BATCH --out DIR
    Check a log:    withhold ledger verify PATH_OR_URL --vkey KEY

    Exit codes: 0 done; 1 a check found a fault; 2 wrong usage, or not permitted; 3 the input cannot be read.
    """


for command in (
    demo,
    sample,
    init,
    screen,
    enrol,
    serve_pages,
    worker,
    key,
    sign,
    intake,
    ledger,
    audit,
    open_release,
    accounting,
    report,
    shred,
    evidence,
):
    withhold.add_command(command)
ledger.add_command(witness)
ledger.add_command(rotate_key)
ledger.add_command(change_witness_key)
ledger.add_command(serve_log)


def main() -> None:
    """Run the program. Errors that withhold raises on purpose are one line on standard error, and an exit code."""
    try:
        withhold.main(standalone_mode=False)
    except click.exceptions.Exit as ended:
        sys.exit(ended.exit_code)
    except click.Abort:
        _end("stopped", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except WithholdError as error:
        _end(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # the reader went away; there is nobody to tell
        sys.exit(1)


def _end(message: str, code: int) -> None:
    click.echo(f"withhold: {message}", err=True)
    sys.exit(code)
