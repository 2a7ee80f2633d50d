"""Policies on known truth: each does what it says, and sources without truth are refused."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from withhold.identity import corroborate as identity
from withhold.identity.names import person_name
from withhold.identity.register import FiledAddress, RegisterRecord
from withhold.model.errors import Unreadable
from withhold.population import make_sample
from withhold.studies.errors import MissingExtra, NoTruth, Unsuitable
from withhold.studies.extras import EXTRAS, need
from withhold.studies.intervals import Share
from withhold.studies.trial import builtin, folder, simulated
from withhold.studies.trial.asked import Files, asked
from withhold.studies.trial.policies import POLICIES
from withhold.studies.trial.population import Population, Request
from withhold.studies.trial.study import trial
from withhold.studies.trial.tally import ALL, Tally, try_out

COVERS = ("withhold.studies.errors", "withhold.studies.extras", "withhold.studies.intervals", "withhold.studies.trial")

TODAY = date(2026, 3, 2)
FATHER = RegisterRecord(
    "234567891",
    "R1",
    person_name("JOHN", "A", "EXAMPLE", "SR"),
    date(1950, 1, 2),
    False,
    (FiledAddress("12 OAK ST", "", "Sampleton", "OH", "44101", date(2020, 1, 1)),),
)
SON = replace(
    FATHER,
    tin="345678912",
    record_id="R2",
    name=person_name("JOHN", "B", "EXAMPLE", "JR"),
    date_of_birth=date(1980, 1, 2),
)
ROW = {
    "tin": "345678912",
    "first_name": "John",
    "middle_name": "",
    "last_name": "Example",
    "suffix": "",
    "date_of_birth": "1980-01-02",
    "address_line1": "12 Oak Street",
    "address_line2": "",
    "city": "Sampleton",
    "state": "OH",
    "zip": "44101",
}


def disclosed(records: list[RegisterRecord], **given: str) -> dict[str, str | None]:
    seen, files = asked(Request({**ROW, **given}, "R2", "", "")), Files(records)
    return {policy.id: policy.rule(seen, files, TODAY) for policy in POLICIES}


def test_evidence_policies_on_a_father_and_a_son() -> None:
    said = disclosed([FATHER, SON])
    assert {name for name, record in said.items() if record is None} == {
        "name",
        "name_state",
        "last_name_street",
        "name_street",
    }
    assert set(said.values()) == {None, "R2"}


def test_evidence_policies_when_the_son_is_absent_and_the_father_answers() -> None:
    said = disclosed([FATHER], tin="234567891")
    assert {name for name, record in said.items() if record} == {policy.id for policy in POLICIES} - {
        "gateway",
        "gateway_no_address",
    }


def test_evidence_litigated_policy_accepts_any_five_digits_and_the_gateway_does_not() -> None:
    said = disclosed([SON], address_line1="Failed to Provide", zip="99999")
    assert said["litigated"] == "R2"
    assert said["gateway"] is None
    assert disclosed([SON], address_line1="Failed to Provide", zip="")["litigated"] is None


def test_evidence_a_number_that_cannot_exist_reaches_no_register() -> None:
    said = disclosed([SON], tin="000-12-3456")
    assert {name for name, record in said.items() if record} == {
        "name",
        "name_state",
        "last_name_street",
        "name_street",
    }


def test_evidence_an_address_that_is_none_matches_no_street() -> None:
    said = disclosed([SON], address_line1="Unknown")
    assert (said["last_name_street"], said["name_street"]) == (None, None)


def test_evidence_name_control_joins_two_surnames() -> None:
    record = replace(SON, name=person_name("JOHN", "", "DE LA CRUZ", ""))
    assert disclosed([record], last_name="Delatorre")["tin_name_control"] == "R2"
    assert disclosed([record], last_name="Dela Torre")["tin_last_name"] is None


def test_evidence_builtin_trial_exposes_people_under_every_policy_but_the_gateways() -> None:
    found = trial("builtin", requests=4_000, seed=4, noise=1.0, today=TODAY, progress=lambda *_: None)
    wrong = {name: each["wrong"]["count"] for name, each in found["policies"].items()}
    assert wrong.pop("gateway") == wrong.pop("gateway_no_address") == 0
    assert min(wrong.values()) > 20
    gateway = found["policies"]["gateway"]["by"]["circumstance"]
    assert gateway["as_on_file"]["recall"]["share"] == gateway["moved_known"]["recall"]["share"] == 1.0
    for name, cell in gateway.items():
        if name not in ("as_on_file", "moved_known", "slip_of_the_pen"):
            assert cell["disclosures"] == 0, name
    assert found["policies"]["gateway"]["no_address"] == 0
    assert found["policies"]["litigated"]["no_address"] > 100
    assert sum(found["held_back"].values()) == found["answerable"] - found["policies"]["gateway"]["recall"]["count"]
    assert json.dumps(found, allow_nan=False)


@pytest.fixture(scope="module")
def tried() -> tuple[Population, Tally]:
    """A population and what each policy disclosed about it, made once."""
    population = builtin.population(3_000, "x", TODAY)
    return population, try_out(population, TODAY)


def test_evidence_the_trial_sees_a_gateway_that_guesses(
    tried: tuple[Population, Tally], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the dates of birth the same trial finds wrong disclosures: its zero is not a matter of course."""
    population, tally = tried
    assert tally.cell("gateway_no_address").wrong == 0

    def careless(factors: dict[str, object], policy: object) -> bool:
        return all(factors[name] is identity.Factor.AGREES for name in ("last_name", "first_name"))

    monkeypatch.setattr(identity, "_all_agree", careless)
    tally = try_out(population, TODAY)
    assert tally.cell("gateway_no_address").wrong > 50
    assert tally.cell("gateway_no_address", ("circumstance", "number_of_relative")).wrong > 10


