"""An instance with many kinds of events, made once per process, and the result of an audit of a copy of it."""

import shutil
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest

from support.acts import lift_stay
from support.home import LittleHome, little_home
from support.people import AGENCY, COUNSEL, INSPECTORS, LIFTERS, OFFICERS, OFFICIALS, SIGNERS, STEWARD
from support.stays import stay_on
from withhold.casework.accreditation.accrediting import assess_safeguards, revoke
from withhold.casework.audit.auditing import Finding, audit
from withhold.casework.publication.publishing import publish
from withhold.casework.review.identifying import confirm_docketed
from withhold.cli.main import main
from withhold.model.cases.determination import Decision
from withhold.model.kinds import Kind
from withhold.records.log.journal import Stored


@cache
def story() -> Path:
    """Return an instance with many events: two batches, every step, rows that are not docketed, stays, revocations."""
    kept = Path(tempfile.mkdtemp(prefix="withhold-story-"))
    with little_home(kept) as little:
        _tell(little)
        little.close()
        shutil.copytree(little.root, kept / "told")
    return kept / "told"


def _tell(little: LittleHome) -> None:
    rows = [little.row("robin"), little.row("jules", reason=""), little.row("kit", sole_use="false")]
    (case_id,) = little.file(rows).cases
    little.file([little.row("kit", reason=""), little.row("absent", statute="8 U.S.C. 1231")])
    refused, absent = little.docket("jules", "absent")
    confirm_docketed(little.instance, [case_id])
    little.retrieve(little.approve(case_id))
    little.decide(OFFICERS[0], refused, Decision.REFUSE)
    little.decide(COUNSEL[0], refused)
    assert little.instance.case(absent).version > 1
    lifted = stay_on(little.instance, INSPECTORS[0], "official", OFFICIALS[2].person)
    for person in LIFTERS:
        lift_stay(little.instance, person, lifted, "Vacated.")
    stay_on(little.instance, INSPECTORS[0], "official", OFFICIALS[1].person)
    revoke(little.instance, STEWARD, SIGNERS[1].person, "Left.")
    assess_safeguards(little.instance, STEWARD, AGENCY, True, "Assessed again.")
    publish(little.instance)


def findings(little: LittleHome) -> tuple[Finding, ...]:
    return audit(little.instance).findings


def places(little: LittleHome) -> set[str]:
    return {finding.where for finding in findings(little)}


def event(little: LittleHome, kind: Kind) -> Stored:
    return next(each for each in little.instance.journal.list_all() if each.kind == kind)


def named(stored: Stored, where: str) -> bool:
    return where.startswith(f"event {stored.event_id} (")


def exit_code(little: LittleHome, monkeypatch: pytest.MonkeyPatch, *command: str) -> int:
    little.close()
    monkeypatch.setattr(sys, "argv", ["withhold", *command, "--home", str(little.home)])
    try:
        main()
    except SystemExit as ended:
        return int(str(ended.code))
    return 0
