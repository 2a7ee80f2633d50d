import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from support.terms import in_force
from withhold.law import pack
from withhold.model.cases.request import COLUMNS as CONTRACT_COLUMNS
from withhold.model.people.accreditation_file import load_accreditation
from withhold.population import Sample, make_sample
from withhold.population.batches.confirmed_cases import CONFIRMED
from withhold.population.batches.flaws import FLAWS
from withhold.population.batches.negative_cases import NEGATIVE
from withhold.population.batches.request_writer import COLUMNS
from withhold.population.batches.shares import LEAST, PER_MILLE, apportion
from withhold.population.batches.truth import ELEMENTS
from withhold.population.people.register import SCHEMA
from withhold.population.people.tins import ADVERTISED
from withhold.screening.reading import read_batch

COVERS = ("withhold.population", "withhold.model.cases.request")

TODAY = date(2026, 3, 2)
TOGETHER = ("litigated", "litigated_addressed", "engagement", "boilerplate", "several", "duplicate")
"""The shares that depend on other rows or on several elements."""
ALL_SHARES = {*TOGETHER, *(flaw.share for flaw in FLAWS), *CONFIRMED, *NEGATIVE}
FILES = ("accreditation.json", "batch.csv", "register.parquet", "truth.csv")


@pytest.fixture(scope="module", params=(1, 2, 3))
def sample(request: pytest.FixtureRequest) -> Sample:
    return make_sample(3_000, request.param, today=TODAY)


def test_population_same_seed_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_sample(700, 5, today=TODAY).write(tmp_path / name)
    make_sample(700, 6, today=TODAY).write(tmp_path / "other")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "other", "two"]
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    for name in ("batch.csv", "register.parquet", "truth.csv"):
        assert (tmp_path / "one" / name).read_bytes() != (tmp_path / "other" / name).read_bytes()


def test_population_every_share_is_there(sample: Sample) -> None:
    counts = Counter(sample.truth["share"])
    assert set(counts) == ALL_SHARES == {*PER_MILLE, "litigated"}
    assert 0.45 < (counts["litigated"] + counts["litigated_addressed"]) / 3_000 < 0.6
    assert 0.03 < counts["sound"] / 3_000 < 0.05
    short = {element for why in sample.truth["why"] for element in why.split(";")}
    assert short >= set(ELEMENTS)


def test_population_elements_are_in_the_order_of_the_pack() -> None:
    ids = [element.id for element in pack("us-irc-6103-i-2").elements]
    assert [element for element in ids if element in ELEMENTS] == list(ELEMENTS)


def test_population_truth_is_complete(sample: Sample) -> None:
    truth = sample.truth
    assert truth["row"].to_list() == list(range(1, 3_001))
    assert truth["request_ref"].to_list() == sample.batch["request_ref"].to_list()
    assert truth["request_ref"].n_unique() == 3_000
    assert set(truth["expected"]) == {"returned", "refused", "not_confirmed", "confirmed"}
    assert not (truth["why"] == "").any()
    confirmed = truth["expected"] == "confirmed"
    assert ((truth["record_id"] != "") == confirmed).all()
    assert set(truth["record_id"]) - {""} <= set(sample.register["record_id"])
    eligible = truth.filter(pl.col("expected").is_in(["confirmed", "not_confirmed"]))
    assert set(eligible["screening"]) == {"eligible"}


