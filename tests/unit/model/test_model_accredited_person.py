"""Which people and agencies can be accredited, and which disposals can be certified."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from support.codes import raises
from withhold.model.cases.disposal import Manner, parse_manner
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import AgencyId
from withhold.model.occurrences import PersonAccredited
from withhold.model.people.accreditation import Agency, Custodian, NotAccreditable, Official, Signer, Term
from withhold.model.people.accredited_person import accreditation_event, accredited_member
from withhold.model.vocabulary import Role

COVERS = (
    "withhold.model.cases.disposal",
    "withhold.model.people.accreditation",
    "withhold.model.people.accredited_person",
)

TERM = ("2025-01-01", "2025-12-31")
DAYS = Term(date(2025, 1, 1), date(2025, 12, 31))
SIGNER = PersonAccredited("SGN-1", "Inez Example", "Head", "signer", "AGY-1", "agency_head", "", {}, (), *TERM)
OFFICIAL = PersonAccredited(
    "OFF-1", "Avery Example", "Agent", "named_official", "AGY-1", "", "Desk 1", {"sealing": "s"}, (), *TERM
)
OFFICER = PersonAccredited("CUS-1", "Sage Model", "", "disclosure_officer", "", "", "", {}, (), "", "")


def test_an_event_is_parsed_to_what_it_accredits() -> None:
    assert accredited_member(SIGNER) == Signer("SGN-1", "Inez Example", "Head", "agency_head", "", (), DAYS)
    assert accredited_member(OFFICIAL) == Official("OFF-1", "Avery Example", "Agent", "Desk 1", "s", "", (), DAYS)
    assert accredited_member(OFFICER) == Custodian("CUS-1", "Sage Model", Role.OFFICER, ())
    with_term = replace(OFFICER, valid_from=TERM[0], valid_until=TERM[1])
    assert accredited_member(with_term) == accredited_member(OFFICER)


@pytest.mark.parametrize("person", [SIGNER, OFFICIAL, OFFICER], ids=lambda person: person.role)
def test_a_person_makes_the_event_that_accredits_them(person: PersonAccredited) -> None:
    keys = {"sealing": "s", "signing": "k"} if person is OFFICIAL else {"signing": "k"} if person is SIGNER else {}
    event = replace(person, keys=keys, passkeys=({"credential_id": "c"},))
    assert accreditation_event(accredited_member(event), AgencyId(person.agency)) == event


@pytest.mark.parametrize(
    ("person", "changed", "field"),
    [
        *((OFFICER, {"role": role}, "role") for role in ("machine", "record_subject", "janitor", "", "Steward")),
        (SIGNER, {"valid_from": ""}, "valid_until"),
        (SIGNER, {"valid_until": ""}, "valid_until"),
        (OFFICIAL, {"valid_from": "", "valid_until": ""}, "valid_until"),
        (OFFICIAL, {"valid_from": TERM[1], "valid_until": TERM[0]}, "valid_until"),
        (OFFICER, {"valid_from": TERM[1], "valid_until": TERM[0]}, "valid_until"),
        (SIGNER, {"valid_until": "2025-13-01"}, "valid_until"),
        (SIGNER, {"valid_until": "20251231"}, "valid_until"),
        (OFFICER, {"valid_from": "soon"}, "valid_from"),
        (SIGNER, {"agency": ""}, "agency"),
        (OFFICIAL, {"agency": ""}, "agency"),
        (OFFICER, {"agency": "AGY-1"}, "agency"),
        (OFFICER, {"office": "agency_head"}, "office"),
        (OFFICIAL, {"office": "agency_head"}, "office"),
        (SIGNER, {"address": "Desk 1"}, "address"),
        (SIGNER, {"office": " "}, "office"),
        (SIGNER, {"title": ""}, "title"),
        (OFFICIAL, {"address": ""}, "address"),
        (OFFICIAL, {"title": "two\nlines"}, "title"),
        (OFFICER, {"name": "x" * 201}, "name"),
        (OFFICER, {"name": ""}, "name"),
        (OFFICER, {"person": "two words"}, "id"),
        (OFFICER, {"person": ""}, "id"),
        (OFFICER, {"person": "withhold"}, "id"),
        (SIGNER, {"keys": {"sealing": "s"}}, "keys.sealing"),
        (OFFICER, {"keys": {"signing": "s"}}, "keys.signing"),
        (OFFICIAL, {"keys": {"other": "s"}}, "keys.other"),
    ],
)
def test_a_value_that_no_accreditation_can_have_is_refused(
    person: PersonAccredited, changed: dict[str, Any], field: str
) -> None:
    with pytest.raises(NotAccreditable) as refused:
        accredited_member(replace(person, **changed))
    assert refused.value.field.split(", ")[-1] == field


@pytest.mark.parametrize("changed", [{"id": "A B"}, {"name": ""}, {"address": "x" * 401}])
def test_an_agency_has_an_id_a_name_and_an_address(changed: dict[str, str]) -> None:
    given = {"id": "AGY-1", "name": "Bureau", "address": "1 Plaza", **changed}
    with pytest.raises(NotAccreditable):
        Agency(**given, safeguards_good=True, safeguard_note="")


def test_a_custodians_person_has_a_role_of_that_side() -> None:
    with raises(NotAccreditable, Code.ACCREDITATION_ROLE_NOT_CUSTODIANS):
        Custodian("CUS-1", "Sage Model", Role.MACHINE, ())


def test_a_term_covers_its_first_and_its_last_day() -> None:
    around = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [DAYS.covers(day) for day in around] == [False, True, True, False]
    assert Term(around[0], around[0]).covers(around[0])
    with pytest.raises(NotAccreditable, match="is before valid_from"):
        Term(around[1], around[0])


def test_a_disposal_is_one_of_the_closed_choices() -> None:
    assert [parse_manner(each) for each in ("returned", "destroyed")] == list(Manner)
    for other in ("", "lost on a train", "Returned", "destroyed "):
        with raises(Conflict, Code.DISPOSAL_UNKNOWN):
            parse_manner(other)
