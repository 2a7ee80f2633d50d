"""The permission table: it is complete, and it keeps to the lines that never move."""

from dataclasses import dataclass, is_dataclass
from inspect import getmembers, isclass
from types import ModuleType, new_class
from typing import get_args

import pytest

from support.codes import raises
from support.histories import COUNSEL, EVERYONE, OFFICER
from withhold.model.cases import commands
from withhold.model.cases.case import TRANSITIONS, State
from withhold.model.cases.permissions import COMMANDS, PERMISSIONS, Command, Permission, admit, authorize
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.vocabulary import Role

COVERS = ("withhold.model.cases.case", "withhold.model.cases.commands")

AGENCY_SIDE = {Role.SIGNER, Role.OFFICIAL}
CUSTODIAN_SIDE = {Role.OFFICER, Role.COUNSEL, Role.STEWARD, Role.INSPECTOR}
TOWARDS_RELEASE = {
    commands.Docket,
    commands.RecordIdentity,
    commands.Determine,
    commands.Release,
    commands.HandOver,
}


def undecided(module: ModuleType) -> set[str]:
    """Return the names of a module's commands that have no permission."""
    found = {
        each
        for _, each in getmembers(module, isclass)
        if each.__module__ == module.__name__ and is_dataclass(each) and each not in PERMISSIONS
    }
    return {each.__name__ for each in found}


def test_every_command_has_its_permission() -> None:
    assert undecided(commands) == set()
    assert set(COMMANDS) == set(PERMISSIONS)


def test_a_command_added_without_a_permission_is_found() -> None:
    added = ModuleType("added")
    added.Override = dataclass(new_class("Override", exec_body=lambda body: body.update(__module__="added")))
    assert undecided(added) == {"Override"}


def test_a_command_is_about_a_case_or_about_the_office() -> None:
    on_case, in_office = get_args(commands.CaseCommand), get_args(commands.OfficeCommand)
    assert not set(on_case) & set(in_office)
    assert len(COMMANDS) == len(set(COMMANDS)) == len(on_case) + len(in_office)
    for command in on_case:
        assert bool(PERMISSIONS[command].states) is (command is not commands.Docket)
    for command in in_office:
        assert PERMISSIONS[command].states == frozenset()


def test_every_command_has_a_role() -> None:
    assert all(permission.roles for permission in PERMISSIONS.values())


@pytest.mark.parametrize("command", [commands.Determine, commands.Release, commands.HandOver, commands.LiftStay])
def test_machines_never_release(command: type[Command]) -> None:
    assert Role.MACHINE not in PERMISSIONS[command].roles


def test_there_is_no_override_and_no_bulk_approval() -> None:
    names = {command.__name__.lower() for command in COMMANDS}
    assert not [name for name in names if any(word in name for word in ("override", "bulk", "approve", "reopen"))]


def test_only_the_two_reviewers_determine() -> None:
    assert PERMISSIONS[commands.Determine].roles == {Role.OFFICER, Role.COUNSEL}


def test_the_agency_asks_and_receives_and_the_custodian_decides() -> None:
    for command in get_args(commands.CaseCommand):
        sides = [PERMISSIONS[command].roles & side for side in (AGENCY_SIDE, CUSTODIAN_SIDE, {Role.MACHINE})]
        assert sum(map(bool, sides)) == 1, command
    assert PERMISSIONS[commands.Release].roles == PERMISSIONS[commands.HandOver].roles == {Role.OFFICIAL}


def test_the_steward_accredits_and_can_decide_nothing() -> None:
    given = {command for command, each in PERMISSIONS.items() if Role.STEWARD in each.roles}
    assert commands.Accredit in given
    assert not given & set(get_args(commands.CaseCommand))
    assert PERMISSIONS[commands.Accredit].roles == {Role.STEWARD}


def test_the_inspector_reads_and_places_stays_and_moves_no_case() -> None:
    given = {command for command, each in PERMISSIONS.items() if Role.INSPECTOR in each.roles}
    assert given >= {commands.ReadCase, commands.ReadAccounting, commands.PlaceStay, commands.LiftStay}
    assert not given & set(get_args(commands.CaseCommand))


def test_a_record_subject_reads_their_own_accounting() -> None:
    given = {command for command, each in PERMISSIONS.items() if Role.SUBJECT in each.roles}
    assert given == {commands.ReadAccounting, commands.Contest}


def test_a_stay_blocks_every_step_toward_a_release_and_no_other_step() -> None:
    stayable = {command for command, permission in PERMISSIONS.items() if permission.stayable}
    assert stayable & set(get_args(commands.CaseCommand)) == TOWARDS_RELEASE


def test_a_stay_stops_no_reading_no_stay_and_no_accreditation() -> None:
    stayable = {command.__name__ for command in get_args(commands.OfficeCommand) if PERMISSIONS[command].stayable}
    assert stayable <= {"ProposeErasure", "ConfirmErasure"}, "a stay blocks erasure too"


def test_reviewers_decide_blind_to_each_other() -> None:
    for role in (Role.OFFICER, Role.COUNSEL):
        for command in (commands.ReadCase, commands.ReadAnswer, commands.ReadAccounting):
            assert role not in PERMISSIONS[command].roles


def test_no_permission_in_a_state_that_ends_a_case() -> None:
    ends = set(State) - {state for allowed, _ in TRANSITIONS.values() for state in allowed}
    assert ends == {State.NOT_CONFIRMED, State.DISPOSED, State.WITHDRAWN}
    assert not [command for command, permission in PERMISSIONS.items() if permission.states & ends]


def test_after_a_refusal_the_table_allows_a_view() -> None:
    given = {command for command, permission in PERMISSIONS.items() if State.REFUSED in permission.states}
    assert given == {commands.ViewDossier}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_authorize_depends_on_the_role_only(command: type[Command]) -> None:
    for actor in EVERYONE:
        if actor.role in PERMISSIONS[command].roles:
            assert authorize(actor, command) is PERMISSIONS[command]
        else:
            with raises(Forbidden, Code.PERMISSION_DENIED):
                authorize(actor, command)


def test_admit_depends_on_the_state_only() -> None:
    permission = Permission(frozenset({OFFICER.role, COUNSEL.role}), frozenset({State.UNDER_REVIEW}))
    admit(permission, State.UNDER_REVIEW)
    with raises(Conflict, Code.CASE_WRONG_STATE):
        admit(permission, State.RELEASED)
    admit(Permission(frozenset({OFFICER.role})), State.RELEASED)
