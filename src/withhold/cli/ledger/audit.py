"""``withhold audit``: recomputes every commitment, and names each row that was altered."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import click

from withhold.casework.audit.auditing import Audited
from withhold.casework.audit.auditing import audit as audit_home
from withhold.cli.ledger.places import reader_of
from withhold.cli.options import home_option, instance_to_read, progress
from withhold.model.errors import Code, Fault
from withhold.model.kinds import Kind

_NAMED = 50
"""How many pending records are named. The others are only counted."""


@click.command()
@home_option
@click.option("--inspector", is_flag=True, help="Also show what an inspector checks: each interval, day and kind.")
@click.option("--log", help="Audit against this copy of the log, a directory or http(s) URL, not the instance's own.")
def audit(home: Path, inspector: bool, log: str | None) -> None:
    """Recompute every event's commitment from the records, compare it with the ledger, and name what was altered.

    It also names what is missing: entries that no record accounts for, events whose predecessor is gone, records
    without an entry, and intervals whose counts are wrong. What was erased on purpose is named with its tombstone.
    Records that are not published yet are named as pending. The exit code is 1 if anything was found.

    Nothing is written, so it can run on a read-only copy of the instance.

    \b
    Example:   withhold audit --inspector --log https://disclosures.example.gov/log
    """
    with instance_to_read(home) as instance, progress() as tell:
        audited = audit_home(instance, tell, None if log is None else reader_of(log))
    if inspector:
        for line in inspected(audited):
            click.echo(line)
    show_findings(audited)


def show_findings(audited: Audited) -> None:
    """Print the results of an audit. Raises Fault, for the exit code 1, if it found something."""
    for erased in audited.erased:
        click.echo(erased)
    for finding in audited.findings:
        click.echo(f"{finding.where}: {finding.what}")
    for line in _pending(audited.pending):
        click.echo(line)
    looked = f"{audited.events:,} events, {audited.rows:,} screened rows, {audited.entries:,} ledger entries"
    if audited.newer:
        looked += f"; {audited.newer:,} entries are newer than this copy"
    if audited.findings:
        raise Fault(Code.AUDIT_FINDINGS, count=len(audited.findings), place=looked)
    click.echo(f"no fault found: {looked}")


def _pending(names: Sequence[str]) -> Iterator[str]:
    """Yield the lines about records that are not on the published ledger yet.

    The next command that changes something in the instance publishes them.
    """
    if names:
        yield f"{len(names):,} records are pending: not on the published ledger yet"
        yield from (f"  {name}" for name in names[:_NAMED])
        if len(names) > _NAMED:
            yield f"  and {len(names) - _NAMED:,} more"


def inspected(audited: Audited) -> Iterator[str]:
    """Yield the lines that an inspector reads before the findings: every interval with its counts, then the totals."""
    yield "Each interval between checkpoints, as its summary on the ledger commits to it:"
    for interval in audited.intervals:
        state = "faulty" if interval.faults else "correct"
        yield f"interval {interval.number}: entries {interval.first:,} to {interval.last:,}, {state}"
        for day, kinds in interval.counts.items():
            for kind, count in kinds.items():
                yield f"  {day_of(day)}  {kind_of(int(kind)):<24}{count:>12,}"
    yield "All entries, and how many of them the records account for:"
    for number, (there, known) in audited.kinds.items():
        surplus = "" if there == known else f"  {there - known:,} without a record"
        yield f"  {kind_of(number):<24}{there:>12,}{known:>12,}{surplus}"


def day_of(text: str) -> str:
    """Return the date of a day in a summary, which is a number of days since 1970-01-01.

    If the date is after the year 9999, return the number.
    """
    try:
        return (date(1970, 1, 1) + timedelta(days=int(text))).isoformat()
    except OverflowError:
        return f"day {text}"


def kind_of(number: int) -> str:
    """Return the name of a kind of entry, or its number if this version does not know the kind.

    For example, 32 is ``disposed``.
    """
    try:
        return Kind(number).name.lower().replace("_", " ")
    except ValueError:
        return f"kind {number}"
