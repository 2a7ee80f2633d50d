"""Who may do what, and when: one table that the code asks, the documentation shows and the tests walk.

Authorization is asked before anything else is looked at, so that a refusal says nothing of what exists.
"""

from dataclasses import dataclass
from typing import get_args

from withhold.model.cases import commands
from withhold.model.cases.case import State
from withhold.model.cases.determination import REVIEWERS
from withhold.model.errors import Conflict, Forbidden
from withhold.model.identifiers import CUSTODIAN, AgencyId, PersonId
from withhold.model.vocabulary import Role

Command = commands.CaseCommand | commands.OfficeCommand
COMMANDS: tuple[type[Command], ...] = (*get_args(commands.CaseCommand), *get_args(commands.OfficeCommand))


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the machine) acting in one role, for an agency or the custodian."""

    person: PersonId
    role: Role
    agency: AgencyId = CUSTODIAN


@dataclass(frozen=True, slots=True)
class Permission:
    """The roles that may, and the states of a case in which they may (empty: not about a case's state)."""

    roles: frozenset[Role]
    states: frozenset[State] = frozenset()
    stayable: bool = True
    """Whether a stay in scope blocks it. Only steps that move nothing towards a release are exempt."""


def _may(*roles: Role, states: tuple[State, ...] = (), stayable: bool = True) -> Permission:
    return Permission(frozenset(roles), frozenset(states), stayable)


_PEOPLE = tuple(role for role in Role if role not in (Role.SUBJECT, Role.MACHINE))
_BEFORE_RELEASE = (State.DOCKETED, State.UNDER_REVIEW, State.APPROVED)

PERMISSIONS: dict[type[Command], Permission] = {
    commands.Receive: _may(Role.MACHINE),
    commands.Screen: _may(Role.MACHINE, states=(State.RECEIVED,), stayable=False),
    commands.Docket: _may(Role.MACHINE, states=(State.ELIGIBLE,)),
    commands.RecordIdentity: _may(Role.MACHINE, states=(State.DOCKETED,)),
    commands.ViewDossier: _may(*REVIEWERS, states=(State.UNDER_REVIEW, State.APPROVED, State.REFUSED), stayable=False),
    commands.Determine: _may(*REVIEWERS, states=(State.UNDER_REVIEW,)),
    commands.Release: _may(Role.OFFICIAL, states=(State.APPROVED, State.RELEASED)),
    commands.HandOver: _may(Role.OFFICIAL, states=(State.RELEASED,)),
    commands.CertifyDisposal: _may(Role.OFFICIAL, states=(State.RETRIEVED, State.RECALLED), stayable=False),
    commands.Withdraw: _may(Role.SIGNER, states=_BEFORE_RELEASE, stayable=False),
    commands.Recall: _may(*REVIEWERS, states=(State.APPROVED, State.RELEASED, State.RETRIEVED), stayable=False),
    commands.FileBatch: _may(Role.SIGNER, stayable=False),
    commands.PlaceStay: _may(Role.INSPECTOR, *REVIEWERS, stayable=False),
    commands.LiftStay: _may(Role.INSPECTOR, *REVIEWERS, stayable=False),
    commands.Accredit: _may(Role.STEWARD, stayable=False),
    commands.SignIn: _may(*_PEOPLE, stayable=False),
    commands.ReadDocket: _may(*REVIEWERS, stayable=False),
    commands.Contest: _may(Role.SUBJECT, stayable=False),
    commands.SuspendAccounting: _may(Role.COUNSEL, stayable=False),
    commands.ReadContests: _may(*REVIEWERS, Role.INSPECTOR, stayable=False),
    commands.ReadCase: _may(Role.INSPECTOR, stayable=False),
    commands.ReadAnswer: _may(Role.SIGNER, Role.OFFICIAL, stayable=False),
    commands.ReadAccounting: _may(Role.SUBJECT, Role.INSPECTOR, stayable=False),
    commands.ReadReceipts: _may(Role.SIGNER, Role.OFFICIAL, *REVIEWERS, Role.INSPECTOR, stayable=False),
    commands.ChangeKey: _may(Role.STEWARD, stayable=False),
    commands.ProposeErasure: _may(Role.STEWARD),
    commands.ConfirmErasure: _may(Role.INSPECTOR, Role.COUNSEL),
}


def authorize(actor: Actor, command: type[Command]) -> Permission:
    """The permission under which the actor may give this command. Raises Forbidden, saying nothing more."""
    permission = PERMISSIONS[command]
    if actor.role not in permission.roles:
        raise Forbidden("not permitted")
    return permission


def admit(permission: Permission, state: State) -> None:
    """Raise Conflict if the case's state does not take the command."""
    if permission.states and state not in permission.states:
        raise Conflict(f"this cannot be done to a case that is {state}")
