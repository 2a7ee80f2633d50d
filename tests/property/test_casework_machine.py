"""A state machine over every command, on real components: what must never happen never does.

Three witnesses look on. `Chronicle` reads the events alone, with nothing of casework, and knows what must never stand
in them. The machine keeps a plain model of who may do what now, which says of every step whether it must succeed. The
audit goes over the whole home at the end of each run.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, get_args

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from support.chronicle import Chronicle
from support.home import LittleHome, little_home
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
    term_of,
)
from withhold.casework.accrediting import assess_safeguards, revoke
from withhold.casework.acting import act
from withhold.casework.answers import answer
from withhold.casework.auditing import audit
from withhold.casework.determining import Seen, challenge, determine, view_dossier
from withhold.casework.identifying import confirm_identity
from withhold.casework.publishing import publish
from withhold.casework.stays import lift_stay, place_stay
from withhold.model import commands, events
from withhold.model.case import Case, fold
from withhold.model.determination import Answer, Assertion, Decision
from withhold.model.errors import Conflict, Forbidden, WithholdError
from withhold.model.kinds import Kind
from withhold.model.permissions import COMMANDS, Actor
from withhold.model.words import Role
from withhold.records.writing import writing
from withhold.sealing.errors import PasskeyRejected, SealBroken

APPROVE, REFUSE = Decision.APPROVE, Decision.REFUSE
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
NUMBERS = st.integers(0, 60)


@dataclass
class Expected:
    """What the model knows of one case."""

    subject: str
    official: Actor
    signer: Actor
    state: str = "docketed"
    seen: dict[str, Seen] = field(default_factory=dict)
    made: dict[Role, tuple[Actor, Decision]] = field(default_factory=dict)
    retrieved_at: datetime | None = None


@dataclass
class Cheat:
    """A way of getting a determination in that must not get in."""

    reviewer: Actor
    seen: Seen
    answers: tuple[Answer, ...]
    actor: Actor | None = None
    signer: Actor | None = None
    said: bytes = b""
    verified: bool = True
    instead: Callable[[Assertion], Assertion] = lambda signed: signed


def other_reviewer(reviewer: Actor) -> Actor:
    return next(each for each in REVIEWERS if each.role is reviewer.role and each != reviewer)


def other_role(reviewer: Actor) -> Actor:
    return replace(reviewer, role=Role.COUNSEL if reviewer.role is Role.OFFICER else Role.OFFICER)


CHEATS: dict[str, Callable[["CaseworkMachine", Cheat], Cheat]] = {
    "another's passkey": lambda _, it: replace(it, signer=other_reviewer(it.reviewer)),
    "another challenge": lambda _, it: replace(it, said=bytes(32)),
    "another decision": lambda _, it: replace(it, said=challenge(it.reviewer, it.seen, REFUSE, it.answers)),
    "stale dossier": lambda _, it: replace(it, seen=replace(it.seen, digest="11" * 32)),
    "another case's dossier": lambda machine, it: replace(it, seen=machine.another_dossier(it)),
    "replay": lambda machine, it: replace(it, instead=lambda _: machine.earlier_assertion()),
    "not verified": lambda _, it: replace(it, verified=False),
    "another role": lambda _, it: replace(it, actor=other_role(it.reviewer)),
    "another person": lambda _, it: replace(it, actor=other_reviewer(it.reviewer)),
    "unsatisfied": lambda machine, it: replace(it, answers=machine.little.answers(REFUSE)),
    "unanswered": lambda _, it: replace(it, answers=it.answers[1:]),
    "no reason": lambda _, it: replace(it, answers=(replace(it.answers[0], reason=" "), *it.answers[1:])),
    "not signed at all": lambda _, it: replace(it, instead=lambda signed: replace(signed, signature="")),
}
TRICKS = tuple(CHEATS)


class CaseworkMachine(RuleBasedStateMachine):
    """People of every role, doing what they may and what they may not."""

    def __init__(self) -> None:
        super().__init__()
        self._opened = little_home()
        self.little: LittleHome = self._opened.__enter__()
        self.chronicle = Chronicle(self.little)
        self.cases: dict[str, Expected] = {}
        self.revoked: set[Actor] = set()
        self.stays: dict[str, tuple[str, str, str]] = {}
        self.good = True
        self.protected: set[str] = set()
        self.asked: list[tuple[str, datetime]] = []
        self.assertions: list[Assertion] = []

    # What the model knows

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

    def attempt(self, allowed: bool, step: Callable[[], Any], *errors: type[WithholdError]) -> Any:
        """Take a step that must succeed, or must fail and leave nothing behind."""
        if allowed:
            return step()
        before = self.little.kinds()
        with pytest.raises(errors or (Forbidden, Conflict)):
            step()
        assert self.little.kinds() == before, "a step that failed left something behind"
        return None

    # The agency

    @initialize(others=st.lists(st.tuples(st.sampled_from(sorted(SUBJECTS)), st.sampled_from(["", *sorted(FLAWS)]))))
    def begins(self, others: list[tuple[str, str]]) -> None:
        rows = [("robin", ""), *others[:3]]
        self._file(SIGNERS[0], [(subject, flaw, OFFICIALS[0]) for subject, flaw in rows])

    @rule(
        signer=st.sampled_from(SIGNERS),
        rows=st.lists(
            st.tuples(
                st.sampled_from(sorted(SUBJECTS)),
                st.sampled_from(["", "", "", *sorted(FLAWS)]),
                st.sampled_from(OFFICIALS),
            ),
            min_size=1,
            max_size=3,
        ),
    )
    def files_a_batch(self, signer: Actor, rows: list[tuple[str, str, Actor]]) -> None:
        self._file(signer, rows)

    def _file(self, signer: Actor, rows: list[tuple[str, str, Actor]]) -> None:
        requests = [
            self.little.row(subject, official, **{"signer_id": signer.person, **FLAWS.get(flaw, {})})
            for subject, flaw, official in rows
        ]
        filed = self.attempt(self.live(signer), lambda: self.little.file(requests, signer))
        if filed is None:
            return
        admitted = self._admitted(rows)
        outcomes = filed.screened.findings["outcome"].to_list()
        assert [outcome == "eligible" for outcome in outcomes] == admitted
        sound = [row for row, taken in zip(rows, admitted, strict=True) if taken]
        assert len(filed.cases) == len(sound)
        for case_id, (subject, _, official) in zip(filed.cases, sound, strict=True):
            self.cases[case_id] = Expected(subject, official, signer)

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

    @rule(number=NUMBERS, actor=st.sampled_from((*SIGNERS, *OFFICIALS)))
    def withdraws(self, number: int, actor: Actor) -> None:
        case_id, case = self.one(number)
        allowed = actor == case.signer and self.live(actor) and case.state in ("docketed", "under_review", "approved")
        if self.attempt(allowed, lambda: act(self.little.desk, actor, case_id, commands.Withdraw("Solved."))):
            case.state = "withdrawn"

    @rule(number=NUMBERS, actor=st.sampled_from((*SIGNERS, *OFFICIALS, *OFFICERS)))
    def reads_an_answer(self, number: int, actor: Actor) -> None:
        case_id, case = self.one(number)
        allowed = actor in (case.signer, case.official) and self.live(actor)
        said = self.attempt(allowed, lambda: answer(self.little.desk, actor, case_id), Forbidden)
        if said is not None:
            assert json.loads(said)["status"] == SAID[case.state]

    # The custodian

    @rule(number=NUMBERS)
    def confirms_identity(self, number: int) -> None:
        case_id, case = self.one(number)
        allowed = case.state == "docketed" and not self.stayed(case_id, case)
        if self.attempt(allowed, lambda: confirm_identity(self.little.desk, case_id), Conflict) is None:
            return
        since = self.now - timedelta(days=90)
        tired = sum(asked == case.subject and at >= since for asked, at in self.asked) >= 5
        self.asked.append((case.subject, self.now))
        case.state = "under_review" if self.confirmed(case.subject) and not tired else "not_confirmed"

    @rule(number=NUMBERS, actor=st.sampled_from((*REVIEWERS, *INSPECTORS, *SIGNERS)))
    def views_a_dossier(self, number: int, actor: Actor) -> None:
        self._view(number, actor)

    def _view(self, number: int, actor: Actor) -> None:
        case_id, case = self.one(number)
        allowed = actor in REVIEWERS and self.live(actor) and case.state in ("under_review", "approved", "refused")
        seen = self.attempt(allowed, lambda: view_dossier(self.little.desk, actor, case_id))
        if seen is not None:
            case.seen[actor.person] = seen

    @rule(number=NUMBERS, reviewer=st.sampled_from(REVIEWERS), decision=st.sampled_from((APPROVE, APPROVE, REFUSE)))
    def decides(self, number: int, reviewer: Actor, decision: Decision) -> None:
        case_id, case = self.one(number)
        seen = case.seen.get(reviewer.person)
        if seen is None:
            return
        answers = self.little.answers(decision)
        allowed = self._may_decide(case_id, case, reviewer)
        signed = self.little.assertion(reviewer, challenge(reviewer, seen, decision, answers))
        if self._determine(allowed, reviewer, seen, decision, answers, signed):
            self.assertions.append(signed)
            case.made[reviewer.role] = reviewer, decision
            if len(case.made) == 2:
                both = all(each is APPROVE for _, each in case.made.values())
                case.state = "approved" if both else "refused"

    def _may_decide(self, case_id: str, case: Expected, reviewer: Actor) -> bool:
        return (
            self.live(reviewer)
            and case.state == "under_review"
            and reviewer.role not in case.made
            and not self.stayed(case_id, case)
        )

    def _determine(
        self,
        allowed: bool,
        reviewer: Actor,
        seen: Seen,
        decision: Decision,
        answers: tuple[Answer, ...],
        signed: Assertion,
    ) -> Case | None:
        def step() -> Case:
            return determine(self.little.desk, reviewer, seen, decision, answers, signed)

        made: Case | None = self.attempt(allowed, step, Forbidden, Conflict, PasskeyRejected)
        return made

    @rule(
        number=NUMBERS,
        reviewer=st.sampled_from(REVIEWERS),
        trick=st.sampled_from(TRICKS),
    )
    def cheats_at_deciding(self, number: int, reviewer: Actor, trick: str) -> None:
        case_id, case = self.one(number)
        seen = case.seen.get(reviewer.person) or Seen(case_id, "", "00" * 32)
        cheat = CHEATS[trick](self, Cheat(reviewer, seen, self.little.answers(APPROVE)))
        actor = cheat.actor or reviewer
        said = cheat.said or challenge(actor, cheat.seen, APPROVE, cheat.answers)
        signed = self.little.assertion(cheat.signer or reviewer, said, verified=cheat.verified)
        self._determine(False, actor, cheat.seen, APPROVE, cheat.answers, cheat.instead(signed))

    def earlier_assertion(self) -> Assertion:
        """One that was accepted before; where there is none, none at all."""
        return self.assertions[-1] if self.assertions else Assertion("", "", "", "")

    def another_dossier(self, cheat: "Cheat") -> Seen:
        """What the reviewer saw of another case, passed off as this one's."""
        name, case_id = cheat.reviewer.person, cheat.seen.case_id
        others = (each.seen[name] for each in self.cases.values() if name in each.seen)
        other = next((each for each in others if each.case_id != case_id), Seen(case_id, "", "22" * 32))
        return replace(other, case_id=case_id)

    @rule(number=NUMBERS, actor=st.sampled_from((*REVIEWERS, *INSPECTORS)))
    def recalls(self, number: int, actor: Actor) -> None:
        case_id, case = self.one(number)
        allowed = actor in REVIEWERS and self.live(actor) and case.state in ("approved", "released", "retrieved")
        if self.attempt(allowed, lambda: act(self.little.desk, actor, case_id, commands.Recall("In error."))):
            case.state = "recalled"

    @rule()
    def goes_the_sound_way(self) -> None:
        """For every case what is left to do up to an approval, by whoever may; where nobody may, nothing."""
        for number in range(len(self.cases)):
            self._go_the_sound_way(number)

    def _go_the_sound_way(self, number: int) -> None:
        _, case = self.one(number)
        if case.state == "docketed":
            self.confirms_identity(number)
        for pair in (OFFICERS, COUNSEL):
            reviewer = next(filter(self.live, pair), None)
            if reviewer is not None and case.state == "under_review" and reviewer.role not in case.made:
                self._view(number, reviewer)
                self.decides(number, reviewer, APPROVE)

    # The release

    def waiting(self) -> list[tuple[str, Expected]]:
        return [item for item in self.cases.items() if item[1].state in ("approved", "released")]

    @precondition(waiting)
    @rule(number=NUMBERS)
    def retrieves(self, number: int) -> None:
        waiting = self.waiting()
        case_id, case = waiting[number % len(waiting)]
        self._retrieve(case_id, case, case.official)

    @rule(number=NUMBERS, actor=st.sampled_from((*OFFICIALS, *SIGNERS, *OFFICERS)))
    def tries_to_retrieve(self, number: int, actor: Actor) -> None:
        self._retrieve(*self.one(number), actor)

    def _retrieve(self, case_id: str, case: Expected, actor: Actor) -> None:
        allowed = self._may_retrieve(case_id, case, actor)
        release = self.attempt(allowed, lambda: self.little.retrieve(case_id, actor))
        if release is None:
            return
        case.state, case.retrieved_at = "retrieved", self.now
        content = self.little.opened(release, actor)
        assert content["case"] == case_id
        assert content["address"] == SUBJECTS[case.subject].most_recent
        for stranger in OFFICIALS:
            if stranger != actor:
                with pytest.raises(SealBroken):
                    self.little.opened(release, stranger)

    def _may_retrieve(self, case_id: str, case: Expected, actor: Actor) -> bool:
        return (
            actor == case.official
            and case.state in ("approved", "released")
            and all(map(self.live, (actor, case.signer, *(reviewer for reviewer, _ in case.made.values()))))
            and self.safeguards
            and not self.stayed(case_id, case)
            and self.confirmed(case.subject)
        )

    @precondition(waiting)
    @rule(number=NUMBERS, what=st.sampled_from(("stops", "stay", "recall", "official", "signer", "safeguards")))
    def something_happens_before_the_hand_over(self, number: int, what: str) -> None:
        """The release is made; before it is handed over, something happens elsewhere."""
        waiting = self.waiting()
        case_id, case = waiting[number % len(waiting)]
        if not self._may_retrieve(case_id, case, case.official) or not all(map(self.live, (STEWARD, *REVIEWERS))):
            return
        little = self.little

        def happens() -> None:
            match what:
                case "stops":
                    raise Interrupted
                case "stay":
                    stay_id = place_stay(little.desk, REVIEWERS[0], "case", case_id, "Order of a court.")
                    self.stays[stay_id] = "case", case_id, ""
                case "recall":
                    act(little.desk, REVIEWERS[1], case_id, commands.Recall("In error."))
                case "official" | "signer":
                    who = case.official if what == "official" else case.signer
                    revoke(little.desk, STEWARD, who.person, "Left.")
                    self.revoked.add(who)
                case "safeguards":
                    assess_safeguards(little.desk, STEWARD, AGENCY, False, "A finding is open.")
                    self.good = False

        with pytest.raises((Interrupted, Forbidden, Conflict)):
            little.retrieve_while(case_id, happens, case.official)
        case.state = "recalled" if what == "recall" else "released"

    def outside(self) -> list[tuple[str, Expected]]:
        return [item for item in self.cases.items() if item[1].state in ("retrieved", "recalled")]

    @precondition(outside)
    @rule(number=NUMBERS)
    def certifies_disposal(self, number: int) -> None:
        outside = self.outside()
        case_id, case = outside[number % len(outside)]
        self._dispose(case_id, case, case.official)

    @rule(number=NUMBERS, actor=st.sampled_from((*OFFICIALS, *SIGNERS)))
    def tries_to_certify_disposal(self, number: int, actor: Actor) -> None:
        self._dispose(*self.one(number), actor)

    def _dispose(self, case_id: str, case: Expected, actor: Actor) -> None:
        allowed = actor == case.official and self.live(actor) and case.state in ("retrieved", "recalled")
        if self.attempt(allowed, lambda: act(self.little.desk, actor, case_id, commands.CertifyDisposal("Shredded."))):
            case.state = "disposed"

    @rule(number=NUMBERS, actor=st.sampled_from(EVERYONE), command=st.sampled_from(COMMANDS))
    def forges_a_command(self, number: int, actor: Actor, command: type[Any]) -> None:
        """Whatever needs signatures or proofs cannot be had by giving its command the plain way."""
        case_id, _ = self.one(number)
        plain = (commands.ViewDossier, commands.CertifyDisposal, commands.Withdraw, commands.Recall)
        if command in plain:
            return
        forged = {
            commands.Release: lambda: commands.Release("00" * 32, "00" * 16, "most recent address", 10**6),
            commands.HandOver: lambda: commands.HandOver("00" * 32),
            commands.RecordIdentity: lambda: commands.RecordIdentity("confirmed", "", {}, "{}", "00" * 32),
        }.get(command, lambda: object.__new__(command))()
        self.attempt(False, lambda: act(self.little.desk, actor, case_id, forged), Forbidden)

    # Those who oversee

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
        stay = self.attempt(allowed, lambda: place_stay(self.little.desk, actor, scope, value, "Order of a court."))
        if stay is not None:
            self.stays[stay] = scope, value, ""

    @precondition(lambda self: self.stays)
    @rule(number=NUMBERS, actor=st.sampled_from((*INSPECTORS, *REVIEWERS, STEWARD)))
    def agrees_to_lift_a_stay(self, number: int, actor: Actor) -> None:
        stay, (scope, value, proposer) = list(self.stays.items())[number % len(self.stays)]
        allowed = actor != STEWARD and self.live(actor) and actor.person != proposer
        lifted = self.attempt(allowed, lambda: lift_stay(self.little.desk, actor, stay, "Vacated."))
        if lifted is None:
            return
        assert lifted == bool(proposer)
        if lifted:
            del self.stays[stay]
        else:
            self.stays[stay] = scope, value, actor.person

    @precondition(lambda self: self.stays)
    @rule()
    def two_inspectors_lift_every_stay(self) -> None:
        for stay in list(self.stays):
            for inspector in INSPECTORS:
                if stay in self.stays:
                    self.agrees_to_lift_a_stay(list(self.stays).index(stay), inspector)

    @precondition(lambda self: len(self.revoked) < 3)
    @rule(
        who=st.sampled_from((*REVIEWERS, *SIGNERS, *OFFICIALS)),
        actor=st.sampled_from((STEWARD, STEWARD, STEWARD, OFFICERS[0], SIGNERS[0])),
    )
    def revokes(self, who: Actor, actor: Actor) -> None:
        allowed = actor == STEWARD and who not in self.revoked

        def step() -> bool:
            revoke(self.little.desk, actor, who.person, "Left.")
            return True

        if self.attempt(allowed, step):
            self.revoked.add(who)

    @rule(good=st.sampled_from((True, True, False)), actor=st.sampled_from((STEWARD, STEWARD, OFFICERS[0], SIGNERS[0])))
    def assesses_safeguards(self, good: bool, actor: Actor) -> None:
        def step() -> bool:
            assess_safeguards(self.little.desk, actor, AGENCY, good, "Assessed.")
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
        publish(self.little.desk)
        leaves = published_leaves(self.little.home / "log")
        for stored in self.little.desk.journal.every():
            assert stored.position is not None
            assert leaves[stored.position] == stored.leaf

    @rule()
    def stops_and_starts_anew(self) -> None:
        self.little.reopen()

    # What holds after every step

    @invariant()
    def nothing_happened_that_must_not(self) -> None:
        self.chronicle.read_on()

    @invariant()
    def every_case_is_what_its_events_add_up_to(self) -> None:
        desk = self.little.desk
        assert set(desk.cases.every()) == set(self.cases)
        for case_id, expected in self.cases.items():
            happened = [desk.recorder.happening(each) for each in desk.journal.stream(f"case/{case_id}")]
            case = fold(case_id, happened)  # type: ignore[arg-type]
            assert case == fold(case_id, happened)  # type: ignore[arg-type]
            indexed = desk.cases.found(case_id)
            assert indexed is not None
            assert (indexed.state, indexed.version) == (case.state.value, case.version)
            assert case.state.value == expected.state

    def teardown(self) -> None:
        try:
            publish(self.little.desk)
            self.chronicle.read_on()
            audited = audit(self.little.desk)
            assert audited.findings == ()
            assert audited.entries == len(published_leaves(self.little.home / "log"))
        finally:
            self._opened.__exit__(None, None, None)