def test_evidence_populations_are_fresh_each_time_and_the_same_for_a_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = builtin.population(50, "1/0", TODAY), builtin.population(50, "1/1", TODAY)
    again = builtin.population(50, "1/0", TODAY)
    assert one == again
    assert {record.tin for record in one.records}.isdisjoint({record.tin for record in two.records})
    assert builtin.HOUSEHOLDS == 20_000
    monkeypatch.setattr(builtin, "HOUSEHOLDS", 200)
    several = builtin.populations(210, 1, TODAY)
    assert [len(each.requests) for each in several] == [200, 10]


def test_evidence_shares_of_circumstances_are_a_thousand() -> None:
    assert sum(builtin.PER_MILLE.values()) == 1000


def test_evidence_every_reason_not_to_confirm_is_named(tried: tuple[Population, Tally]) -> None:
    assert set(tried[1].held_back) >= {
        *("number_of_another", "number_not_on_file", "number_of_two", "first_name_differs", "last_name_differs"),
        *("date_of_birth_differs", "date_of_birth_not_given", "address_differs", "address_not_given"),
        "middle_initial_differs",
    }
    young = replace(SON, date_of_birth=date(2020, 1, 1))
    cases = {
        "number_impossible": ([SON], {"tin": "666-12-3456"}),
        "protected": ([young], {}),
        "several": ([SON], {"first_name": "Jack", "zip": "99999"}),
        "suffix_differs": ([SON], {"suffix": "III"}),
    }
    for reason, (records, given) in cases.items():
        found = try_out(Population(records, [Request({**ROW, **given}, "R2", "", "")]), TODAY)
        assert dict(found.held_back) == {reason: 1}


def test_evidence_exact_bounds() -> None:
    assert Share(0, 10).upper == pytest.approx(1 - 0.05 ** (1 / 10))
    assert Share(0, 3_000).upper == pytest.approx(0.001, rel=0.01)
    assert Share(3, 3).upper == 1.0
    assert Share(0, 0).upper == 1.0
    assert Share(0, 0).value is None
    low, high = Share(5, 10).interval
    assert (low, high) == pytest.approx((0.1871, 0.8129), abs=1e-4)
    assert Share(0, 10).interval[0] == 0.0


def test_evidence_tallies_add_up() -> None:
    one, two = (try_out(builtin.population(300, seed, TODAY), TODAY) for seed in ("a", "b"))
    both = Tally()
    both.merge(one)
    both.merge(two)
    assert both.populations == 2
    assert both.cell("tin").requests == 600
    assert both.cell("tin").wrong == one.cell("tin").wrong + two.cell("tin").wrong
    assert sum(both.cell("tin", ("group", name)).requests for name in both.strata("group")) == 600
    assert both.strata(ALL) == []


