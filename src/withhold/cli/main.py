"""``withhold``: the program, its list of commands, and the exit code of each error."""

import os
import sys

import click

from withhold import __version__
from withhold.cli.contexts import places_given
from withhold.cli.lazy import Lazy, LazyGroup, lazy_group
from withhold.ledger.log_errors import error_of_log
from withhold.model.errors import WithholdError
from withhold.tlog.errors import LogError

_COMMANDS = {
    "demo": Lazy(
        "withhold.cli.demonstration.demo:demo",
        "Take synthetic requests all the way: sample, intake, review, release, open, verify.",
    ),
    "sample": Lazy(
        "withhold.cli.demonstration.sample:sample",
        "Make a synthetic register and a batch about its people, with the truth of every row.",
    ),
    "init": Lazy(
        "withhold.cli.instance.init:init",
        "Make the keys of an instance, and print a code for each founder.",
    ),
    "screen": Lazy("withhold.cli.agency.screen:screen", "Check every row of BATCH against the statute's elements."),
    "template": Lazy(
        "withhold.cli.agency.template:template",
        "Write an empty batch as a workbook and as CSV, and the schemas of a batch.",
    ),
    "serve": Lazy(
        "withhold.cli.instance.serve:serve_pages",
        "Serve the pages of an instance, for every role at the custodian and the agencies.",
    ),
    "worker": Lazy(
        "withhold.cli.instance.worker:worker",
        "Publish the ledger, file signed batches and confirm identities, as long as it runs.",
    ),
    "key": Lazy(
        "withhold.cli.agency.key:key",
        "Make a key for a signer, who signs batches with it, or a named official, who opens releases with it.",
    ),
    "sign": Lazy(
        "withhold.cli.agency.intake:sign", "Sign BATCH in the signer's office, and write BATCH.sig, which intake needs."
    ),
    "intake": Lazy("withhold.cli.agency.intake:intake", "File a signed BATCH: screening, ledger, docket, identity."),
    "stay": Lazy("withhold.cli.instance.stay:stay", "Stop something now, or see what is stopped."),
    "ledger": Lazy("withhold.cli.ledger.group:ledger", "Check a log from outside, and the log against the records."),
    "audit": Lazy(
        "withhold.cli.ledger.audit:audit",
        "Recompute every event's commitment from the records, compare it with the ledger, and name what was altered.",
    ),
    "open": Lazy("withhold.cli.agency.open_release:open_release", "Open a SEALED release with the official's own key."),
    "accounting": Lazy(
        "withhold.cli.ledger.own_entries:accounting", "Find the entries about yourself in a copy of the log."
    ),
    "report": Lazy(
        "withhold.cli.instance.report:report",
        "Print the annual disclosure report as CSV: requests, disclosures and people, by agency and purpose.",
    ),
    "shred": Lazy(
        "withhold.cli.instance.shred:shred",
        "Permanently erase what the entries of BATCH commit to: its rows and its cases.",
    ),
    "evidence": Lazy(
        "withhold.cli.evidence:evidence", "Measure how many innocent people each way of matching would expose."
    ),
}


class _Program(LazyGroup):
    def invoke(self, ctx: click.Context) -> object:
        """Run the command. Raises the error of `passing_faults` if the machine or the database stopped it."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            from withhold.cli.passing_faults import one_line_error  # most commands end without it

            explained = one_line_error(error, places_given(ctx))
            if explained is None or explained is error:
                raise
            raise explained from error


@lazy_group(
    "withhold",
    _COMMANDS,
    cls=_Program,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__)
def withhold() -> None:
    """Check requests for one person's address, and release it only if two people approve.

    Every request is checked against the statute's elements. Incomplete requests are returned or refused, with the
    reason and the cure. Identity is confirmed without guessing. Two people decide and sign. One address is sealed to
    one named official. Every step is on a public ledger that anyone can check. Not legal advice.

    \b
    New here?       withhold demo
    Check a file:   withhold screen BATCH --out DIR
    Check a log:    withhold ledger verify PATH_OR_URL --vkey KEY

    \b
    Exit codes:
      0  done
      1  a check found a fault
      2  wrong usage, not permitted, or the present state does not allow it
      3  the input cannot be read
      4  temporarily unable: nothing is lost, run the same command again
    """


def main() -> None:
    """Run the program. An error that withhold raises on purpose becomes one line on standard error and an exit code."""
    # Only the owner may read what a command writes: records, evidence, answers, keys.
    os.umask(0o077)
    # gunicorn reads this variable as a number when it is imported, before this program can set anything.
    os.environ.pop("WEB_CONCURRENCY", None)
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
        _end_with(error)
    except LogError as error:
        _end_with(error_of_log(error))
    except BrokenPipeError:
        sys.stderr.close()  # the reader of standard output is gone, so nothing is written about it
        sys.exit(1)


def _end_with(error: WithholdError) -> None:
    _end(f"{error} ({error.code})" if error.code else str(error), error.exit_code)


def _end(message: str, code: int) -> None:
    click.echo(f"withhold: {message}", err=True)
    sys.exit(code)
