"""What can be granted. `requirements` has who must agree to each, and how long each waits.

`what` is in the JSON of a grant and distinguishes the types. A `code` is the hex SHA-256 of an enrollment code.
"""

from dataclasses import dataclass
from typing import Final, Literal

from withhold.model.identifiers import AgencyId, PersonId

MOST_OFFICIALS: Final = 25
"""Officials of one agency in one grant."""


class Grant:
    """One of the types in `GRANTS`."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class PersonGrant(Grant):
    """A person gets a role, from `valid_from` through `valid_until` (ISO 8601 dates).

    The fields are those of `PersonAccredited`. Stewards and inspectors have no term. Officers and counsel may have one.
    """

    person: PersonId
    name: str
    title: str
    role: str
    agency: AgencyId
    office: str
    address: str
    valid_from: str
    valid_until: str
    code: str
    what: Literal["person"] = "person"


@dataclass(frozen=True, slots=True)
class OfficialsGrant(Grant):
    """Up to 25 named officials of one agency get their role."""

    agency: AgencyId
    officials: tuple[PersonGrant, ...]
    what: Literal["officials"] = "officials"


@dataclass(frozen=True, slots=True)
class AgencyGrant(Grant):
    """A requesting agency is accredited, and its safeguards are found good. `note` has the finding."""

    agency: AgencyId
    name: str
    address: str
    note: str
    what: Literal["agency"] = "agency"


@dataclass(frozen=True, slots=True)
class SafeguardsGrant(Grant):
    """The safeguards of an agency are found good again."""

    agency: AgencyId
    note: str
    what: Literal["safeguards"] = "safeguards"


@dataclass(frozen=True, slots=True)
class TermGrant(Grant):
    """A person's term ends later than before. It is from `valid_from` through `valid_until` (ISO 8601 dates)."""

    person: PersonId
    valid_from: str
    valid_until: str
    what: Literal["term"] = "term"


@dataclass(frozen=True, slots=True)
class KeysGrant(Grant):
    """A person gets other keys, since passkeys are lost or the sealing key changes. The earlier keys no longer count.

    The person may offer keys again that they have now.
    """

    person: PersonId
    code: str
    what: Literal["keys"] = "keys"


@dataclass(frozen=True, slots=True)
class SettingGrant(Grant):
    """A binding setting becomes looser."""

    name: str
    value: int | str | bool
    what: Literal["setting"] = "setting"


GRANTS: Final[dict[str, type[Grant]]] = {
    "person": PersonGrant,
    "officials": OfficialsGrant,
    "agency": AgencyGrant,
    "safeguards": SafeguardsGrant,
    "term": TermGrant,
    "keys": KeysGrant,
    "setting": SettingGrant,
}
"""`what` -> its type."""


def people_of(grant: Grant) -> tuple[PersonId, ...]:
    """Return whom the grant is about. () if it is about an agency or a setting."""
    if isinstance(grant, OfficialsGrant):
        return tuple(each.person for each in grant.officials)
    return (grant.person,) if isinstance(grant, PersonGrant | TermGrant | KeysGrant) else ()


def enrolled_by(grant: Grant) -> tuple[PersonId, ...]:
    """Return who must offer keys before the grant can be approved."""
    return () if isinstance(grant, TermGrant) else people_of(grant)


def persons_in(grant: Grant) -> tuple[PersonGrant, ...]:
    """Return the people who get a role by it."""
    if isinstance(grant, OfficialsGrant):
        return grant.officials
    return (grant,) if isinstance(grant, PersonGrant) else ()
