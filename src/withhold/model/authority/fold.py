"""The fold of authority: who may do what, computed from signed events alone.

`begin` with the founding statement, then `apply` each entry, one interval after the other and the entries of one stream
by version. Otherwise the order inside an interval makes no difference. Entries that are not under a checkpoint come
last, in the order in which they were recorded.

The caller verifies each signature against the passkeys that `passkeys_of` names for the actor at `Entry.at`. For a
`KeysOffered` these are the offered ones.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from withhold.model.authority.answers import AgencyStanding, Because, Proposal, Standing, Suspension
from withhold.model.authority.binding import Value
from withhold.model.authority.entry import Entry
from withhold.model.authority.events import (
    AuthorityEvent,
    GrantApproved,
    GrantProposed,
    KeysOffered,
    PersonSuspended,
    Recovered,
    SafeguardsFoundPoor,
    SettingTightened,
    SuspensionConfirmed,
    SuspensionLifted,
    TermShortened,
)
from withhold.model.authority.founders import Foundation
from withhold.model.authority.rules import asking, granting, listing, stopping
from withhold.model.authority.rules.effect import in_effect, suspensions_of
from withhold.model.authority.rules.facts import Facts
from withhold.model.authority.rules.offers import KeyReader
from withhold.model.authority.rules.view import view_at, view_of
from withhold.model.errors import Code, NotAdmitted
from withhold.model.identifiers import CUSTODIAN, AgencyId, PersonId
from withhold.model.vocabulary import Role

_ADMIT: Final[Mapping[type[AuthorityEvent], Callable[[Facts, Entry, Any], None]]] = {
    GrantProposed: granting.propose,
    KeysOffered: granting.offer,
    GrantApproved: granting.approve,
    Recovered: granting.recover,
    PersonSuspended: stopping.suspend,
    SuspensionConfirmed: stopping.confirm,
    SuspensionLifted: stopping.lift,
    TermShortened: stopping.shorten,
    SafeguardsFoundPoor: stopping.find_poor,
    SettingTightened: stopping.tighten,
}


class Authority:
    """Who may do what. It never changes: `apply` returns another one."""

    __slots__ = ("_facts",)

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def apply(self, entry: Entry) -> "Authority":
        """Return the authority after one more entry. Raises NotAdmitted if the rules do not admit it."""
        return self.apply_all((entry,))

    def apply_all(self, entries: Iterable[Entry]) -> "Authority":
        """Return the authority after these entries. Raises NotAdmitted for the first that the rules do not admit."""
        facts = self._facts.copy()
        for entry in entries:
            _admit(facts, entry)
        return Authority(facts)

    def standing(self, person: PersonId, at: datetime) -> Standing | None:
        """Return the person's standing at an instant. None if they are not in force: unknown, suspended, or expired.

        To judge an act, ask as of the beginning of its interval.
        """
        return asking.standing(self._facts, person, view_at(at))

    def require_in_force(self, person: PersonId, role: Role, agency: AgencyId, at: datetime) -> Standing:
        """Return the person's standing. Raises NotAdmitted unless they are in force in this role for this agency."""
        found = self.standing(person, at)
        if found is None or (found.role, found.agency) != (role, agency):
            raise NotAdmitted(Code.AUTHORITY_NOT_IN_FORCE)
        return found

    def in_force(self, person: PersonId, role: Role, agency: AgencyId = CUSTODIAN, *, at: datetime) -> bool:
        """Return whether the person is in force in this role for this agency."""
        found = self.standing(person, at)
        return found is not None and (found.role, found.agency) == (role, agency)

    def passkeys_of(self, person: PersonId, at: datetime) -> tuple[Mapping[str, Any], ...]:
        """Return the passkeys whose signatures count for the person. () if they are not in force."""
        found = self.standing(person, at)
        return () if found is None else found.passkeys

    def voided(self, person: PersonId, signed: datetime, at: datetime) -> bool:
        """Return whether something that the person signed at an instant counts as void, as of `at`.

        So it is if the person is suspended since before it. Stops and lifts are never void.
        """
        return any(
            each.since is not None and each.since < signed and in_effect(self._facts, each, at)
            for each in suspensions_of(self._facts, person)
        )

    def agency(self, agency: AgencyId, at: datetime) -> AgencyStanding | None:
        """Return the agency's standing, and whether its safeguards are good. None if it is not in force."""
        return asking.agency(self._facts, agency, view_at(at))

    def setting(self, name: str, at: datetime) -> Value:
        """Return the value of a binding setting. Raises NotAdmitted if there is no such setting."""
        value = asking.setting(self._facts, name, view_at(at))
        if value is None:
            raise NotAdmitted(Code.AUTHORITY_SETTING_UNKNOWN)
        return value

    @property
    def recovery_key(self) -> str:
        """The public recovery key, of the founding statement."""
        return self._facts.founding.recovery_key

    def proposals(self, at: datetime) -> tuple[Proposal, ...]:
        """Return the grants that wait: by whom, what each still needs, when it takes force, and when it expires."""
        return listing.proposals(self._facts, at)

    def suspensions(self, at: datetime) -> tuple[Suspension, ...]:
        """Return the suspensions that last."""
        return listing.suspensions(self._facts, at)

    def why(self, person: PersonId, at: datetime) -> tuple[Because, ...]:
        """Return the signed entries on which a person's authority rests, down to the founders."""
        return listing.why(self._facts, person, at)

    def everyone(self) -> tuple[PersonId, ...]:
        """Return the founders, and everybody who was ever granted a role."""
        return listing.everyone(self._facts)