@pytest.fixture
def truthful(tmp_path: Path) -> Path:
    """A folder that carries its truth: a sample, with the truth of three rows of its own."""
    rows = [ROW, {**ROW, "tin": "234567891"}, {**ROW, "last_name": "Nobody", "tin": "456789123"}]
    pl.DataFrame(rows).write_csv(tmp_path / "batch.csv")
    address = ("12 OAK ST", "", "Sampleton", "OH", "44101", "2020-01-01")
    records = [
        ("234567891", "R1", "JOHN", "A", "EXAMPLE", "SR", "1950-01-02", False, *address),
        ("345678912", "R2", "JOHN", "B", "EXAMPLE", "JR", "1980-01-02", False, *address),
        ("345678912", "R2", "JOHN", "B", "EXAMPLE", "JR", "1980-01-02", False, "PO BOX 7", *address[1:5], "2015-01-01"),
    ]
    pl.DataFrame(records, schema=list(folder.REGISTER_COLUMNS), orient="row").write_parquet(
        tmp_path / "register.parquet"
    )
    truth = {"row": [1, 2, 3], "person": ["R2", "R2", ""], "household": ["a", "b", "c"], "group": ["x", "y", "y"]}
    pl.DataFrame(truth).write_csv(tmp_path / "truth.csv")
    return tmp_path


def test_evidence_folder_with_its_truth_is_tried(truthful: Path) -> None:
    found = trial(str(truthful), requests=1, seed=1, noise=1.0, today=TODAY, progress=lambda *_: None)
    assert found["source"] == "folder"
    assert (found["requests"], found["answerable"]) == (3, 2)
    assert found["policies"]["gateway"]["disclosures"] == 1
    assert found["policies"]["tin_name"]["wrong"]["count"] == 1
    assert len(folder.population(truthful).records[1].addresses) == 2


def without(folder_: Path, column: str) -> None:
    table = pl.read_csv(folder_ / "truth.csv", infer_schema=False)
    table.drop(column).write_csv(folder_ / "truth.csv")


@pytest.mark.parametrize("column", ["row", "person", "household"])
def test_evidence_folder_whose_truth_lacks_a_column_is_refused(truthful: Path, column: str) -> None:
    without(truthful, column)
    with pytest.raises(NoTruth, match=column):
        folder.population(truthful)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"person": "R9"}, "person"),
        ({"household": "a"}, "household"),
        ({"household": ""}, "household"),
        ({"row": "9"}, "row"),
    ],
)
def test_evidence_folder_whose_truth_is_unsound_is_refused(
    truthful: Path, change: dict[str, str], complaint: str
) -> None:
    table = pl.read_csv(truthful / "truth.csv", infer_schema=False)
    at = pl.int_range(pl.len()) == 1
    changed = [pl.when(at).then(pl.lit(value)).otherwise(name).alias(name) for name, value in change.items()]
    table.with_columns(changed).write_csv(truthful / "truth.csv")
    with pytest.raises(NoTruth, match=f"truth.csv.*{complaint}"):
        folder.population(truthful)


def test_evidence_folder_without_truth_is_refused_before_anything_else_is_read(truthful: Path) -> None:
    (truthful / "truth.csv").unlink()
    (truthful / "register.parquet").write_bytes(b"never looked at")
    with pytest.raises(NoTruth, match=r"truth\.csv"):
        folder.population(truthful)


def test_evidence_folder_whose_truth_does_not_cover_the_batch_is_refused(truthful: Path) -> None:
    pl.read_csv(truthful / "batch.csv", infer_schema=False).head(2).write_csv(truthful / "batch.csv")
    with pytest.raises(NoTruth, match="3 rows"):
        folder.population(truthful)


def test_evidence_a_sample_is_refused_since_its_truth_is_of_outcomes_and_not_of_people(tmp_path: Path) -> None:
    make_sample(30, 1, today=TODAY).write(tmp_path / "sample")
    with pytest.raises(NoTruth, match="person"):
        trial(str(tmp_path / "sample"), requests=1, seed=1, noise=1.0, today=TODAY, progress=lambda *_: None)


