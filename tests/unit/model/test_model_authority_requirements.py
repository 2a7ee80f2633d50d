"""Whom each act needs, as authority is designed: no two people of any roles make a reviewer, a signer or an agency."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations_with_replacement

import pytest

from support.office import Waits, person
from withhold.model.authority.binding import BINDING, is_tighter, within_bounds
from withhold.model.authority.grants import (
    GRANTS,
    AgencyGrant,
    KeysGrant,
    OfficialsGrant,
    SafeguardsGrant,
    SettingGrant,
    TermGrant,
)
from withhold.model.authority.requirements import (
    BY_ROLE,
    CONFIRM,
    ERASE,
    GRANTING,
    LIFT,
    LIFT_STAY,
    RECOVERIES,
    STOPPING,
    SUSPEND_ACCOUNTING,
    TOGETHER,
    Wait,
    requirement,
    wait,
)
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.vocabulary import Role

COVERS = (
    "withhold.model.authority.binding",
    "withhold.model.authority.requirements",
    "withhold.model.authority.rules.view",
)

STEWARD, INSPECTOR, OFFICER, COUNSEL = Role.STEWARD, Role.INSPECTOR, Role.OFFICER, Role.COUNSEL
NEEDS = {
    "grant a steward": ([STEWARD, STEWARD], 1),
    "grant named officials": ([STEWARD, STEWARD], 1),
    "grant an inspector": ([STEWARD, STEWARD, INSPECTOR], 1),
    "grant a disclosure officer or disclosure counsel": ([STEWARD, STEWARD, INSPECTOR], 1),
    "grant a signer": ([STEWARD, STEWARD, INSPECTOR], 1),
    "grant an agency": ([STEWARD, STEWARD, INSPECTOR], 1),
    "find safeguards good again": ([STEWARD, STEWARD], 1),
    "lengthen a term": ([STEWARD, STEWARD], 1),
    "replace the keys of a steward or a named official": ([STEWARD, STEWARD], 1),
    "replace the keys of anybody else": ([STEWARD, STEWARD, INSPECTOR], 1),
    "loosen a binding setting": ([STEWARD, STEWARD, INSPECTOR], 3),
    "grant a steward by recovery": ([STEWARD], 7),
    "grant an inspector by recovery": ([STEWARD, STEWARD], 7),
    "suspend a person": ([STEWARD], 0),
    "shorten a term": ([INSPECTOR], 0),
    "find safeguards poor": ([STEWARD], 0),
    "tighten a binding setting": ([INSPECTOR], 0),
    "confirm a suspension": ([STEWARD], 0),
    "lift a suspension": ([INSPECTOR, STEWARD], 0),
    "lift a stay": ([OFFICER, INSPECTOR], 0),
    "suspend an accounting": ([INSPECTOR, COUNSEL], 0),
    "erase a batch": ([COUNSEL, STEWARD], 0),
}
EVERY = {each.act: each for each in (*GRANTING, *STOPPING, *TOGETHER)}


@pytest.mark.parametrize("act", NEEDS)
def test_an_act_needs_these_people_and_no_fewer(act: str) -> None:
    roles, days = NEEDS[act]
    needed = EVERY[act]
    assert needed.missing(roles) == ()
    assert all(needed.missing(roles[:n] + roles[n + 1 :]) for n in range(len(roles)))
    assert wait(needed, Waits()) == timedelta(days=days)
    assert wait(needed, Waits(0, 0, 0)) == timedelta()


def test_every_act_is_looked_at() -> None:
    assert EVERY.keys() == NEEDS.keys()


def test_it_does_not_matter_who_fills_which_place() -> None:
    for each in EVERY.values():
        assert all(one == other or not one & other for one in each.places for other in each.places)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COUNSEL, Role.INSPECTOR, Role.SIGNER])
def test_no_two_people_of_any_roles_are_enough(role: Role) -> None:
    for needed in (BY_ROLE[role], EVERY["replace the keys of anybody else"], EVERY["grant an agency"]):
        assert all(needed.missing(pair) for pair in combinations_with_replacement(Role, 2))


def test_two_who_agree_have_different_roles_or_are_two_people() -> None:
    assert LIFT.missing([STEWARD, STEWARD]) == (frozenset({INSPECTOR}),)
    assert LIFT_STAY.missing([OFFICER, OFFICER]) == ()
    assert LIFT_STAY.missing([STEWARD, OFFICER]) == (frozenset({OFFICER, COUNSEL, INSPECTOR}),)
    assert SUSPEND_ACCOUNTING.missing([COUNSEL, COUNSEL]) == (frozenset({INSPECTOR}),)
    assert ERASE.missing([STEWARD, INSPECTOR]) == ()
    assert CONFIRM.missing([INSPECTOR]) == (frozenset({STEWARD}),)


def test_every_type_of_grant_has_its_requirement() -> None:
    one = person("NAM-1", Role.OFFICIAL, "AGY-1")
    agency = AgencyId("AGY-1")
    acts = {
        requirement(each).act
        for each in (
            one,
            OfficialsGrant(agency, (one,)),
            AgencyGrant(agency, "", "", ""),
            SafeguardsGrant(agency, ""),
            TermGrant(PersonId("SIG-1"), "", ""),
            KeysGrant(PersonId("SIG-1"), ""),
            SettingGrant("quorum", 1),
        )
    }
    assert len(acts) == len(GRANTS) - 1
    by_role = {role: requirement(KeysGrant(PersonId("X"), ""), role).act for role in BY_ROLE}
    assert {role for role, act in by_role.items() if "anybody" not in act} == {Role.STEWARD, Role.OFFICIAL}


def test_the_recovery_key_names_stewards_and_inspectors() -> None:
    assert RECOVERIES.keys() == {Role.STEWARD, Role.INSPECTOR}
    assert all(each.recovery_key and each.wait is Wait.RECOVERY for each in RECOVERIES.values())
    assert not any(each.recovery_key for each in EVERY.values() if each not in RECOVERIES.values())


@pytest.mark.parametrize("name", BINDING)
def test_a_setting_gets_tighter_in_one_direction(name: str) -> None:
    least, most = BINDING[name].least, BINDING[name].most
    assert is_tighter(name, least, than=most) != is_tighter(name, most, than=least)
    assert not is_tighter(name, most, than=most)
    assert within_bounds(name, most, least, demonstration=False)
    assert not within_bounds(name, least - 1, least, demonstration=True)
    assert within_bounds(name, most + 1, least, demonstration=True) == BINDING[name].roomy


def test_a_setting_without_a_direction_never_gets_tighter() -> None:
    assert not is_tighter("pack", "a", than="b")
    assert not is_tighter("quorum", "1", than=2)
    assert within_bounds("pack", "a", "b", demonstration=False)
    assert not within_bounds("pack", 1, "b", demonstration=False)


def test_the_waits_are_the_days_that_a_statement_has() -> None:
    @dataclass(frozen=True)
    class Longer:
        grant_days: int = 2
        loosen_days: int = 4
        recovery_days: int = 8

    assert [wait(EVERY[act], Longer()).days for act in ("grant a steward", "loosen a binding setting")] == [2, 4]
