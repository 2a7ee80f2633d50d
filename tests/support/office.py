"""An office whose authority is folded: founders, intervals of five minutes, and shorter words for its acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from withhold.model.authority import events
from withhold.model.authority.entry import Entry
from withhold.model.authority.fold import Authority, begin
from withhold.model.authority.grants import AgencyGrant, Grant, PersonGrant, enrolled_by, persons_in
from withhold.model.identifiers import AgencyId, PersonId
from withhold.model.vocabulary import Role

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
INTERVAL = timedelta(minutes=5)
DAY = timedelta(days=1)
CODE = "c0" * 32

STEWARDS = tuple(PersonId(f"STW-{n}") for n in (1, 2, 3))
INSPECTORS = tuple(PersonId(f"INS-{n}") for n in (1, 2))
AGENCY = AgencyId("AGY-1")
AGENCY_GRANT = AgencyGrant(AGENCY, "Bureau of Examples", "2 Example Street", "Inspected.")


class PlainKeys:
    """Reads made-up keys: a passkey is what it says, and a key is OWNER:KEY."""

    def passkey_ids(self, record: Mapping[str, Any]) -> tuple[str, ...]:
        return str(record["public_key"]), f"credential {record['credential_id']}"

    def key_id(self, name: str, text: str) -> tuple[str, str]:
        owner, _, key = text.partition(":")
        return owner, key


def passkeys(name: str) -> tuple[dict[str, str | int], ...]:
    """Two passkeys with keys of their own."""
    return tuple({"credential_id": f"{name}-{n}", "public_key": f"key {name}-{n}"} for n in (1, 2))


@dataclass(frozen=True, slots=True)
class Founder:
    person: PersonId
    name: str
    role: Role
    passkeys: tuple[Mapping[str, str | int], ...]


@dataclass(frozen=True, slots=True)
class Waits:
    grant_days: int = 1
    loosen_days: int = 3
    recovery_days: int = 7


@dataclass(frozen=True, slots=True)
class Founding:
    founders: tuple[Founder, ...]
    recovery_key: str = "recovery"
    waits: Waits = Waits()
    quorum: int = 2
    demonstration: bool = False
    settings: Mapping[str, int | str] = field(default_factory=lambda: {"reviews_per_day": 25, "pack": "pack-1"})


def founding(stewards: int = 3, inspectors: int = 2, **parts: Any) -> Founding:
    people = [(each, Role.STEWARD) for each in STEWARDS[:stewards]]
    people += [(each, Role.INSPECTOR) for each in INSPECTORS[:inspectors]]
    founders = tuple(Founder(each, f"Founder {each}", role, passkeys(each)) for each, role in people)
    return Founding(founders, **parts)


def person(
    id_: str, role: Role, agency: str = "", valid_from: str = "2026-01-01", valid_until: str = "2026-12-31"
) -> PersonGrant:
    """A grant as it should be. Only an agency's people have a term."""
    of_agency = bool(agency)
    return PersonGrant(
        person=PersonId(id_),
        name=f"Person {id_}",
        title="Special Agent" if of_agency else "",
        role=role.value,
        agency=AgencyId(agency),
        office="inspector_general" if role is Role.SIGNER else "",
        address="1 Example Street" if role is Role.OFFICIAL else "",
        valid_from=valid_from if of_agency else "",
        valid_until=valid_until if of_agency else "",
        code=CODE,
    )


def keys_of(grant: PersonGrant, make: int = 1) -> events.KeysOffered:
    """The keys that a person offers. `make` distinguishes those of one person."""
    return offered(grant.person, Role(grant.role), make)


def offered(id_: PersonId, role: Role, make: int = 1) -> events.KeysOffered:
    keys = {"sealing": f"{id_}:sealing {id_} {make}"} if role is Role.OFFICIAL else {}
    return events.KeysOffered(id_, passkeys(f"{id_}/{make}"), keys)


