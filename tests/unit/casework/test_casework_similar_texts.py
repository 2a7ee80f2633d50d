"""The nearest texts of other requests, which reviewers see beside the reason that they judge."""

import json
from dataclasses import replace

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from support.home import LittleHome
from support.people import AGENCY, COUNSEL, INSPECTORS, OFFICERS, OFFICIALS, SIGNERS, STEWARD
from withhold.casework.audit.auditing import audit
from withhold.casework.review.determining import view_dossier
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.review.similar_texts import SimilarText, similar_texts
from withhold.model.errors import Forbidden
from withhold.records.models import CaseIndex, PatternUse

COVERS = ("withhold.casework.review.similar_texts", "withhold.casework.review.similar_requests")

TEXT = "The taxpayer left by the night ferry and the clerk at {} saw three suitcases with the stolen paintings."
TURNED = "Three suitcases with the stolen paintings were what the clerk at Elk Grove saw before the night ferry left."


def near(little: LittleHome, case_id: str) -> list[SimilarText]:
    dossier = view_dossier(little.instance, OFFICERS[0], case_id).dossier
    return similar_texts(little.instance, OFFICERS[0], case_id, json.loads(dossier))


def marked(text: SimilarText) -> list[str]:
    return [each.text for each in text.other or () if not each.shared]


def test_the_nearest_texts_are_side_by_side_with_their_shared_words(little: LittleHome) -> None:
    """Those of other people, of earlier batches and of the same one. The next words tell what differs."""
    little.file([little.row("kit", reason=TEXT.format("Harborton")), little.row("robin")])
    little.clock.advance(days=2)
    other, own = little.file(
        [little.row("jules", reason=TURNED), little.row("robin", reason=TEXT.format("Millbrook"))]
    ).cases
    confirm_docketed(little.instance, [other, own])
    first, second = near(little, own)
    assert (first.received.isoformat(), second.received.isoformat()) == ("2025-11-24", "2025-11-26")
    assert (second.case_id, second.may_open) == (other, True)
    assert not first.may_open
    assert 70 < first.percent < 100
    assert 35 <= second.percent < 70
    assert marked(first) == ["HARBORTON"]
    assert marked(second) == ["WERE WHAT", "ELK GROVE", "BEFORE"]
    assert [each.text for each in first.own if not each.shared] == ["MILLBROOK"]
    assert audit(little.instance).findings == ()


def test_requests_about_the_same_person_are_not_compared(little: LittleHome) -> None:
    little.file([little.row("robin", reason=TEXT.format("Harborton"))])
    (own,) = little.file([little.row("robin", reason=TEXT.format("Harborton"))]).cases
    confirm_docketed(little.instance, [own])
    assert near(little, own) == []


def test_names_and_numbers_of_the_other_person_are_left_out(little: LittleHome) -> None:
    said = "On May 3 the clerk saw {} {} leave by the night ferry with three suitcases of stolen paintings."
    for who in ("kit", "jules"):
        row = little.row(who)
        named = said.format(row["first_name"], row["last_name"])
        (case,) = little.file([{**row, "reason": named}]).cases
    confirm_docketed(little.instance, [case])
    (found,) = near(little, case)
    assert found.percent == 100
    assert found.own == found.other
    assert [(each.text, each.shared) for each in found.own] == [
        ("ON # THE CLERK SAW # LEAVE BY THE NIGHT FERRY WITH THREE SUITCASES OF STOLEN PAINTINGS", True)
    ]


def test_what_is_older_or_of_another_agency_is_not_compared(little: LittleHome) -> None:
    (early,) = little.file([little.row("kit", reason=TEXT.format("Harborton"))]).cases
    (foreign,) = little.file([little.row("jules", reason=TEXT.format("Salina"))]).cases
    CaseIndex.objects.using(little.instance.alias).filter(case_id=foreign).update(agency="AGY-OTHER")
    little.clock.advance(days=1)
    (own,) = little.file([little.row("robin", reason=TEXT.format("Millbrook"))]).cases
    confirm_docketed(little.instance, [own])
    assert [each.case_id for each in near(little, own)] == [early]
    little.clock.advance(days=91)
    (later,) = little.file([little.row("jules", reason=TEXT.format("Elk Grove"))]).cases
    confirm_docketed(little.instance, [later])
    assert near(little, later) == []


