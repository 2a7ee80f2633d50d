"""The truth of a sample, known by construction, against what the rooms say: every row. The trials have more seeds."""

from collections import defaultdict
from datetime import date

import polars as pl
import pytest

from support.terms import in_force
from withhold.identity.corroborate import Corroboration, IdentityPolicy, claim_of, corroborate
from withhold.identity.register import most_recent_address
from withhold.law import pack
from withhold.model.standing import Standing
from withhold.model.vocabulary import IdentityOutcome
from withhold.population import Sample, make_sample
from withhold.records.registers.rows import records_from
from withhold.screening import screen

COVERS = ("withhold.identity.register", "withhold.population")

TODAY = date(2026, 3, 2)
PACK = pack("us-irc-6103-i-2")
NEGATIVE_REASONS = {"absent", "ambiguous", "protected"}


@pytest.fixture(
    scope="module", params=((5_000, 1), *(pytest.param((10_000, seed), marks=pytest.mark.trial) for seed in (1, 2, 3)))
)
def sample(request: pytest.FixtureRequest) -> Sample:
    rows, seed = request.param
    return make_sample(rows, seed, today=TODAY)


def standing(sample: Sample) -> Standing:
    accredited = sample.accreditation
    return Standing(
        agency_id=accredited.agency.id,
        batch_signer=sample.signer,
        signers={signer.id: signer.office for signer in accredited.signers if in_force(signer, TODAY)},
        officials={official.id: 0 for official in accredited.officials if in_force(official, TODAY)},
        safeguards_good=accredited.agency.safeguards_good,
        docket_room=sample.batch.height,
    )


def differences(sample: Sample, wanted: pl.DataFrame, found: Standing | None) -> list[tuple[str, ...]]:
    findings = screen(sample.batch, PACK, today=TODAY, standing=found).findings
    said = findings.select("row", "outcome", ids=pl.col("deficiencies").list.join(";"))
    both = wanted.join(said, on="row", how="full", coalesce=True)
    same = pl.col("outcome").eq_missing(pl.col("want")) & pl.col("ids").eq_missing(pl.col("want_ids"))
    return both.filter(~same).select("share", "want", "want_ids", "outcome", "ids").rows()


def test_population_screening_says_the_truth_of_every_row(sample: Sample) -> None:
    short = pl.col("expected").is_in(["returned", "refused"])
    wanted = sample.truth.select(
        "row",
        "share",
        want=pl.when(short).then("expected").otherwise(pl.lit("eligible")),
        want_ids=pl.when(short).then("why").otherwise(pl.lit("")),
    )
    assert differences(sample, wanted, standing(sample)) == []


def test_population_screening_without_records_says_what_the_file_shows(sample: Sample) -> None:
    wanted = sample.truth.select("row", "share", want="screening", want_ids="screening_why")
    assert differences(sample, wanted, None) == []


def test_population_identity_says_the_truth_of_every_sound_row(sample: Sample) -> None:
    register = defaultdict(list)
    for line in sample.register.iter_rows(named=True):
        register[line["tin"]].append(line)
    wrong = []
    for truth in sample.truth.filter(pl.col("screening") == "eligible").iter_rows(named=True):
        if truth["expected"] in ("returned", "refused"):
            continue
        claim = claim_of(sample.batch.row(truth["row"] - 1, named=True))
        records = records_from("register", claim.tin, register[claim.tin])
        said = corroborate(claim, records, IdentityPolicy(), today=TODAY)
        if not fits(said, truth):
            wrong.append((truth["share"], said.outcome, said.reason, dict(said.factors)))
        if said.record_id is not None:
            on_file = [line for line in register[claim.tin] if line["record_id"] == truth["record_id"]]
            latest = max(on_file, key=lambda line: line["effective"])
            assert most_recent_address(records[0], today=TODAY).line1 == latest["address_line1"]
    assert wrong == []


def fits(said: Corroboration, truth: dict[str, str]) -> bool:
    if truth["expected"] == "confirmed":
        return said.outcome is IdentityOutcome.CONFIRMED and said.record_id == truth["record_id"]
    if said.outcome is IdentityOutcome.CONFIRMED or said.reason is None:
        return False
    if truth["why"] in NEGATIVE_REASONS:
        return said.reason.value == truth["why"]
    differing = {name for name, factor in said.factors.items() if factor.value == "differs"}
    factor = truth["why"].partition("differs:")[2]
    return said.reason.value == "differs" and bool(differing) and (not factor or differing == {factor})
