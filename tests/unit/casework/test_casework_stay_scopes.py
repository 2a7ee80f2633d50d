"""A stay covers what it was meant to cover, or it is not placed: spellings, names, other scopes, ids of nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.db.models import Count

from support.acts import lift_stay, place_stay
from support.codes import raises
from support.home import START, LittleHome, little_home
from support.homes import home_on
from support.people import AGENCY, INSPECTORS, LIFTERS, OFFICERS, OFFICIALS, SIGNERS, STEWARD, SUBJECTS
from support.stays import stay_on
from withhold.casework.accreditation.accrediting import accredit_agency, revoke
from withhold.casework.audit.auditing import audit
from withhold.casework.instance import Instance
from withhold.casework.publication.publishing import publish
from withhold.casework.stays import placing
from withhold.casework.stays.placing import Stayed, StopsNothing, known_stays
from withhold.casework.stays.scopes import ScopeUnknown
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.people.accreditation import Agency
from withhold.model.stays import Stopped
from withhold.records.models import CaseIndex

COVERS = ("withhold.casework.instance", "withhold.casework.stays.scopes")

ORDER = "Order of a court."
NAME = "Bureau of Tests (fictional)"
WIDE = str.maketrans({chr(each): chr(each + 0xFEE0) for each in range(0x21, 0x7F)})


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LittleHome, str]]:
    """An instance with one approved case. Every test lifts the stays that it placed."""
    with little_home(tmp_path_factory.mktemp("held")) as little:
        yield little, little.approved()


def lift(little: LittleHome, stay: str) -> None:
    for person in LIFTERS:
        lift_stay(little.instance, person, stay, "Vacated.")


SPELLINGS = [
    ("agency", f" {AGENCY} "),
    ("agency", AGENCY.lower()),
    ("agency", AGENCY.translate(WIDE)),
    ("agency", AGENCY.replace("-", "\u2011")),
    ("agency", f"{AGENCY[:3]}\u200b{AGENCY[3:]}"),
    ("agency", NAME),
    ("agency", NAME.upper().replace(" ", "  ")),
    ("official", "off-1"),
    ("official", "OFF-1\n"),
    ("official", "OFF-1".translate(WIDE)),
    ("official", "Off-1 (Fictional)"),
    ("case", " {case} "),
    ("case", "{case:u}"),
    ("case", "case/{case}"),
    ("case", "Case {case}"),
    ("case", "{batch}-1"),
    ("case", "{batch}:1"),
    ("case", "{short}-01"),
    ("subject", " 900-70-1001"),
    ("subject", "900 70 1001"),
    ("subject", "900701001".translate(WIDE)),
    ("subject", "900\u201370\u20131001"),
]


@pytest.mark.parametrize(("scope", "value"), SPELLINGS)
def test_every_spelling_stops_what_it_means(held: tuple[LittleHome, str], scope: str, value: str) -> None:
    little, case_id = held
    batch = little.instance.case(case_id).batch
    typed = value.replace("{case:u}", case_id.upper()).format(case=case_id, batch=batch, short=batch[:16])
    placed = place_stay(little.instance, INSPECTORS[0], scope, typed, ORDER)
    assert placed.stopped == Stopped(1, 1)
    with pytest.raises(Stayed):
        little.retrieve(case_id)
    little.alter("DELETE FROM records_stay WHERE stay_id=?", placed.stay_id)
    with pytest.raises(Stayed):  # from the events too
        little.retrieve(case_id)
    insert = "INSERT INTO records_stay (stay_id, scope, value, placed_at, proposed_by) VALUES (?, ?, '', ?, '')"
    little.alter(insert, placed.stay_id, scope, START.isoformat())
    lift(little, placed.stay_id)


CURES = ("give ", "choose", "place the stay", "one of", "say which", "needs", "at most")
UNKNOWN = [
    ("agency", ""),
    ("agency", "  "),
    ("agency", "AGY-NOBODY"),
    ("agency", "AGY TEST"),
    ("agency", "OFF-1"),
    ("agency", "Bureau"),
    ("official", "OFF-11"),
    ("official", AGENCY),
    ("official", "SGN-1"),
    ("official", "sgn-1"),
    ("official", "INS-1"),
    ("case", "0123456789abcdef-1"),
    ("case", "REF-1"),
    ("case", "{batch}"),
    ("case", "{short}-2"),
    ("case", "{other}-1"),
    ("case", "{short}-0"),
    ("case", "{short}-1-1"),
    ("case", "900701001"),
    ("official", "900-70-1001"),
    ("subject", ""),
    ("subject", "123"),
    ("subject", "000-00-0000"),
    ("subject", "Robin Example"),
    ("subject", "\u0669\u0660\u0660\u0667\u0660\u0661\u0660\u0660\u0661"),
    ("everything", AGENCY),
    ("all", ""),
    ("", ""),
    ("agency", "A" * 161),
    ("official", "OFF-1\0"),
    ("official", "OFF-1\ud800"),
]


@pytest.mark.parametrize(("scope", "value"), UNKNOWN)
def test_what_is_not_on_record_is_refused_with_a_cure(held: tuple[LittleHome, str], scope: str, value: str) -> None:
    little, case_id = held
    batch = little.instance.case(case_id).batch
    other = batch[:-1] + ("0" if batch[-1] != "0" else "1")  # of another file, whose digest begins alike
    before = little.kinds()
    with pytest.raises(ScopeUnknown) as refused:
        stay_on(little.instance, INSPECTORS[0], scope, value.format(batch=batch, short=batch[:16], other=other))
    assert little.kinds() == before
    said = str(refused.value)
    assert "900" not in said
    assert "Robin" not in said
    assert any(word in said.lower() for word in CURES)


def test_a_signers_id_is_distinguished_from_an_officials(held: tuple[LittleHome, str]) -> None:
    with raises(ScopeUnknown, Code.STAY_NOT_AN_OFFICIAL):
        stay_on(held[0].instance, INSPECTORS[0], "official", "SGN-1")


@pytest.mark.parametrize(("scope", "value"), [("official", "OFF-2"), ("subject", SUBJECTS["kit"].tin)])
def test_what_stops_nothing_is_confirmed_before_it_is_recorded(
    held: tuple[LittleHome, str], scope: str, value: str
) -> None:
    little, _ = held
    before = little.kinds()
    with raises(StopsNothing, Code.STAY_STOPS_NOTHING) as refused:
        place_stay(little.instance, INSPECTORS[0], scope, value, ORDER)
    assert value == "OFF-2" or value not in str(refused.value)
    assert little.kinds() == before
    placed = place_stay(little.instance, INSPECTORS[0], scope, value, ORDER, confirm_none=True)
    assert placed.stopped == Stopped(0, 0)
    lift(little, placed.stay_id)


def test_a_reason_is_asked_for_when_a_stay_is_placed_and_lifted(held: tuple[LittleHome, str]) -> None:
    little, _ = held
    for reason in ("", " ", "x" * 4001):
        with raises(Conflict, Code.REASON_MISSING, Code.TEXT_TOO_LONG):
            place_stay(little.instance, INSPECTORS[0], "everything", "", reason)
    stay = stay_on(little.instance, INSPECTORS[0], "everything", "")
    with raises(Conflict, Code.REASON_MISSING):
        lift_stay(little.instance, INSPECTORS[0], stay, " ")
    lift(little, stay)


def test_who_may_not_learns_nothing_of_what_is_there(held: tuple[LittleHome, str]) -> None:
    for value in (AGENCY, "AGY-NOBODY"):
        with pytest.raises(Forbidden):
            stay_on(held[0].instance, SIGNERS[0], "agency", value)


def test_a_released_case_counts_until_it_is_handed_over(little: LittleHome) -> None:
    case_id = little.approved()
    found = []

    def look() -> None:
        placed = place_stay(little.instance, INSPECTORS[0], "case", case_id, ORDER)
        found.append(placed.stopped)
        lift(little, placed.stay_id)

    little.retrieve_while(case_id, look)
    assert found == [Stopped(1, 1)]
    with pytest.raises(StopsNothing):  # nothing of it is left to stop
        place_stay(little.instance, INSPECTORS[0], "case", case_id, ORDER)
    stay_on(little.instance, INSPECTORS[0], "case", case_id)  # but its erasure still can be


def test_a_name_that_two_agencies_have_is_refused_with_their_ids(little: LittleHome) -> None:
    accredit_agency(little.instance, STEWARD, Agency("AGY-2", NAME.upper(), "2 Plaza (fictional)", True, "None open."))
    with pytest.raises(ScopeUnknown, match="AGY-2, AGY-TEST"):
        stay_on(little.instance, INSPECTORS[0], "agency", NAME.lower())
    assert place_stay(little.instance, INSPECTORS[0], "agency", "agy-2", ORDER, confirm_none=True).label.endswith(
        "(AGY-2)"
    )


def test_an_official_who_left_can_still_be_stayed(little: LittleHome) -> None:
    case_id = little.approved()
    revoke(little.instance, STEWARD, OFFICIALS[0].person, "Left.")
    assert place_stay(little.instance, OFFICERS[0], "official", "OFF-1", ORDER).stopped == Stopped(1, 1)
    with pytest.raises(Forbidden):
        little.retrieve(case_id)


@pytest.mark.parametrize(
    ("table", "scope", "value"),
    [
        ("records_agency", "agency", AGENCY),
        ("records_person WHERE person_id='OFF-1'", "official", "OFF-1"),
        ("records_caseindex", "case", ""),
    ],
)
def test_a_row_taken_out_does_not_keep_a_stay_away(little: LittleHome, table: str, scope: str, value: str) -> None:
    case_id = little.approved()
    with little.database() as connection:
        connection.execute(f"DELETE FROM {table}")
    assert stay_on(little.instance, INSPECTORS[0], scope, value or case_id)


def test_what_is_known_of_a_stay_names_what_it_covers_and_stops(little: LittleHome) -> None:
    little.approved()
    little.docket("jules", "kit")
    placing.place_stay(little.instance, INSPECTORS[0], "agency", AGENCY.lower(), ORDER, None)
    place_stay(little.instance, INSPECTORS[0], "subject", SUBJECTS["kit"].tin, ORDER)
    person, agency = known_stays(little.instance, INSPECTORS[0])
    assert (agency.label, agency.value, agency.channel) == (f"{NAME} ({AGENCY})", AGENCY, "console")
    assert str(agency.stops) == "3 cases, 1 approved release"
    assert (person.label, person.value, person.channel, person.stops) == ("A person", "", "pages", Stopped(1, 0))
    publish(little.instance)
    assert audit(little.instance).findings == ()


def test_what_a_stay_stops_is_counted_from_an_index_of_each_scope(tmp_path: Path, database_url: str) -> None:
    """The database's own plan shows it, however many cases have ended. On both databases."""
    with home_on(tmp_path, database_url) as little:
        instance = little.instance
        _fill(instance)
        everyone = {"agency": AGENCY, "official": "OFF-2", "subject": bytes(32), "case_id": f"{'f' * 16}-7"}
        for found_by in ({}, *({column: value} for column, value in everyone.items())):
            rows = CaseIndex.objects.using(instance.alias).filter(state__in=["docketed", "approved"], **found_by)
            plan = rows.order_by().values_list("state").annotate(cases=Count("state")).explain()
            assert "INDEX" in plan.upper()
            assert "SEQ SCAN" not in plan.upper()
            assert not re.search(r"SCAN records_caseindex$", plan, re.MULTILINE)
        assert instance.cases.open_in(agency=AGENCY) == instance.cases.open_in(official="OFF-2") == (20, 10)
        assert instance.cases.open_in(case_id=f"{'f' * 16}-7") == (0, 0)


def _fill(instance: Instance) -> None:
    """Two thousand cases that have ended, ten approved and ten docketed ones."""
    states = {0: "approved", 1: "docketed"}
    CaseIndex.objects.using(instance.alias).bulk_create(
        (
            CaseIndex(
                case_id=f"{'f' * 16}-{number}",
                state=states.get(number % 200, "disposed"),
                version=9,
                agency=AGENCY,
                official="OFF-2",
                signer="SGN-1",
                batch="f" * 64,
                row=number,
                request_ref=str(number),
                subject=number.to_bytes(32, "big"),
                matter=bytes(32),
                received_at=START,
            )
            for number in range(2_000)
        ),
        batch_size=1_000,
    )
    with connections[instance.alias].cursor() as cursor:
        cursor.execute("ANALYZE")
