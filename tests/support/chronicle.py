"""What must never have happened, read off the events alone, in the order in which they were written.

Payloads are decrypted with the instance's keys. It uses nothing else of the application: neither its fold, nor its
index of cases, nor its tables of people and stays, nor its checks.
"""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from support.home import DOMAIN, ORIGIN, LittleHome
from support.outside import assertion_counter, published_leaves, signed_in
from withhold.model.kinds import Kind
from withhold.records.log.journal import Stored
from withhold.tlog.tree.hashing import leaf_hash

STAYABLE = {
    Kind.REQUEST_DOCKETED,
    Kind.IDENTITY_NOT_CONFIRMED,
    Kind.REVIEW_OPENED,
    Kind.DETERMINATION_MADE,
    Kind.REQUEST_APPROVED,
    Kind.REQUEST_REFUSED,
    Kind.RELEASED,
    Kind.RETRIEVED,
}
"""What no stay in scope may be followed by."""
FINAL = {Kind.REQUEST_REFUSED: {Kind.DOSSIER_VIEWED}, Kind.IDENTITY_NOT_CONFIRMED: set(), Kind.WITHDRAWN: set()}
"""What ends a case, and the only kinds that may follow."""


@dataclass
class CaseSoFar:
    """The state of one case according to its events."""

    agency: str
    request: dict[str, str]
    digest: str = ""
    opened: str = ""
    made: list[tuple[dict[str, Any], Stored, dict[str, Any]]] = field(default_factory=list)
    viewed: set[str] = field(default_factory=set)
    sealed: str = ""
    retrieved: bool = False
    ended_by: Kind | None = None


