"""Eligible rows become cases, in order of arrival. Admission is not approval; stays block it."""

from collections import Counter
from datetime import datetime

import polars as pl

from withhold.casework.checks import MACHINE
from withhold.casework.desk import Desk, case_id_of, stream_of
from withhold.casework.recording import Stream
from withhold.casework.stays import hold_against_stays
from withhold.model import commands
from withhold.model.case import begin
from withhold.model.deciding import after, decide
from withhold.model.occurrences import BatchReceived
from withhold.model.request import COLUMNS, Request
from withhold.model.words import Outcome
from withhold.records.cases import FoundBy
from withhold.screening import Screened


def docket_rows(
    desk: Desk,
    batch: BatchReceived,
    led_by: str,
    at: datetime,
    rows: pl.DataFrame,
    screened: Screened,
    eligible: list[int],
) -> tuple[str, ...]:
    """Make the eligible rows (numbers from 1) of a batch into cases; their ids.

    `led_by` is the leaf hash of the batch's own entry. Call inside the write that records the batch. Raises Stayed
    where a stay was placed meanwhile.
    """
    made, given = [], set()
    for row in eligible:
        request = Request(**dict(zip(COLUMNS, rows.select(COLUMNS).row(row - 1), strict=True)))
        facts = screened.facts.select("tin", "case_key", "reason_mask").row(row - 1)
        made.append(_docket_row(desk, batch, led_by, at, row, request, facts))
        given.add((facts[2], facts[0]))
    reasons = Counter(desk.keyring.mask(masked) for masked, _ in given)
    desk.batches.count_reasons(batch.agency, reasons, at.date())
    return tuple(made)


def _docket_row(
    desk: Desk,
    batch: BatchReceived,
    led_by: str,
    at: datetime,
    row: int,
    request: Request,
    facts: tuple[str, str, str],
) -> str:
    tin, case_key, _ = facts
    case_id = case_id_of(batch.digest, row)
    subject = desk.keyring.subject(tin)
    earlier = tuple(desk.cases.about(batch.agency, subject))
    received = decide(MACHINE, None, commands.Receive(batch.agency, batch.digest, row, request, earlier))
    case = begin(case_id, received[0])
    hold_against_stays(desk, case)
    events = received
    for command in (commands.Screen(batch.pack, Outcome.ELIGIBLE, ()), commands.Docket()):
        following = decide(MACHINE, case, command)
        case = after(case, following)
        events = (*events, *following)
    desk.recorder.record(Stream(stream_of(case_id), 0, led_by), events, MACHINE, at, tin)
    desk.cases.add(case, FoundBy(subject, desk.keyring.matter(tin, case_key)), at)
    return case_id
