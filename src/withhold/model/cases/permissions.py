"""Who may do what, and in which states of a case.

`authorize` and `admit` read one table, `PERMISSIONS`. docs/permissions.md is written from the same table.
"""

from dataclasses import dataclass
from typing import get_args

from withhold.model.cases import commands
from withhold.model.cases.case import State
from withhold.model.cases.determination import REVIEWERS
from withhold.model.errors import Code, Conflict, Forbidden
from withhold.model.identifiers import CUSTODIAN, AgencyId, PersonId
from withhold.model.vocabulary import Role

Command = commands.CaseCommand | commands.OfficeCommand
COMMANDS: tuple[type[Command], ...] = (*get_args(commands.CaseCommand), *get_args(commands.OfficeCommand))


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the machine, acting in one role for an agency or for the custodian."""

    person: PersonId
    role: Role
    agency: AgencyId = CUSTODIAN


@dataclass(frozen=True, slots=True)
class Permission:
    """The roles that may give a command, and the states of a case that allow it.

    ``states`` is empty if the command does not depend on the state of a case, such as `SignIn`.
    """

    roles: frozenset[Role]
    states: frozenset[State] = frozenset()
    stayable: bool = True
    """Whether a stay in scope blocks it. It is False only for steps that move nothing toward a release."""


def _may(*roles: Role, states: tuple[State, ...] = (), stayable: bool = True) -> Permission:
    return Permission(frozenset(roles), frozenset(states), stayable)


_PEOPLE = tuple(role for role in Role if role not in (Role.SUBJECT, Role.MACHINE))
_BEFORE_RELEASE = (State.DOCKETED, State.UNDER_REVIEW, State.APPROVED)

PERMISSIONS: dict[type[Command], Permission] = {
    commands.Docket: _may(Role.MACHINE),
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
    """Return the permission under which the actor may give this command.

    Raises Forbidden if the actor's role may not. The message is always the same, so that it does not show what exists.
    """
    permission = PERMISSIONS[command]
    if actor.role not in permission.roles:
        raise Forbidden()
    return permission


def admit(permission: Permission, state: State) -> None:
    """Raise Conflict if the state of the case does not allow the command."""
    if permission.states and state not in permission.states:
        raise Conflict(Code.CASE_WRONG_STATE, state=state.replace("_", " "))