class Chronicle:
    """Continues to read where it stopped. Raises AssertionError at the first event that the rules do not allow."""

    def __init__(self, little: LittleHome) -> None:
        self._little = little
        self._read = 0
        self._agencies: dict[str, bool] = {}
        self._people: dict[str, dict[str, Any]] = {}
        self._revoked: set[str] = set()
        self._stays: dict[str, tuple[str, str]] = {}
        self._counters: dict[str, int] = {}
        self.cases: dict[str, CaseSoFar] = {}

    def read_on(self) -> int:
        """Read the new events, and return how many there were."""
        if self._little.instance.journal.last() == self._read:
            return 0
        new = [stored for stored in self._little.instance.journal.list_all() if stored.event_id > self._read]
        for stored in new:
            self._take(stored)
            self._read = stored.event_id
        return len(new)

    def _take(self, stored: Stored) -> None:
        context = f"payload {stored.stream}#{stored.version}".encode()
        payload = json.loads(self._little.instance.at_rest.open(stored.payload, context))
        payload["content"] = self._content(stored, payload["event"].get("content"))
        event, stem, _, name = payload["event"], *stored.stream.partition("/")
        if stem == "case":
            self._case_event(name, stored, payload)
            return
        match Kind(stored.kind):
            case Kind.SAFEGUARDS_ASSESSED:
                self._agencies[event["agency"]] = event["good"]
            case Kind.PERSON_ACCREDITED:
                self._people[event["person"]] = event
            case Kind.ACCREDITATION_REVOKED:
                self._revoked.add(event["person"])
            case Kind.STAY_PLACED:
                self._stays[name] = event["scope"], event["value"]
            case Kind.STAY_LIFTED:
                assert event["proposed_by"] != payload["actor"], "lifting a stay takes two"
                del self._stays[name]

    def _content(self, stored: Stored, digest: str | None) -> dict[str, Any]:
        """The content of an event, which its payload names by a salted digest."""
        if stored.content is None:
            assert digest is None
            return {}
        content = self._little.instance.at_rest.open(
            stored.content, f"content {stored.stream}#{stored.version}".encode()
        )
        assert hashlib.sha256(content).hexdigest() == digest
        return json.loads(content[32:])

    def _case_event(self, case_id: str, stored: Stored, payload: dict[str, Any]) -> None:
        kind, event, at = Kind(stored.kind), payload["event"], datetime.fromisoformat(payload["at"])
        if kind is Kind.REQUEST_DOCKETED:
            self.cases[case_id] = CaseSoFar(event["agency"], payload["content"]["request"])
        case = self.cases[case_id]
        if case.ended_by is not None:
            assert kind in FINAL[case.ended_by], f"{kind.name} after {case.ended_by.name}"
        if kind in STAYABLE:
            assert not self._stayed(case_id, case), f"{kind.name} under a stay"
        self._hold(case_id, case, kind, stored, payload, at)
        self._add(case, kind, stored, payload)

    def _hold(
        self, case_id: str, case: CaseSoFar, kind: Kind, stored: Stored, payload: dict[str, Any], at: datetime
    ) -> None:
        match kind:
            case Kind.DOSSIER_VIEWED:
                assert self._in_force(payload["actor"], payload["role"], at)
            case Kind.DETERMINATION_MADE:
                self._hold_determination(case_id, case, payload, at)
            case Kind.REQUEST_APPROVED:
                self._hold_two(case)
            case Kind.RELEASED:
                self._hold_release(case_id, case, stored, payload, at)
            case Kind.RETRIEVED:
                assert not case.retrieved, "handed over twice"
                assert payload["event"]["sealed"] == case.sealed, "handed over what was not released last"
                self._hold_parties(case, payload, at)

    def _add(self, case: CaseSoFar, kind: Kind, stored: Stored, payload: dict[str, Any]) -> None:
        event = payload["event"]
        match kind:
            case Kind.REVIEW_OPENED:
                case.digest, case.opened = event["digest"], leaf_hash(stored.leaf).hex()
            case Kind.DOSSIER_VIEWED:
                case.viewed.add(payload["actor"])
            case Kind.DETERMINATION_MADE:
                case.made.append(({**event["determination"], **payload["content"]}, stored, payload))
            case Kind.RELEASED:
                case.sealed = event["sealed"]
            case Kind.RETRIEVED:
                case.retrieved = True
        if kind in FINAL:
            case.ended_by = kind

    def _stayed(self, case_id: str, case: CaseSoFar) -> bool:
        subject = self._little.instance.keyring.subject(case.request["tin"].replace("-", "")).hex()
        over = {
            ("everything", ""),
            ("agency", case.agency),
            ("official", case.request["official_id"]),
            ("case", case_id),
            ("subject", subject),
        }
        return not over.isdisjoint(self._stays.values())

    def _in_force(self, person: str, role: str, at: datetime) -> bool:
        known = self._people[person]
        begun = not known["valid_from"] or known["valid_from"] <= at.date().isoformat()
        ended = known["valid_until"] and known["valid_until"] < at.date().isoformat()
        return known["role"] == role and begun and not ended and person not in self._revoked

    def _hold_determination(self, case_id: str, case: CaseSoFar, payload: dict[str, Any], at: datetime) -> None:
        made = payload["event"]["determination"]
        assert (made["reviewer"], made["role"]) == (payload["actor"], payload["role"])
        assert made["reviewer"] in case.viewed, "decided on a dossier never seen"
        assert made["dossier"] == case.digest
        assert self._in_force(made["reviewer"], made["role"], at)
        assert payload["signed"]["on"] == [case.opened], "signed over another review"
        assert datetime.fromisoformat(payload["signed"]["until"]) >= at
        credential = payload["signed"]["assertion"]["credential_id"]
        counter = self._verify_filing_signature(payload)
        assert counter > self._counters.get(credential, 0), "a passkey's counter has not grown"
        self._counters[credential] = counter

    def _verify_filing_signature(self, payload: dict[str, Any]) -> int:
        """The assertion verifies against the passkey registered for that very person."""
        passkeys = {each["credential_id"]: each for each in self._people[payload["actor"]]["passkeys"]}
        assertion = payload["signed"]["assertion"]
        registered = passkeys[assertion["credential_id"]]
        challenge = signed_in(payload, "determination_made")
        return assertion_counter(registered["public_key"], assertion, challenge, DOMAIN, ORIGIN)

    def _hold_two(self, case: CaseSoFar) -> None:
        made = [each for each, _, _ in case.made]
        assert sorted(each["role"] for each in made) == ["disclosure_counsel", "disclosure_officer"]
        assert made[0]["reviewer"] != made[1]["reviewer"]
        for each in made:
            assert each["decision"] == "approve"
            assert all(answer["satisfied"] for answer in each["answers"])
            assert each["dossier"] == case.digest

    def _hold_parties(self, case: CaseSoFar, payload: dict[str, Any], at: datetime) -> None:
        official, signer = case.request["official_id"], case.request["signer_id"]
        assert (payload["actor"], payload["role"]) == (official, "named_official")
        assert self._in_force(official, "named_official", at)
        assert self._people[official]["agency"] == case.agency
        assert self._in_force(signer, "signer", at)
        assert self._agencies[case.agency], "released to an agency of poor safeguards"

    def _hold_release(
        self, case_id: str, case: CaseSoFar, stored: Stored, payload: dict[str, Any], at: datetime
    ) -> None:
        self._hold_two(case)
        self._hold_parties(case, payload, at)
        event = payload["event"]
        assert event["item"] == "most recent address"
        leaves = published_leaves(self._little.home / "log")
        for made, row, signed in case.made:
            self._verify_filing_signature(signed)
            assert self._in_force(made["reviewer"], made["role"], at)
            assert row.event_id < stored.event_id
            position = self._position(row)
            assert position < event["checkpoint_size"] <= len(leaves)
            assert leaves[position] == row.leaf

    def _position(self, row: Stored) -> int:
        now = self._little.instance.journal.stream(row.stream)[row.version - 1]
        assert now.position is not None, "released on a determination that is not on the ledger"
        return now.position