@pytest.mark.parametrize("name", ["register.parquet", "batch.csv"])
def test_evidence_folder_with_a_broken_file_is_refused(truthful: Path, name: str) -> None:
    path = truthful / name
    whole = path.read_bytes()
    path.unlink()
    with pytest.raises(Unreadable, match="There is no such file"):
        folder.population(truthful)
    path.write_bytes(b"" if name.endswith("csv") else b"PAR1")
    with pytest.raises(Unreadable, match="The table cannot be read"):
        folder.population(truthful)
    path.write_bytes(whole)
    table = pl.read_csv(path, infer_schema=False) if name.endswith("csv") else pl.read_parquet(path)
    less = table.drop("zip")
    less.write_csv(path) if name.endswith("csv") else less.write_parquet(path)
    with pytest.raises(Unreadable, match="zip"):
        folder.population(truthful)


def test_evidence_a_truth_that_cannot_be_read_is_refused(truthful: Path) -> None:
    (truthful / "truth.csv").write_bytes(b"")
    with pytest.raises(Unreadable, match=r"truth\.csv"):
        folder.population(truthful)


def test_evidence_a_source_without_requests_teaches_nothing(truthful: Path) -> None:
    for name in ("batch.csv", "truth.csv"):
        pl.read_csv(truthful / name, infer_schema=False).head(0).write_csv(truthful / name)
    with pytest.raises(Unsuitable):
        trial(str(truthful), requests=1, seed=1, noise=1.0, today=TODAY, progress=lambda *_: None)


def test_evidence_names_the_extra_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    need("evidence")
    monkeypatch.setitem(EXTRAS, "evidence", ("numpy", "no_such_module_anywhere"))
    with pytest.raises(MissingExtra, match=r"no_such_module_anywhere.*pip install 'withhold\[evidence\]'"):
        need("evidence")


def filer(simulant: str, ssn: str, **more: str) -> dict[str, str]:
    row = dict.fromkeys(("first_name", "middle_initial", "last_name", "ssn", "tax_form", "household_id"), "")
    address = ("street_number", "street_name", "unit_number", "po_box", "city", "state", "zipcode")
    row |= {f"mailing_address_{part}": "" for part in address}
    return row | {"simulant_id": simulant, "ssn": ssn, "mailing_address_zipcode": "00000"} | more


def tables() -> Any:
    """The shape of `simulated.Tables`, filled by hand."""
    return SimpleNamespace(
        filers=[filer("s1", "234-56-7891", first_name="Ann", last_name="Example", mailing_address_po_box="12")],
        before={"s1": filer("s1", "", mailing_address_street_number="5", mailing_address_street_name="elm st")},
        workers=[filer("s1", "234-56-7891", household_id="h"), filer("s2", "x", household_id="h")],
        births={"s1": "19700131"},
        census={},
    )


def test_evidence_simulated_filers_become_records() -> None:
    (record,) = simulated.records(tables())
    assert (record.tin, record.record_id, record.date_of_birth) == ("234567891", "s1", date(1970, 1, 31))
    assert [address.line1 for address in record.addresses] == ["5 elm st", "PO Box 12"]


def test_evidence_simulated_workers_one_of_each_household() -> None:
    assert len(list(simulated.one_of_each_household(tables().workers, 1))) == 1


@pytest.mark.parametrize(
    ("number", "own", "circumstance"),
    [
        ("234-56-7891", "234567891", "own_number"),
        ("345-67-8912", "234567891", "number_of_another"),
        ("456-78-9123", "234567891", "number_not_on_file"),
        ("", "234567891", "no_possible_number"),
        ("", None, "absent"),
        ("456-78-9123", None, "absent"),
        ("345-67-8912", None, "absent_number_of_another"),
    ],
)
def test_evidence_simulated_circumstances(number: str, own: str | None, circumstance: str) -> None:
    assert simulated.circumstance(number, own, {"234567891", "345678912"}) == circumstance


def test_evidence_simulated_noise_is_raised_for_cells_alone() -> None:
    default = {
        "taxes_1040": {"row_noise": {}, "column_noise": {"ssn": {"typo": {"cell_probability": 0.3}, "none": {}}}},
        "another": {"column_noise": {}},
    }
    assert simulated.scaled(default, 1.0) == {}
    assert simulated.scaled(default, 5.0) == {
        "taxes_1040": {"column_noise": {"ssn": {"typo": {"cell_probability": 1.0}}}}
    }
    assert simulated.day("13/45/1970", "%m/%d/%Y") is None
