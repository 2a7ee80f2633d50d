"""The page docs/permissions.md, written from the model: who may do what, and what may follow what."""

import inspect
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args

from withhold.events.codec import TYPES
from withhold.model.authority.requirements import GRANTING, STOPPING, TOGETHER, Place, Requirement, wait
from withhold.model.cases import commands
from withhold.model.cases.case import TRANSITIONS, State
from withhold.model.cases.events import CaseEvent
from withhold.model.cases.permissions import COMMANDS, PERMISSIONS, Command
from withhold.model.kinds import Kind, public_kind
from withhold.model.vocabulary import Role

_NOTICE = "<!-- Written by `make docs` from withhold.model. Change the code, not this page. -->"
_STEP = "Any step of a case, of a stay or of a person's accounting, or padding. Which one is in the payload."
_NUMBER = {1: "one", 2: "two"}
_DAYS = {0: "none", 1: "1 day", 3: "3 days", 7: "7 days"}
_IN_BATCH = "A row that was returned or refused. It is in its batch's evidence file."


@dataclass(frozen=True)
class _Waits:
    """The least waits outside demonstrations."""

    grant_days: int = 1
    loosen_days: int = 3
    recovery_days: int = 7


_LEAST_WAITS = _Waits()


def permissions_page() -> str:
    """The whole page."""
    on_case = [each for each in COMMANDS if each in get_args(commands.CaseCommand)]
    in_office = [each for each in COMMANDS if each not in on_case]
    parts = (
        "# Who may do what, and when",
        _NOTICE,
        "`withhold.model.cases.permissions` is checked before anything else. If something is in no table here, nobody "
        "may do it. There is no override, and no role may do everything.",
        "## To a case",
        "A stay is not a state. It blocks every step toward a release, whatever state the case is in.",
        _table(("Command", "What it does", "Roles", "States", "Blocked by a stay"), map(_on_case, on_case)),
        "## In the office",
        _table(("Command", "What it does", "Roles", "Blocked by a stay"), map(_in_office, in_office)),
        "## State × role",
        "What each may do to a case in each state. Roles without a column may do nothing to a case.",
        _matrix(on_case),
        "## Who grants, and who stops",
        "What several people must sign, and what one person can stop. The people of one act are different people, and "
        "nobody counts for a grant about themselves. Each grant begins with a steward's proposal, who is one of the "
        "people it needs. It ends after 7 days without the others, and with the proposer's standing. The waits are "
        "those of the founding statement, and there are none in a demonstration.",
        _table(("Act", "Needs", "Wait", "Note"), map(_act, (*GRANTING, *STOPPING, *TOGETHER))),
        "## What may follow",
        "The events of a case. The same events always make the same case. An event anywhere else is an error.",
        _table(("Event", "What happened", "From", "To"), map(_transition, get_args(CaseEvent))),
        "## Kinds of entries",
        "An entry of the ledger shows the public number in clear. Numbers are never reused, renamed or moved.",
        _table(("Number", "Public number", "Kind", "What it is"), map(_kind, Kind)),
    )
    return "\n\n".join(parts) + "\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def _said(about: type) -> str:
    """The first paragraph of its docstring, on one line."""
    return " ".join((inspect.getdoc(about) or "").split("\n\n")[0].split())


def _roles(of: Iterable[Role]) -> str:
    return ", ".join(role.replace("_", " ") for role in Role if role in of)


def _states(of: Iterable[State]) -> str:
    return ", ".join(f"`{state}`" for state in State if state in of)


def _on_case(command: type[Command]) -> tuple[str, ...]:
    name, said, roles, stay = _in_office(command)
    return name, said, roles, _states(PERMISSIONS[command].states) or "not docketed yet", stay


def _in_office(command: type[Command]) -> tuple[str, str, str, str]:
    permission = PERMISSIONS[command]
    return command.__name__, _said(command), _roles(permission.roles), "yes" if permission.stayable else "no"


def _matrix(on_case: Sequence[type[Command]]) -> str:
    acting = [role for role in Role if any(role in PERMISSIONS[each].roles for each in on_case)]

    def may(role: Role, state: State) -> str:
        given = (PERMISSIONS[each] for each in on_case)
        names = (
            each.__name__
            for each, permission in zip(on_case, given, strict=True)
            if role in permission.roles and state in permission.states
        )
        return ", ".join(names) or "—"

    rows = ((f"`{state}`", *(may(role, state) for role in acting)) for state in State)
    return _table(("State", *(_roles([role]) for role in acting)), rows)


def _act(needed: Requirement) -> tuple[str, str, str, str]:
    people = [_people(place, count) for place, count in Counter(needed.places).items()]
    people += ["the recovery key"] if needed.recovery_key else []
    days = wait(needed, _LEAST_WAITS).days
    return needed.act.capitalize(), " and ".join(people), _DAYS[days], needed.note


def _people(place: Place, count: int) -> str:
    """People in words, for example `two stewards` or `two of disclosure officer, disclosure counsel, inspector`."""
    number, role = _NUMBER[count], _roles(place)
    if len(place) > 1:
        return f"{number} of {role}"
    return f"{number} {role}{'s' if count > 1 else ''}"


def _transition(event: type[CaseEvent]) -> tuple[str, str, str, str]:
    if event not in TRANSITIONS:
        return event.__name__, _said(event), "—", _states([State.DOCKETED])
    allowed, target = TRANSITIONS[event]
    return event.__name__, _said(event), _states(allowed), _states([target]) if target else "unchanged"


def _kind(kind: Kind) -> tuple[str, str, str, str]:
    said = _STEP if kind is Kind.STEP else _said(TYPES[kind]) if kind in TYPES else _IN_BATCH
    return str(int(kind)), str(public_kind(kind)), f"`{kind.name}`", said
