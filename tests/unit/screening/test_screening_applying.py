"""A pack applied to a batch: every deficiency at once, refused over returned, records only if given."""

from datetime import date

import polars as pl
import pytest

from support.batches import frame_of, row
from withhold.law import pack
from withhold.law.similarity import TextsGiven
from withhold.model.standing import Standing
from withhold.screening import Screened, screen

COVERS = ("withhold.law.pack", "withhold.screening")

PACK = pack("us-irc-6103-i-2")
TODAY = date(2026, 3, 2)
STANDING = Standing(
    agency_id="AGY-1",
    batch_signer="SGN-0001",
    signers={"SGN-0001": "agency_head", "SGN-0002": "agency_head", "SGN-0003": "field_office_director"},
    officials={"OFF-0001": 0, "OFF-0002": 24},
    docket_room=100,
)


def with_standing(**changes: object) -> Standing:
    fields = {name: getattr(STANDING, name) for name in Standing.__slots__}
    return Standing(**{**fields, **changes})


def judged(*rows: dict[str, str], standing: Standing | None = None) -> Screened:
    return screen(frame_of(rows), PACK, today=TODAY, standing=standing)


def named(screened: Screened) -> list[tuple[str, list[str]]]:
    return list(screened.findings.select("outcome", "deficiencies").iter_rows())


def test_a_sound_row_is_eligible_with_and_without_records() -> None:
    assert named(judged(row(1))) == [("eligible", [])]
    assert named(judged(row(1), standing=STANDING)) == [("eligible", [])]


def test_findings_have_the_columns_of_the_contract() -> None:
    findings = judged(row(1), row(2, zip="")).findings
    assert dict(findings.schema) == {
        "row": pl.UInt32,
        "request_ref": pl.String,
        "outcome": pl.String,
        "deficiencies": pl.List(pl.String),
        "checks": pl.List(pl.String),
        "marks": pl.List(pl.String),
        "alike_people": pl.Int64,
        "alike_percent": pl.Int64,
    }
    assert findings["row"].to_list() == [1, 2]
    assert findings["request_ref"].to_list() == ["REF-0001", "REF-0002"]


def test_every_deficiency_is_named_at_once_in_the_order_of_the_pack() -> None:
    found = judged(row(1, sole_use="", tin="000-00-0000", city="", last_name="", statute="none"))
    assert named(found) == [("returned", ["name", "address", "statute", "sole_use", "tin"])]


def test_each_check_that_fails_is_named_and_no_other() -> None:
    found = judged(row(1, zip="", date_of_birth="2/3/1980", statute="18 U.S.C. 1343; 26 U.S.C. 7201", city=" "))
    assert found.findings["checks"].to_list() == [
        ["address_city", "address_zip_missing", "statute_mixed", "birth_date_form"]
    ]
    failed = {check: rows for check, rows in found.summary["by_check"].items() if rows}
    assert failed == {"address_city": 1, "address_zip_missing": 1, "statute_mixed": 1, "birth_date_form": 1}


def test_without_records_no_check_needs_them() -> None:
    checks = judged(row(1)).summary["by_check"]
    assert "official_missing" in checks
    assert not {"official_unknown", "signer_office", "duplicate_open", "stay"} & checks.keys()
    assert list(judged(row(1), standing=STANDING).summary["by_check"]) == [check.id for _, check in PACK.checks]


def test_refused_wins_over_returned() -> None:
    assert named(judged(row(1, zip="", statute="26 U.S.C. 7201"))) == [("refused", ["address", "statute"])]


def test_every_row_of_a_file_like_the_litigated_one_is_refused() -> None:
    rows = [row(n, address_line1="Failed to Provide") for n in range(1, 41)]
    assert named(judged(*rows)) == [("refused", ["engagement", "address", "boilerplate"])] * 40


@pytest.mark.parametrize(
    ("changes", "standing", "expected"),
    [
        ({"signer_id": "SGN-0002"}, {}, ("refused", ["signer"])),
        ({"signer_id": "SGN-0003"}, {"batch_signer": "SGN-0003"}, ("refused", ["signer"])),
        ({"signer_id": "SGN-0009"}, {"batch_signer": "SGN-0009"}, ("refused", ["signer"])),
        ({"official_id": "OFF-0009"}, {}, ("returned", ["official"])),
        ({"official_id": "OFF-0002"}, {}, ("eligible", [])),
        ({"official_id": "OFF-0002"}, {"officials": {"OFF-0002": 25}}, ("refused", ["engagement"])),
        ({}, {"safeguards_good": False}, ("refused", ["safeguards"])),
        ({}, {"stayed_everything": True}, ("refused", ["stay"])),
        ({}, {"stayed_officials": frozenset({"OFF-0001"})}, ("refused", ["stay"])),
        ({}, {"stayed_officials": frozenset({"OFF-0002"})}, ("eligible", [])),
        ({}, {"stayed_tins": frozenset({"123456789"})}, ("refused", ["stay"])),
        ({}, {"open_matters": frozenset({("123456789", "INV20260001")})}, ("refused", ["duplicate"])),
        ({}, {"open_matters": frozenset({("123456789", "INV20260002")})}, ("eligible", [])),
        ({}, {"docket_room": 0}, ("returned", ["docket"])),
    ],
)
def test_each_row_is_checked_against_the_records(
    changes: dict[str, str], standing: dict[str, object], expected: tuple[str, list[str]]
) -> None:
    assert named(judged(row(1, **changes), standing=with_standing(**standing))) == [expected]