@dataclass(slots=True)
class Office:
    """Applies acts to an authority, in the interval that began at `clock`."""

    authority: Authority
    clock: datetime = START
    pending: bool = False
    entries: list[Entry] = field(default_factory=list)
    versions: dict[str, int] = field(default_factory=dict)
    count: int = 0

    def later(self, wait: timedelta = INTERVAL) -> "Office":
        self.clock += wait
        return self

    def entry(self, actor: str, role: Role, event: Any, stream: str, on: tuple[str, ...] = (), **parts: Any) -> Entry:
        """The next entry of a stream, in the open interval or under a checkpoint."""
        self.count += 1
        made = {
            "leaf": f"leaf {self.count}",
            "stream": stream,
            "version": self.versions.get(stream, 0) + 1,
            "event": event,
            "actor": PersonId(actor),
            "role": role,
            "on": on,
            "nonce": f"nonce {self.count}",
            "signed": True,
            "recorded": self.clock + timedelta(seconds=self.count % 200),
            "begins": self.clock,
            "next_begins": None if self.pending else self.clock + INTERVAL,
        }
        return Entry(**made | parts)

    def add(self, entry: Entry) -> Entry:
        self.authority = self.authority.apply(entry)
        self.versions[entry.stream] = entry.version
        self.entries.append(entry)
        return entry

    def act(self, actor: str, role: Role, event: Any, stream: str, on: tuple[str, ...] = (), **parts: Any) -> Entry:
        return self.add(self.entry(actor, role, event, stream, on, **parts))

    def propose(self, grant: Grant, by: str = STEWARDS[0], stream: str = "", **parts: Any) -> Entry:
        stream = stream or f"grant/{self.count + 1}"
        return self.act(by, Role.STEWARD, events.GrantProposed(grant, "needed"), stream, **parts)

    def offer(self, proposal: Entry, keys: events.KeysOffered, role: Role, **parts: Any) -> Entry:
        return self.act(keys.person, role, keys, proposal.stream, **{"on": (proposal.leaf,)} | parts)

    def approve(self, proposal: Entry, by: str, *offers: Entry, **parts: Any) -> Entry:
        role = Role.INSPECTOR if by.startswith("INS") else Role.STEWARD
        on = (proposal.leaf, *(each.leaf for each in offers))
        return self.act(by, role, events.GrantApproved(), proposal.stream, **{"on": on} | parts)

    def grant(
        self, grant: Grant, by: str = STEWARDS[0], approved_by: tuple[str, ...] = STEWARDS[1:2], make: int = 1
    ) -> Entry:
        """Propose, offer keys and approve, all in this interval. Return the proposal."""
        proposal = self.propose(grant, by)
        roles = {each.person: Role(each.role) for each in persons_in(grant)}
        offers = []
        for each in enrolled_by(grant):
            role = roles.get(each) or role_of(each)
            offers.append(self.offer(proposal, offered(each, role, make), role))
        for approver in approved_by:
            self.approve(proposal, approver, *offers)
        return proposal

    def granted(self, grant: Grant, **how: Any) -> Entry:
        """Grant, and wait until it is in force."""
        proposal = self.grant(grant, **how)
        self.later(5 * DAY)
        return proposal

    def suspend(self, who: str, by: str, since: str = "", stream: str = "", **parts: Any) -> Entry:
        stream = stream or f"suspension/{self.count + 1}"
        event = events.PersonSuspended(PersonId(who), since, "found out")
        return self.act(by, role_of(by), event, stream, **parts)

    def confirm(self, suspension: Entry, by: str, **parts: Any) -> Entry:
        event = events.SuspensionConfirmed("seen")
        return self.act(by, role_of(by), event, suspension.stream, **{"on": (suspension.leaf,)} | parts)

    def lift(self, suspension: Entry, by: str, **parts: Any) -> Entry:
        event = events.SuspensionLifted("cleared")
        return self.act(by, role_of(by), event, suspension.stream, **{"on": (suspension.leaf,)} | parts)

    def names(self) -> set[str]:
        """Everybody who is in force now."""
        people = self.authority.everyone()
        return {each for each in people if self.authority.standing(each, self.clock) is not None}


def role_of(id_: str) -> Role:
    """The role by the first letters of an id."""
    roles = {
        "INS": Role.INSPECTOR,
        "STW": Role.STEWARD,
        "OFF": Role.OFFICER,
        "CNS": Role.COUNSEL,
        "SIG": Role.SIGNER,
        "NAM": Role.OFFICIAL,
    }
    return roles[id_[:3]]


def office(stewards: int = 3, inspectors: int = 2, **parts: Any) -> Office:
    return Office(begin(founding(stewards, inspectors, **parts), PlainKeys()))


ALL_THREE = (STEWARDS[1], INSPECTORS[0])
"""Who approves what two stewards and an inspector must grant."""


def office_with_agency(**parts: Any) -> Office:
    """An office in which an agency is in force."""
    made = office(**parts)
    made.granted(AGENCY_GRANT, approved_by=ALL_THREE)
    return made
