"""Rules of a state machine: those who oversee, who place and lift stays and revoke, and the world that goes on."""

import hypothesis.strategies as st
from hypothesis.stateful import precondition, rule

from support.acts import lift_stay
from support.expectations import SCOPES, Expectations
from support.outside import published_leaves
from support.people import (
    AGENCY,
    COUNSEL,
    EVERYONE,
    INSPECTORS,
    OFFICERS,
    OFFICIALS,
    REVIEWERS,
    SIGNERS,
    STEWARD,
    SUBJECTS,
)
from support.stays import stay_on
from withhold.casework.accreditation.accrediting import assess_safeguards, revoke
from withhold.casework.publication.publishing import publish
from withhold.model.cases.permissions import Actor

NUMBERS = st.integers(0, 60)


class Overseers(Expectations):
    """Inspectors, reviewers who place stays, the steward, time, the register, and a process that stops."""

    @rule(number=NUMBERS, actor=st.sampled_from(EVERYONE), scope=st.sampled_from(SCOPES))
    def places_a_stay(self, number: int, actor: Actor, scope: str) -> None:
        case_id, case = self.one(number)
        value = {
            "everything": "",
            "agency": AGENCY,
            "official": case.official.person,
            "case": case_id,
            "subject": SUBJECTS[case.subject].tin,
        }[scope]
        allowed = actor in (*INSPECTORS, *REVIEWERS) and self.live(actor)
        stay = self.attempt(allowed, lambda: stay_on(self.little.instance, actor, scope, value))
        if stay is not None:
            self.stays[stay] = scope, value, ""
            self.placed_by[stay] = actor.person

    @precondition(lambda self: self.stays)
    @rule(number=NUMBERS, actor=st.sampled_from((*INSPECTORS, *REVIEWERS, STEWARD)))
    def agrees_to_lift_a_stay(self, number: int, actor: Actor) -> None:
        stay, (scope, value, proposer) = list(self.stays.items())[number % len(self.stays)]
        allowed = actor != STEWARD and self.live(actor) and actor.person not in (proposer, self.placed_by[stay])
        lifted = self.attempt(allowed, lambda: lift_stay(self.little.instance, actor, stay, "Vacated."))
        if lifted is None:
            return
        assert lifted == bool(proposer)
        if lifted:
            del self.stays[stay]
        else:
            self.stays[stay] = scope, value, actor.person

    @precondition(lambda self: self.stays)
    @rule()
    def every_stay_is_lifted_by_two_who_did_not_place_it(self) -> None:
        for stay in list(self.stays):
            for person in (*INSPECTORS, COUNSEL[0]):
                if stay in self.stays:
                    self.agrees_to_lift_a_stay(list(self.stays).index(stay), person)

    @precondition(lambda self: len(self.revoked) < 3)
    @rule(
        who=st.sampled_from((*REVIEWERS, *SIGNERS, *OFFICIALS)),
        actor=st.sampled_from((STEWARD, STEWARD, STEWARD, OFFICERS[0], SIGNERS[0])),
    )
    def revokes(self, who: Actor, actor: Actor) -> None:
        allowed = actor == STEWARD and who not in self.revoked

        def step() -> bool:
            revoke(self.little.instance, actor, who.person, "Left.")
            return True

        if self.attempt(allowed, step):
            self.revoked.add(who)

    @rule(good=st.sampled_from((True, True, False)), actor=st.sampled_from((STEWARD, STEWARD, OFFICERS[0], SIGNERS[0])))
    def assesses_safeguards(self, good: bool, actor: Actor) -> None:
        def step() -> bool:
            assess_safeguards(self.little.instance, actor, AGENCY, good, "Assessed.")
            return True

        if self.attempt(actor == STEWARD, step):
            self.good = good

    # The world

    @rule(hours=st.sampled_from((1, 24, 24 * 20, 24 * 95)))
    def time_passes(self, hours: int) -> None:
        self.little.clock.advance(hours=hours)

    @rule(subject=st.sampled_from(("robin", "jules")))
    def a_record_becomes_protected_or_not(self, subject: str) -> None:
        self.protected ^= {subject}
        self.little.register_now(
            {**row, "protected": True} if name in self.protected else row
            for name, each in SUBJECTS.items()
            for row in each.records
        )

    @rule()
    def is_published(self) -> None:
        publish(self.little.instance)
        leaves = published_leaves(self.little.home / "log")
        for stored in self.little.instance.journal.list_all():
            assert stored.position is not None
            assert leaves[stored.position] == stored.leaf

    @rule()
    def stops_and_starts_anew(self) -> None:
        self.little.reopen()
