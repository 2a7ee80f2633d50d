"""A model of what must be allowed and what must not. It is independent of the code that it is compared with."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from support.cheats import Cheat
from support.home import LittleHome
from support.people import (
    AGENCY,
    COUNSEL,
    OFFICERS,
    SUBJECTS,
    term_of,
)
from withhold.casework.review.determining import DossierRef
from withhold.events.acts import Terms, Touch
from withhold.model.cases.determination import Assertion, Decision
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict, Forbidden, WithholdError
from withhold.model.vocabulary import Role

FLAWS: dict[str, dict[str, str]] = {
    "no reason": {"reason": ""},
    "civil statute": {"statute": "8 U.S.C. 1231"},
    "placeholder": {"address_line1": "Failed to Provide"},
    "unknown official": {"official_id": "OFF-99"},
    "not attested": {"sole_use": "false"},
    "impossible number": {"tin": "000-12-3456"},
    "another signer": {"signer_id": "SGN-9"},
}
SCOPES = ("everything", "agency", "official", "case", "subject")
SAID = {
    "docketed": "docketed",
    "under_review": "docketed",
    "not_confirmed": "not_confirmed",
    "refused": "refused",
    "approved": "approved",
    "released": "approved",
    "retrieved": "retrieved",
    "disposed": "disposed",
    "withdrawn": "withdrawn",
    "recalled": "recalled",
}
ENGAGING = {"docketed", "under_review", "approved", "released", "retrieved"}


@dataclass
class Expected:
    """What the model knows of one case."""

    subject: str
    official: Actor
    signer: Actor
    state: str = "docketed"
    seen: dict[str, DossierRef] = field(default_factory=dict)
    made: dict[Role, tuple[Actor, Decision]] = field(default_factory=dict)
    retrieved_at: datetime | None = None


class Expectations:
    """A simple model of a little home: who may do what now. It has the rules, and does not use the code under test."""

    def begin(self, little: LittleHome) -> None:
        self.little = little
        self.cases: dict[str, Expected] = {}
        self.revoked: set[Actor] = set()
        self.stays: dict[str, tuple[str, str, str]] = {}
        self.placed_by: dict[str, str] = {}
        self.good = True
        self.protected: set[str] = set()
        self.asked: list[tuple[str, datetime]] = []
        self.touches: list[Touch] = []

    def live(self, actor: Actor) -> bool:
        first, last = term_of(actor)
        return actor not in self.revoked and first <= self.now.date() <= last

    @property
    def now(self) -> datetime:
        return self.little.clock.instant

    def stayed(self, case_id: str, case: Expected) -> bool:
        return self._stay_over(case.official.person, case.subject, case_id)

    def _stay_over(self, official: str, subject: str, case_id: str = "") -> bool:
        over = {
            ("everything", ""),
            ("agency", AGENCY),
            ("official", official),
            ("subject", SUBJECTS[subject].tin),
            ("case", case_id),
        }
        return any((scope, value) in over for scope, value, _ in self.stays.values())

    @property
    def safeguards(self) -> bool:
        due = self.now - timedelta(days=90)
        held = (case.retrieved_at for case in self.cases.values() if case.state in ("retrieved", "recalled"))
        return self.good and not any(at is not None and at < due for at in held)

    def confirmed(self, subject: str) -> bool:
        return SUBJECTS[subject].confirmed and subject not in self.protected

    def one(self, number: int) -> tuple[str, Expected]:
        return list(self.cases.items())[number % len(self.cases)]

    def _admitted(self, rows: list[tuple[str, str, Actor]]) -> list[bool]:
        """Which rows must become cases."""
        named = [official.person for _, flaw, official in rows if flaw != "unknown official"]
        room = self._room()
        admitted = []
        for subject, flaw, official in rows:
            engaged = named.count(official.person) + sum(
                case.official == official and case.state in ENGAGING for case in self.cases.values()
            )
            sound = not flaw and self.live(official) and engaged <= 25 and self.safeguards
            sound = sound and not self._stay_over(official.person, subject)
            admitted.append(sound and room > 0)
            room -= sound
        return admitted

    def _room(self) -> int:
        pairs = min(sum(map(self.live, OFFICERS)), sum(map(self.live, COUNSEL)))
        waiting = sum(case.state in ("docketed", "under_review") for case in self.cases.values())
        return max(0, pairs * 25 * 5 - waiting)

    def _may_decide(self, case_id: str, case: Expected, reviewer: Actor) -> bool:
        return (
            self.live(reviewer)
            and case.state == "under_review"
            and reviewer.role not in case.made
            and not self.stayed(case_id, case)
        )

    def waiting(self) -> list[tuple[str, Expected]]:
        return [item for item in self.cases.items() if item[1].state in ("approved", "released")]

    def _may_retrieve(self, case_id: str, case: Expected, actor: Actor) -> bool:
        return (
            actor == case.official
            and case.state in ("approved", "released")
            and all(map(self.live, (actor, case.signer, *(reviewer for reviewer, _ in case.made.values()))))
            and self.safeguards
            and not self.stayed(case_id, case)
            and self.confirmed(case.subject)
        )

    def outside(self) -> list[tuple[str, Expected]]:
        return [item for item in self.cases.items() if item[1].state in ("retrieved", "recalled")]

    def earlier_touch(self, terms: Terms) -> Touch:
        """Return one that was accepted before, or an empty one with these terms if there is none."""
        return self.touches[-1] if self.touches else Touch(terms, Assertion("", "", "", ""))

    def another_dossier(self, cheat: "Cheat") -> DossierRef:
        """What the reviewer saw of another case, passed off as this one's."""
        name, case_id = cheat.reviewer.person, cheat.seen.case_id
        others = (each.seen[name] for each in self.cases.values() if name in each.seen)
        other = next((each for each in others if each.case_id != case_id), DossierRef(case_id, "", "22" * 32))
        return replace(other, case_id=case_id)

    def attempt(self, allowed: bool, step: Callable[[], Any], *errors: type[WithholdError]) -> Any:
        """Take a step that must succeed, or must fail and leave nothing behind."""
        if allowed:
            return step()
        before = self.little.kinds()
        with pytest.raises(errors or (Forbidden, Conflict)):
            step()
        assert self.little.kinds() == before, "a step that failed left something behind"
        return None
