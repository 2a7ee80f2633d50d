"""Returned rows that are filed again with a link: what changed, and the inspector's figures, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.home import LittleHome
from support.homes import home_on
from support.people import AGENCY, INSPECTORS
from withhold.casework.intake.filing import Filed, file_batch
from withhold.casework.intake.refiling import refiled
from withhold.casework.oversight.figures import ReturnedFigures, figures
from withhold.records.models import Refiling
from withhold.records.projections.batches import MORE, ONLY, SAME
from withhold.records.writing import write_transaction

COVERS = ("withhold.casework.intake.refiling", "withhold.casework.oversight.figures", "withhold.records.migrations")


@pytest.fixture
def home(tmp_path: Path, database_url: str) -> Iterator[LittleHome]:
    with home_on(tmp_path, database_url) as little:
        yield little


def again(home: LittleHome, filed: Filed, row: dict[str, str]) -> Filed:
    """File a request that corrects the first row of an earlier batch."""
    path = home.batch([row])
    return file_batch(home.instance, path, home.sign(path), corrects=f"{filed.batch[:16]}-1")


def returned(home: LittleHome, days: int = 30) -> dict[str, ReturnedFigures]:
    return {each.element: each for each in figures(home.instance, INSPECTORS[0], days).returned}


def test_what_became_of_returned_rows(home: LittleHome) -> None:
    cured = home.row("robin", address_line1="Failed to Provide")
    other = home.row("kit", address_line1="Unknown", reason="Because.")
    first, second = home.file([cured]), home.file([other])
    home.file([home.row("jules", address_line1="Refused")])
    sound = home.row("robin")
    assert again(home, first, {**cured, "address_line1": sound["address_line1"].upper(), "request_ref": "R-1"}).cases
    assert not again(home, second, {**other, "request_ref": "R-2"}).cases
    assert again(home, second, {**home.row("kit"), "request_ref": "R-3"}).cases
    found = returned(home)
    address, reason = found["address"], found["reason"]
    assert (address.agency, address.returned, address.filed_again, address.admitted) == (AGENCY, 4, 2, 2)
    assert (address.only_changed, address.unchanged, address.admitted_rate) == (1, 0, None)
    assert (reason.returned, reason.filed_again, reason.admitted, reason.only_changed) == (2, 1, 1, 0)
    home.clock.advance(days=8)
    assert returned(home, 7) == {}


def test_a_row_that_is_admitted_with_the_same_words_was_sound(home: LittleHome) -> None:
    row = home.row("robin", address_line1="Failed to Provide")
    filed = home.file([row])
    corrected = f"{filed.batch[:16]}-1"
    with write_transaction(home.instance.alias):
        home.instance.batches.refiled(corrected, AGENCY, home.instance.now(), {"address": "", "reason": SAME})
        home.instance.batches.refiled(corrected, AGENCY, home.instance.now(), {"address": SAME, "reason": ""})
    address = returned(home)["address"]
    assert (address.filed_again, address.admitted, address.unchanged, address.only_changed) == (1, 1, 1, 0)
    kept = Refiling.objects.using(home.instance.alias).values_list("element", "change")
    assert sorted(kept) == [("address", SAME), ("reason", SAME)]


def test_a_rate_is_of_ten_rows_or_more() -> None:
    few = ReturnedFigures(AGENCY, "address", "Address", 9, 3, 3, 2, 1)
    many = ReturnedFigures(AGENCY, "address", "Address", 10, 3, 3, 2, 1)
    assert (few.admitted_rate, few.unchanged_rate) == (None, None)
    assert (many.admitted_rate, many.unchanged_rate) == (0.3, 0.1)
    assert many.which == f"{AGENCY} address"


def test_changes_are_seen_from_each_element(home: LittleHome) -> None:
    row = home.row("robin", address_line1="Failed to Provide", reason="Because.")
    filed = home.file([row])
    admitted = again(home, filed, {**row, **home.row("robin"), "case_number": row["case_number"]})
    assert admitted.cases
    kept = dict(Refiling.objects.using(home.instance.alias).values_list("element", "change"))
    assert kept["address"] == kept["reason"] == ONLY
    alone = home.row("kit", reason="Because.")
    for changed, change in (({}, ONLY), ({"statute": "18 U.S.C. 1956"}, MORE)):
        filed = home.file([{**alone, "request_ref": f"R-8-{change}"}])
        reason = home.row("kit")["reason"]
        assert again(home, filed, {**alone, **changed, "reason": reason, "request_ref": f"R-9-{change}"}).cases
        kept = Refiling.objects.using(home.instance.alias).filter(corrected=f"{filed.batch[:16]}-1")
        assert [(each.element, each.change) for each in kept] == [("reason", change)]
        alone["case_number"] = "INV-2025-9999"  # a matter of its own, so that the next is no duplicate


def test_what_cannot_be_compared_is_not_counted(home: LittleHome) -> None:
    filed = home.file([home.row("robin", address_line1="Failed to Provide")])
    name = filed.batch[:16]
    for agency, corrects in ((AGENCY, ""), (AGENCY, "0" * 16 + "-1"), ("AGY-0009", f"{name}-1"), (AGENCY, f"{name}-7")):
        assert refiled(home.instance, agency, corrects, []) is None
    found = refiled(home.instance, AGENCY, f"{name}-1", [])
    assert found is not None
    assert dict(found.changes) == {"address": ""}
    (home.home / home.instance.batches.list_all()[0].evidence_path).unlink()
    assert refiled(home.instance, AGENCY, f"{name}-1", []) is None
