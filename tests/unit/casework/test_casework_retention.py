"""What prevents an erasure: the retention period, a case that is open, and a stay."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from support.acts import act, lift_stay
from support.erased_batch import REASON, Past, extend_term, label_destroyed, refused, take_in
from support.home import LittleHome, configuration
from support.people import AGENCY, INSPECTORS, LIFTERS, OFFICERS, OFFICIALS, SIGNERS, STEWARD, SUBJECTS
from support.stays import stay_on
from withhold.casework.configuration import FILE
from withhold.casework.erasure.erasing import confirm_erasure, erasable, propose_erasure
from withhold.casework.opening.instance import Environment, open_instance
from withhold.casework.opening.making import make_keys
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.stays.placing import Stayed
from withhold.model.cases import commands
from withhold.model.errors import Conflict, Unreadable

COVERS = (
    "withhold.casework.configuration",
    "withhold.casework.erasure.erasing",
    "withhold.casework.review.acting",
    "withhold.casework.review.identifying",
)


def test_nothing_is_erased_before_five_years(little: LittleHome) -> None:
    past = Past(little, little.through(take_in))
    for days in (0, 4 * 365, 350):
        little.clock.advance(days=days)
        refused(past, "must be kept until 2030-11-2")
        assert erasable(little.instance, date(2100, 1, 1)) == []
    little.clock.advance(days=30)
    assert erasable(little.instance, date(2025, 11, 24)) == []
    assert erasable(little.instance, date(2025, 11, 25)) == [past.batch]
    past.erase()
    assert erasable(little.instance, date(2100, 1, 1)) == []


def test_five_years_count_from_the_last_event_not_from_the_filing(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    past = Past(little, little.file([little.row("jules", reason="")]))
    late = Past(little, replace(past.filed, batch=little.instance.case(case_id).batch))
    little.clock.advance(days=400)
    act(little.instance, SIGNERS[0], case_id, commands.Withdraw("Settled."))
    little.clock.advance(days=1500)
    refused(late, "must be kept until")
    past.erase()


def test_a_leap_day_counts_as_the_day_after(little: LittleHome) -> None:
    little.clock.advance(seconds=(datetime(2028, 2, 29, 12, tzinfo=UTC) - little.clock.instant).total_seconds())
    extend_term(little)
    past = Past(little, little.file([little.row("jules", reason="")]))
    refused(past, "until 2033-03-01")


def test_a_home_may_keep_longer_and_never_shorter(past: Past, tmp_path: Path) -> None:
    little = past.little
    file = little.home / FILE
    settings = file.read_text()
    assert "retention_years = 5\n" in settings
    little.instance = replace(little.instance, configuration=replace(little.instance.configuration, retention_years=7))
    refused(past, "must be kept until 2032-11-2")
    for years in (0, 4, 7):
        file.write_text(settings.replace("retention_years = 5", f"retention_years = {years}"))
        with pytest.raises(Unreadable, match="retention_years"):
            open_instance(little.home, Environment(clock=little.clock))
    with pytest.raises(Unreadable, match="retention_years"):
        make_keys(tmp_path / "new", replace(configuration(), retention_years=4))
    assert not (tmp_path / "new").exists()


def test_not_even_the_settings_of_an_open_instance_shorten_it(little: LittleHome) -> None:
    batch = little.file([little.row("jules", reason="")]).batch
    little.clock.advance(days=700)
    shorter = replace(little.instance, configuration=replace(configuration(), retention_years=1))
    with pytest.raises(Conflict, match="must be kept until 2030"):
        propose_erasure(shorter, STEWARD, batch, REASON)


def test_nothing_is_erased_while_a_case_is_open(little: LittleHome) -> None:
    """Docketed, under review, approved, retrieved, and recalled after the hand-over."""
    filed = little.file([little.row("robin")])
    past = Past(little, filed)
    (case_id,) = filed.cases

    def kept_however_long() -> None:
        little.clock.advance(days=3000)
        refused(past, "has not ended")
        little.clock.advance(days=-3000)

    kept_however_long()
    confirm_docketed(little.instance, filed.cases)
    kept_however_long()
    little.approve(case_id)
    kept_however_long()
    little.retrieve(case_id)
    kept_however_long()
    act(little.instance, OFFICERS[0], case_id, commands.Recall("Asked for in error."))
    kept_however_long()


def test_a_case_recalled_before_hand_over_has_ended(little: LittleHome) -> None:
    case_id = little.approved()
    act(little.instance, OFFICERS[0], case_id, commands.Recall("Asked for in error."))
    past = Past(little, replace(little.file([little.row("kit")]), batch=little.instance.case(case_id).batch))
    little.clock.advance(days=3000)
    assert past.erase().erased.reason == REASON


@pytest.mark.parametrize(
    ("scope", "value"),
    [
        ("everything", ""),
        ("agency", AGENCY),
        ("case", "CASE"),
        ("subject", SUBJECTS["robin"].tin),
        ("subject", SUBJECTS["kit"].tin),
        ("official", OFFICIALS[0].person),
    ],
)
def test_nothing_is_erased_under_a_stay(past: Past, scope: str, value: str) -> None:
    instance = past.little.instance
    stay = stay_on(instance, INSPECTORS[0], scope, value.replace("CASE", past.filed.cases[0]))
    refused(past, "A stay is in force", Stayed)
    for person in LIFTERS:
        lift_stay(instance, person, stay, "Vacated.")
    propose_erasure(instance, STEWARD, past.batch, REASON)
    stay_on(instance, INSPECTORS[0], scope, value.replace("CASE", past.filed.cases[0]))
    with pytest.raises(Stayed):
        confirm_erasure(instance, INSPECTORS[1], past.batch)
    assert not label_destroyed(past)


def test_a_stay_over_others_does_not_prevent_it(past: Past) -> None:
    instance = past.little.instance
    stay_on(instance, INSPECTORS[0], "subject", SUBJECTS["namesake"].tin)
    stay_on(instance, INSPECTORS[0], "official", OFFICIALS[2].person)
    assert past.erase().erased.batch == past.batch
