"""How many people of which roles each grant and each stop needs, and how long it waits. docs/permissions.md shows it.

The people of one act are different people. Nobody counts for a grant that is about themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final, Protocol

from withhold.model.authority.grants import (
    AgencyGrant,
    Grant,
    KeysGrant,
    OfficialsGrant,
    PersonGrant,
    SafeguardsGrant,
    SettingGrant,
    TermGrant,
)
from withhold.model.vocabulary import Role

Place = frozenset[Role]
"""One person who is needed: somebody in one of these roles."""

EXPIRY: Final = timedelta(days=7)
"""A proposal that lacks an approval after that no longer counts."""
LAPSE: Final = timedelta(days=14)
"""A suspension that nobody confirmed ends after that."""


class Wait(StrEnum):
    """How long an act waits before it is in force. The founding statement has the days, 0 in a demonstration."""

    NONE = "none"
    GRANT = "grant"
    LOOSEN = "loosen"
    RECOVERY = "recovery"


class Waits(Protocol):
    """The days of the founding statement."""

    @property
    def grant_days(self) -> int: ...  # noqa: D102
    @property
    def loosen_days(self) -> int: ...  # noqa: D102
    @property
    def recovery_days(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Requirement:
    """Whom an act needs. `note` is a further condition, as a sentence."""

    act: str
    places: tuple[Place, ...]
    wait: Wait = Wait.NONE
    recovery_key: bool = False
    note: str = ""

    def missing(self, roles: Iterable[Role]) -> tuple[Place, ...]:
        """Return the places that are not filled yet by different people with these roles.

        Two places of one act are for the same roles, or have no role in common. So it does not matter who fills which.
        """
        left = list(self.places)
        for role in roles:
            place = next((each for each in left if role in each), None)
            if place is not None:
                left.remove(place)
        return tuple(left)


_STEWARD: Final[Place] = frozenset({Role.STEWARD})
_INSPECTOR: Final[Place] = frozenset({Role.INSPECTOR})
_OVERSEER: Final[Place] = _STEWARD | _INSPECTOR
_REVIEW: Final[Place] = frozenset({Role.OFFICER, Role.COUNSEL, Role.INSPECTOR})
_TWO_STEWARDS: Final = (_STEWARD, _STEWARD)
_AND_AN_INSPECTOR: Final = (*_TWO_STEWARDS, _INSPECTOR)

STEWARD: Final = Requirement("grant a steward", _TWO_STEWARDS, Wait.GRANT)
OFFICIALS: Final = Requirement(
    "grant named officials", _TWO_STEWARDS, Wait.GRANT, note="Up to 25 officials of one agency in one act."
)
INSPECTOR: Final = Requirement("grant an inspector", _AND_AN_INSPECTOR, Wait.GRANT)
REVIEWER: Final = Requirement("grant a disclosure officer or disclosure counsel", _AND_AN_INSPECTOR, Wait.GRANT)
SIGNER: Final = Requirement("grant a signer", _AND_AN_INSPECTOR, Wait.GRANT)
AGENCY: Final = Requirement("grant an agency", _AND_AN_INSPECTOR, Wait.GRANT)
SAFEGUARDS: Final = Requirement(
    "find safeguards good again", _TWO_STEWARDS, Wait.GRANT, note="Proposed after the latest poor finding."
)
TERM: Final = Requirement("lengthen a term", _TWO_STEWARDS, Wait.GRANT, note="Proposed after the latest shortening.")
KEYS_OF_TWO: Final = Requirement("replace the keys of a steward or a named official", _TWO_STEWARDS, Wait.GRANT)
KEYS_OF_THREE: Final = Requirement("replace the keys of anybody else", _AND_AN_INSPECTOR, Wait.GRANT)
SETTING: Final = Requirement("loosen a binding setting", _AND_AN_INSPECTOR, Wait.LOOSEN)
RECOVERY_STEWARD: Final = Requirement("grant a steward by recovery", (_STEWARD,), Wait.RECOVERY, recovery_key=True)
RECOVERY_INSPECTOR: Final = Requirement(
    "grant an inspector by recovery", _TWO_STEWARDS, Wait.RECOVERY, recovery_key=True
)

SUSPEND: Final = Requirement(
    "suspend a person",
    (_OVERSEER,),
    note="It lapses after 14 days unless it is confirmed. One person has at most one unconfirmed suspension of a "
    "steward or inspector in force, and suspends each of them once.",
)
SHORTEN: Final = Requirement("shorten a term", (_OVERSEER,), note="Stewards and inspectors have no term.")
POOR: Final = Requirement("find safeguards poor", (_OVERSEER,))
TIGHTEN: Final = Requirement("tighten a binding setting", (_OVERSEER,))
CONFIRM: Final = Requirement("confirm a suspension", (_STEWARD,), note="Not the person who suspended.")
LIFT: Final = Requirement("lift a suspension", (_STEWARD, _INSPECTOR), note="Neither of them suspended.")
LIFT_STAY: Final = Requirement("lift a stay", (_REVIEW, _REVIEW), note="Neither of them placed it.")
SUSPEND_ACCOUNTING: Final = Requirement("suspend an accounting", (frozenset({Role.COUNSEL}), _INSPECTOR))
ERASE: Final = Requirement("erase a batch", (_STEWARD, frozenset({Role.COUNSEL, Role.INSPECTOR})))

GRANTING: Final = (
    STEWARD,
    OFFICIALS,
    INSPECTOR,
    REVIEWER,
    SIGNER,
    AGENCY,
    SAFEGUARDS,
    TERM,
    KEYS_OF_TWO,
    KEYS_OF_THREE,
    SETTING,
    RECOVERY_STEWARD,
    RECOVERY_INSPECTOR,
)
"""Each begins with a steward's proposal."""
STOPPING: Final = (SUSPEND, SHORTEN, POOR, TIGHTEN, CONFIRM)
TOGETHER: Final = (LIFT, LIFT_STAY, SUSPEND_ACCOUNTING, ERASE)