def test_reasons_of_the_last_months_count_with_those_of_the_batch() -> None:
    mask = judged(row(1)).facts["reason_mask"][0]
    assert named(judged(row(1), standing=with_standing(recent={"reason_people": {mask: 3}}))) == [
        ("returned", ["boilerplate"])
    ]
    assert named(judged(row(1), standing=with_standing(recent={"reason_people": {mask: 2}}))) == [("eligible", [])]


@pytest.mark.parametrize(("people", "expected"), [(3, ("returned", ["boilerplate"])), (2, ("eligible", []))])
def test_reasons_of_the_last_months_count_if_they_are_nearly_the_same(
    people: int, expected: tuple[str, list[str]]
) -> None:
    mask = judged(row(1)).facts["reason_mask"][0]
    before = {"reason_alike_people": TextsGiven({mask.replace("BROKER", "DEALER"): people, "ANOTHER TEXT": 9})}
    assert named(judged(row(1), standing=with_standing(recent_texts=before))) == [expected]


def test_the_docket_fills_in_the_order_of_the_batch_and_with_eligible_rows_only() -> None:
    rows = [row(n, reason=f"{reason} led to the account.") for n, reason in enumerate(REASONS, 1)]
    rows[1]["zip"] = ""
    found = judged(*rows, standing=with_standing(docket_room=2, docket_next=date(2026, 4, 1)))
    assert [deficiencies for _, deficiencies in named(found)] == [[], ["address"], [], ["docket"], ["docket"]]
    assert found.cures["docket"].text.endswith("Next date: 2026-04-01.")
    assert found.summary["returned"] == 3


REASONS = (
    "Ledgers seized at the broker's office",
    "A recorded call between two couriers",
    "Deposit slips found in the warehouse",
    "Statements of the former bookkeeper",
    "Passport stamps and hotel invoices",
)


def test_the_summary_agrees_with_the_findings() -> None:
    found = judged(row(1), row(2, zip=""), row(3, statute="26 U.S.C. 7201"), standing=STANDING)
    summary = dict(found.summary)
    assert {name: summary[name] for name in ("rows", "eligible", "returned", "refused")} == {
        "rows": 3, "eligible": 1, "returned": 1, "refused": 1,
    }  # fmt: skip
    assert list(summary["by_element"]) == [element.id for element in PACK.elements]
    assert {name: count for name, count in summary["by_element"].items() if count} == {"address": 1, "statute": 1}
    assert summary["pack"] == {"id": PACK.id, "version": PACK.version, "digest": PACK.digest}
    assert "not legal advice" in summary["notice"].lower()
    assert summary["engine"].startswith("polars")


THIN = "He is a witness whose address is needed so that agents can interview him about the loan."
"""A reason that is marked and not returned."""


def test_a_mark_is_on_an_eligible_row_only_and_never_changes_the_outcome() -> None:
    found = judged(row(1, reason=THIN), row(2, reason=THIN, zip=""), row(3))
    assert found.findings["marks"].to_list() == [["reason_score"], [], []]
    assert named(found) == [("eligible", []), ("returned", ["address"]), ("eligible", [])]
    marked = {"statute_uncertain": 0, "reason_score": 1, "reason_civil": 0, "reason_batch": 0}
    assert found.summary["by_mark"] == marked
    assert set(found.summary["models"]) == {"reason", "reason_score", "reason_batch"}


def test_a_row_for_which_the_docket_has_no_room_has_no_mark() -> None:
    found = judged(row(1), row(2, reason=THIN), standing=with_standing(docket_room=1))
    assert named(found)[1] == ("returned", ["docket"])
    assert found.findings["marks"].to_list() == [[], []]
    assert found.summary["by_mark"]["reason_score"] == 0


def test_elements_that_need_records_are_left_out_without_them() -> None:
    evaluated = judged(row(1)).summary["by_element"]
    assert list(evaluated) == [element.id for element in PACK.elements if not element.needs_records]