def test_a_text_that_was_erased_is_not_available(little: LittleHome, monkeypatch: pytest.MonkeyPatch) -> None:
    (other,) = little.file([little.row("kit", reason=TEXT.format("Harborton"))]).cases
    (own,) = little.file([little.row("robin", reason=TEXT.format("Millbrook"))]).cases
    confirm_docketed(little.instance, [own])
    dossier = json.loads(view_dossier(little.instance, COUNSEL[0], own).dossier)
    little.instance.at_rest.destroy(f"batch-{other[:16]}")
    assert little.instance.case(other).content is None
    (found,) = similar_texts(little.instance, COUNSEL[0], own, dossier)
    assert (found.case_id, found.other, found.erased, found.may_open) == (other, None, True, False)
    assert [each.shared for each in found.own] == [False]


def test_a_reviewer_who_is_a_party_to_the_other_case_does_not_see_its_text(little: LittleHome) -> None:
    """For example, the official of the other request became a reviewer since. The table of people is altered to it."""
    row = little.row("kit", reason=TEXT.format("Harborton"))
    (other,) = little.file([row]).cases
    (own,) = little.file([little.row("robin", reason=TEXT.format("Millbrook"))]).cases
    confirm_docketed(little.instance, [other, own])
    dossier = json.loads(view_dossier(little.instance, OFFICERS[0], own).dossier)
    party = replace(OFFICERS[0], person=OFFICIALS[0].person)
    change = "UPDATE records_person SET role=?, agency=? WHERE person_id=?"
    little.alter(change, party.role.value, party.agency, party.person)
    (found,) = similar_texts(little.instance, party, own, dossier)
    assert (found.case_id, found.other, found.erased, found.may_open) == (other, None, False, False)
    assert [each.shared for each in found.own] == [False]


@pytest.mark.parametrize("actor", [SIGNERS[0], OFFICIALS[0], STEWARD, INSPECTORS[0]])
def test_reviewers_alone_see_them(little: LittleHome, actor: object) -> None:
    with pytest.raises(Forbidden):
        similar_texts(little.instance, actor, "0123456789abcdef-1", {"likeness": {"nearest": []}})


def test_a_dossier_made_before_has_none(little: LittleHome) -> None:
    assert similar_texts(little.instance, OFFICERS[0], "0123456789abcdef-1", {"likeness": {}}) == []


def test_at_most_three_are_shown_and_each_takes_one_query(little: LittleHome) -> None:
    """Screening would return the fourth, so each is filed while the others seem to be another agency's."""
    alias = little.instance.alias
    for at, town in enumerate(("Harborton", "Elk Grove", "Cedar Falls", "Port Ann")):
        (own,) = little.file([little.row("kit", tin=f"900-70-110{at}", reason=TEXT.format(town))]).cases
        for model in (CaseIndex, PatternUse):
            model.objects.using(alias).filter(agency=AGENCY).update(agency=f"AGY-OTHER-{at}")
    (own,) = little.file([little.row("robin", reason=TEXT.format("Millbrook"))]).cases
    CaseIndex.objects.using(alias).update(agency=AGENCY)
    PatternUse.objects.using(alias).filter(pattern="reason_alike_people").update(agency=AGENCY)
    confirm_docketed(little.instance, [own])
    dossier = json.loads(view_dossier(little.instance, OFFICERS[0], own).dossier)
    with CaptureQueriesContext(connections[alias]) as queries:
        found = similar_texts(little.instance, OFFICERS[0], own, dossier)
    assert len(found) == 3
    assert [each.percent for each in found] == sorted((each.percent for each in found), reverse=True)
    assert len(queries) <= 6
