"""Samples whose truth is known, from intake to release. Every row's outcome, and every release, is right."""

import dataclasses
import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from support.filing import found
from support.founding import found_home
from support.home import SOME_WITNESS
from withhold.casework.accreditation.accrediting import accredit_all
from withhold.casework.audit.auditing import audit
from withhold.casework.instance import Instance, case_id_of
from withhold.casework.intake.filing import Filed, file_batch
from withhold.casework.opening.instance import Environment
from withhold.casework.releasing import retrieve
from withhold.casework.review.identifying import confirm_docketed
from withhold.cli.demonstration.cast import reviewers
from withhold.cli.demonstration.sample import DOMAIN, KEYS, URL, sign_sample, write_sample
from withhold.cli.instance.init import standard_configuration
from withhold.model.authority.founding import ROLES
from withhold.model.cases.case import State
from withhold.model.cases.determination import Decision
from withhold.model.cases.permissions import Actor
from withhold.model.vocabulary import Role
from withhold.records.database import close
from withhold.sealing.hpke import open_sealed_release
from withhold.sealing.keys import ReleaseKey

COVERS = (
    "withhold.casework.instance",
    "withhold.casework.intake.filing",
    "withhold.casework.review.identifying",
    "withhold.cli.demonstration.cast",
    "withhold.cli.demonstration.sample",
    "withhold.cli.instance.init",
    "withhold.sealing.hpke",
)

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
ROOMY = {"reviews_per_day": 100_000, "docket_days": 1, "attempts_per_official": 100_000}


def filed_sample(home: Path, rows: int, seed: int, database_url: str = "") -> tuple[Instance, Filed]:
    """Make a demonstration with room for every case, and file the sample."""
    sample = home / "sample"
    home.mkdir()
    accreditation = write_sample(rows, seed, sample, NOON.date(), lambda *_: None)
    configuration = standard_configuration(
        "test.withhold.example/log",
        "sample/register.parquet",
        "Office of Tests (fictional)",
        "us-irc-6103-i-2",
        DOMAIN,
        URL,
        (SOME_WITNESS,),
        demonstration=True,
    )
    founders = [Actor(each.id, each.role) for each in accreditation.custodians if each.role in ROLES]
    world = Environment(database_url, clock=lambda: NOON)
    instance = found_home(home, dataclasses.replace(configuration, **ROOMY), world, sample / KEYS, founders)
    accredit_all(instance, founders[0], accreditation)
    signature = sign_sample(sample, accreditation, instance.trust.origin)
    filed = file_batch(instance, sample / "batch.csv", signature)
    confirm_docketed(instance, filed.cases)
    return instance, filed


def outcomes(instance: Instance, filed: Filed) -> list[tuple[int, str, str]]:
    """Return row, outcome and deficiencies. The outcome of an eligible row is that of its identity."""
    states = {each.row: each.state for each in instance.cases.of_batch(filed.batch)}
    said = {State.UNDER_REVIEW.value: "confirmed", State.NOT_CONFIRMED.value: "not_confirmed"}
    return [
        (row, said[states[row]] if row in states else outcome, ";".join(deficiencies))
        for row, outcome, deficiencies in found(filed).select("row", "outcome", "deficiencies").iter_rows()
    ]


@pytest.mark.parametrize(
    ("rows", "seed"), [(600, 1), *(pytest.param(10_000, seed, marks=pytest.mark.trial) for seed in (1, 2, 3))]
)
def test_every_row_of_a_sample_has_its_true_outcome(tmp_path: Path, rows: int, seed: int) -> None:
    instance, filed = filed_sample(tmp_path / "home", rows, seed)
    truth = pl.read_csv(tmp_path / "home/sample/truth.csv", infer_schema=False)
    expected = {
        int(row): (expected, why if expected in ("returned", "refused") else "")
        for row, expected, why in truth.select("row", "expected", pl.col("why").fill_null("")).iter_rows()
    }
    wrong = [row for row, outcome, why in outcomes(instance, filed) if expected[row] != (outcome, why)]
    close(instance.alias)
    assert len(expected) == rows
    assert wrong == []


@pytest.mark.parametrize("database_url", ["postgresql", pytest.param("sqlite", marks=pytest.mark.trial)], indirect=True)
def test_every_release_is_the_most_recent_address_of_the_right_person(tmp_path: Path, database_url: str) -> None:
    instance, filed = filed_sample(tmp_path / "home", 260, 4, database_url)
    sample = tmp_path / "home" / "sample"
    truth = pl.read_csv(sample / "truth.csv", infer_schema=False).filter(pl.col("expected") == "confirmed")
    officer, counsel = reviewers(instance, sample / KEYS)
    released = 0
    for row, record in truth.select("row", "record_id").iter_rows():
        case_id = case_id_of(filed.batch, int(row))
        officer.decide(instance, case_id, Decision.APPROVE)
        case = counsel.decide(instance, case_id, Decision.APPROVE)
        official = Actor(case.request.official_id, Role.OFFICIAL, case.agency)
        key = ReleaseKey.read(sample / KEYS / f"{official.person}.key")
        opened = json.loads(open_sealed_release(retrieve(instance, official, case_id).sealed, key))
        assert opened["address"] == most_recent(sample / "register.parquet", record, NOON.date())
        released += 1
    assert audit(instance).findings == ()
    close(instance.alias)
    assert released == truth.height > 20


def most_recent(register: Path, record: str, today: date) -> dict[str, str]:
    """Return the most recent address of a record, read directly from the register file."""
    rows = pl.read_parquet(register).filter(
        (pl.col("record_id") == record) & (pl.col("effective") <= today.isoformat())
    )
    latest = rows.sort("effective").tail(1).to_dicts()[0]
    names = {"line1": "address_line1", "line2": "address_line2", "city": "city", "state": "state", "zip": "zip"}
    return {name: latest[column] for name, column in names.items()}