BY_ROLE: Final = {
    Role.STEWARD: STEWARD,
    Role.OFFICIAL: OFFICIALS,
    Role.INSPECTOR: INSPECTOR,
    Role.OFFICER: REVIEWER,
    Role.COUNSEL: REVIEWER,
    Role.SIGNER: SIGNER,
}
"""Role -> what a grant of it needs."""
RECOVERIES: Final[Mapping[str, Requirement]] = {Role.STEWARD: RECOVERY_STEWARD, Role.INSPECTOR: RECOVERY_INSPECTOR}
"""Role -> what naming somebody with the recovery key needs. It names nobody else."""
WATCHERS: Final = frozenset({Role.STEWARD, Role.INSPECTOR})
"""The roles without which nothing could be granted or stopped. No one person can take them away."""

_BY_GRANT: Final = {
    OfficialsGrant: OFFICIALS,
    AgencyGrant: AGENCY,
    SafeguardsGrant: SAFEGUARDS,
    TermGrant: TERM,
    SettingGrant: SETTING,
}


def requirement(grant: Grant, role_now: Role | None = None) -> Requirement:
    """Return what the grant needs. `role_now` is the role of the person whose keys a `KeysGrant` replaces.

    Who gives a person other keys could act in that person's name. So keys need whom the role needs.
    """
    if isinstance(grant, PersonGrant):
        return BY_ROLE[Role(grant.role)]
    if isinstance(grant, KeysGrant):
        return KEYS_OF_TWO if role_now in (Role.STEWARD, Role.OFFICIAL) else KEYS_OF_THREE
    return _BY_GRANT[type(grant)]


def wait(needed: Requirement, waits: Waits) -> timedelta:
    """Return how long an act with this requirement waits."""
    days = {
        Wait.NONE: 0,
        Wait.GRANT: waits.grant_days,
        Wait.LOOSEN: waits.loosen_days,
        Wait.RECOVERY: waits.recovery_days,
    }
    return timedelta(days=days[needed.wait])