class Interrupted(Exception):
    """The process stops here."""


CaseworkMachine.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TestCaseworkMachine = CaseworkMachine.TestCase


EXERCISED = {
    commands.Receive: CaseworkMachine.files_a_batch,
    commands.Screen: CaseworkMachine.files_a_batch,
    commands.Docket: CaseworkMachine.files_a_batch,
    commands.RecordIdentity: CaseworkMachine.confirms_identity,
    commands.ViewDossier: CaseworkMachine.views_a_dossier,
    commands.Determine: CaseworkMachine.decides,
    commands.Release: CaseworkMachine.retrieves,
    commands.HandOver: CaseworkMachine.something_happens_before_the_hand_over,
    commands.CertifyDisposal: CaseworkMachine.certifies_disposal,
    commands.Withdraw: CaseworkMachine.withdraws,
    commands.Recall: CaseworkMachine.recalls,
}
"""Command on a case -> the rule that gives it."""


def test_every_command_on_a_case_is_exercised() -> None:
    assert set(EXERCISED) == set(get_args(commands.CaseCommand))


# The chronicle itself: it must see what must not stand there


def append(little: LittleHome, case_id: str, actor: Actor, *happened: events.CaseEvent) -> None:
    """Record events as they are, with none of the checks that casework makes."""
    with writing(little.desk.alias):
        tail = little.desk.recorder.tail(f"case/{case_id}")
        little.desk.recorder.record(tail, happened, actor, little.clock())
    publish(little.desk)