def begin(founding: Foundation, reader: KeyReader) -> Authority:
    """Return the authority of the founders. Raises NotAdmitted if one key is two founders'.

    Raises another WithholdError if the reader cannot read a passkey.
    """
    keys: dict[str, PersonId] = {}
    for founder in founding.founders:
        for each in (identity for passkey in founder.passkeys for identity in reader.passkey_ids(passkey)):
            if each in keys:
                raise NotAdmitted(Code.AUTHORITY_KEY_TAKEN)
            keys[each] = founder.person
    founders = {each.person: each for each in founding.founders}
    settings: dict[str, Value] = {**founding.settings, "quorum": founding.quorum}
    return Authority(Facts(founding, reader, founders, keys, settings))


def _admit(facts: Facts, entry: Entry) -> None:
    """Add an entry. Raises NotAdmitted if the rules do not admit it, and may leave a copy of facts half changed."""
    if not entry.signed:
        raise NotAdmitted(Code.AUTHORITY_UNSIGNED)
    if entry.version != facts.versions.get(entry.stream, 0) + 1:
        raise NotAdmitted(Code.AUTHORITY_VERSION)
    if (facts.reached is not None and entry.at < facts.reached) or (facts.has_pending and not entry.pending):
        raise NotAdmitted(Code.AUTHORITY_ORDER)
    _require_new_nonce(facts, entry)
    facts.reached, facts.has_pending = entry.at, entry.pending
    if not isinstance(entry.event, KeysOffered):
        found = asking.standing(facts, entry.actor, view_of(entry))
        if found is None or found.role is not entry.role:
            raise NotAdmitted(Code.AUTHORITY_NOT_IN_FORCE)
    _ADMIT[type(entry.event)](facts, entry, entry.event)
    facts.versions[entry.stream] = entry.version
    facts.nonces[entry.nonce] = entry.at, entry.stream


def _require_new_nonce(facts: Facts, entry: Entry) -> None:
    """Raise NotAdmitted if the nonce was used before.

    An act names its stream, so that nobody can repeat it in another one. So the order inside an interval makes no
    difference.
    """
    used = facts.nonces.get(entry.nonce)
    if used is not None and (entry.pending or used[0] < entry.at or used[1] == entry.stream):
        raise NotAdmitted(Code.AUTHORITY_NONCE_USED)