def test_population_batch_passes_the_reader(sample: Sample, tmp_path: Path) -> None:
    sample.write(tmp_path / "sample")
    assert COLUMNS == CONTRACT_COLUMNS
    assert read_batch(tmp_path / "sample" / "batch.csv").equals(sample.batch)
    with (tmp_path / "sample" / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = list(csv.DictReader(file))
    assert truth == sample.truth.with_columns(pl.col("row").cast(pl.String)).to_dicts()
    register = pl.read_parquet(tmp_path / "sample" / "register.parquet")
    assert register.equals(sample.register)
    assert load_accreditation(tmp_path / "sample" / "accreditation.json") == sample.accreditation


def test_population_register_is_sorted_and_has_bystanders(sample: Sample) -> None:
    register = sample.register
    assert dict(register.schema) == SCHEMA
    assert register["tin"].is_sorted()
    assert not set(register["tin"]) & ADVERTISED
    asked = set(sample.batch["tin"].str.replace_all("-", ""))
    assert len(set(register["tin"]) - asked) > 300
    people = register.group_by("record_id").agg(pl.exclude("record_id").n_unique())
    assert people.select("tin", "first_name", "last_name", "date_of_birth").max().row(0) == (1, 1, 1, 1)
    shared = register.group_by("tin").agg(pl.col("record_id").n_unique().alias("people"))
    assert (shared["people"] > 1).sum() == (sample.truth["share"] == "ambiguous").sum()


def test_population_absent_people_are_absent(sample: Sample) -> None:
    rows = sample.truth.filter(pl.col("why") == "absent")["row"] - 1
    numbers = set(sample.batch[rows]["tin"].str.replace_all("-", ""))
    assert len(numbers) == len(rows) == 30
    assert not numbers & set(sample.register["tin"])


def test_population_batch_reveals_nothing_of_the_register(sample: Sample) -> None:
    """A wrong number is asked about with the request's own person, never with the register's."""
    pick = sample.truth.filter(pl.col("why").is_in(["borrowed_tin", "namesake", "relative"]))["row"] - 1
    batch = sample.batch[pick].with_columns(tin=pl.col("tin").str.replace_all("-", ""))
    both = batch.join(sample.register.unique("tin", keep="first", maintain_order=True), on="tin")
    assert both.height == len(pick)
    same_name = both["first_name"].str.to_uppercase() == both["first_name_right"]
    same_day = both["date_of_birth"] == both["date_of_birth_right"]
    assert not (same_name & same_day).any()
    assert not sample.batch["case_number"].str.contains(r"R\d{9}").any()


def test_population_officials_stay_under_the_ceiling_unless_meant(sample: Sample) -> None:
    rows = sample.batch.with_columns(share=sample.truth["share"], why=sample.truth["why"])
    crowded = pl.col("why").str.contains("engagement")
    named = rows.filter(pl.col("official_id") != "")
    meant = named.filter(crowded).group_by("official_id").len()["len"]
    others = named.filter(~crowded).group_by("official_id").len()["len"]
    assert meant.min() >= 30
    assert others.max() <= 20
    known = {official.id for official in sample.accreditation.officials if in_force(official, TODAY)}
    lapsed = {official.id for official in sample.accreditation.officials} - known
    strangers = set(named.filter(pl.col("share") == "official_unknown")["official_id"])
    assert len(known) >= 60
    assert not strangers & (known | lapsed)
    assert set(named.filter(pl.col("share") == "official_lapsed")["official_id"]) <= lapsed
    assert set(named.filter(pl.col("share") == "sound")["official_id"]) <= known


def test_population_formatting_varies_but_is_honest(sample: Sample) -> None:
    sound = sample.batch.filter(sample.truth["screening"] == "eligible")
    dashed = sound["tin"].str.contains("^[0-9]{3}-[0-9]{2}-[0-9]{4}$")
    plain = sound["tin"].str.contains("^[0-9]{9}$")
    assert dashed.any()
    assert plain.any()
    assert (dashed | plain).all()
    assert sound["statute"].n_unique() > 20
    assert sound["zip"].str.contains("-").any()
    assert sound["reason"].n_unique() == sound.height


def test_population_people_and_agency_are_plainly_fictional(sample: Sample) -> None:
    accredited = sample.accreditation
    assert "(fictional)" in accredited.agency.name
    assert all("(fictional)" in person.title for person in (*accredited.signers, *accredited.officials))
    assert all(not person.signing_key for person in (*accredited.signers, *accredited.officials))
    roles = Counter(custodian.role.value for custodian in accredited.custodians)
    assert roles["disclosure_officer"] == roles["disclosure_counsel"] == roles["inspector"] == 2


@pytest.mark.parametrize("rows", [1, 2, 40, 99, 300, 529, 530, 5_000, 1_000_000])
def test_population_shares_add_up(rows: int) -> None:
    counts = apportion(rows)
    assert sum(counts.values()) == rows
    assert all(count >= LEAST.get(share, 1) for share, count in counts.items())
    assert set(counts) <= ALL_SHARES
    assert counts.get("sound", 0) > 0
    if rows >= 530:
        assert set(counts) == ALL_SHARES


def test_population_no_rows_no_sample() -> None:
    with pytest.raises(ValueError, match="at least one row"):
        make_sample(0, 1, today=TODAY)


def test_population_progress_is_reported(tmp_path: Path) -> None:
    made: list[tuple[int, int]] = []
    written: list[tuple[int, int]] = []
    sample = make_sample(50, 1, today=TODAY, progress=lambda done, total: made.append((done, total)))
    sample.write(tmp_path / "deep" / "down", lambda done, total: written.append((done, total)))
    assert made[-1] == (50, 50)
    assert written == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_population_nothing_is_left_half_written(tmp_path: Path) -> None:
    sample = make_sample(50, 1, today=TODAY)

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sample.write(tmp_path / "out", stop)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "file").write_text("here before")
    with pytest.raises(FileExistsError):
        sample.write(tmp_path / "file")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_population_sample_replaces_an_earlier_one(tmp_path: Path) -> None:
    make_sample(50, 1, today=TODAY).write(tmp_path / "out")
    second = make_sample(60, 2, today=TODAY)
    second.write(tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == list(FILES)
    assert read_batch(tmp_path / "out" / "batch.csv").height == 60


def test_population_samples_name_no_registry_or_machine(sample: Sample) -> None:
    text = " ".join(sample.batch.select(pl.col("reason").unique()).to_series())
    assert not re.search(r"https?:|www\.|@", text)