def released(case: Case) -> events.Released:
    return events.Released("00" * 32, "00" * 16, "most recent address", case.version)


def rejected(little: LittleHome) -> None:
    with pytest.raises((AssertionError, KeyError)):
        Chronicle(little).read_on()


@pytest.fixture
def little() -> Any:
    with little_home() as home:
        yield home


def test_the_chronicle_passes_a_sound_way(little: LittleHome) -> None:
    little.retrieve(little.approved())
    Chronicle(little).read_on()
    assert little.kinds().count(Kind.RETRIEVED) == 1


def test_the_chronicle_sees_a_release_without_determinations(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    append(little, case_id, OFFICIALS[0], released(little.desk.case(case_id)))
    rejected(little)


def test_the_chronicle_sees_a_release_to_another_official(little: LittleHome) -> None:
    case_id = little.approved()
    append(little, case_id, OFFICIALS[1], replace(released(little.desk.case(case_id)), checkpoint_size=10**6))
    rejected(little)


def test_the_chronicle_sees_a_checkpoint_too_small_for_the_determinations(little: LittleHome) -> None:
    case_id = little.approved()
    append(little, case_id, OFFICIALS[0], replace(released(little.desk.case(case_id)), checkpoint_size=3))
    rejected(little)


def test_the_chronicle_sees_a_step_after_a_refusal(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    little.decide(OFFICERS[0], case_id, REFUSE)
    little.decide(COUNSEL[0], case_id, APPROVE)
    Chronicle(little).read_on()
    append(little, case_id, OFFICERS[0], events.Approved())
    rejected(little)


def test_the_chronicle_sees_a_step_under_a_stay(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    place_stay(little.desk, INSPECTORS[0], "subject", SUBJECTS["robin"].tin, "Order of a court.")
    Chronicle(little).read_on()
    append(little, case_id, OFFICERS[0], events.Refused())
    rejected(little)


def test_the_chronicle_sees_a_determination_signed_by_another(little: LittleHome) -> None:
    (case_id,) = little.docket("robin")
    little.decide(OFFICERS[0], case_id)
    view_dossier(little.desk, COUNSEL[0], case_id)
    made = little.desk.case(case_id).determinations[0]
    forged = replace(made, reviewer=COUNSEL[0].person, role=COUNSEL[0].role)
    append(little, case_id, COUNSEL[0], events.DeterminationMade(forged))
    rejected(little)
