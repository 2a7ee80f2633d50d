"""A state machine over every command, on real components: what must never happen never does.

Three witnesses look on. `Chronicle` reads the events alone, with nothing of casework, and knows what must never stand
in them. The machine keeps a plain model of who may do what now, which says of every step whether it must succeed. The
audit goes over the whole home at the end of each run.
"""

import json
from datetime import timedelta
from typing import Any, get_args

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from support.acts import act
from support.cheats import CHEATS, TRICKS, Cheat, challenge
from support.chronicle import Chronicle
from support.expectations import FLAWS, SAID, Expectations, Expected
from support.filing import found
from support.home import little_home
from support.outside import published_leaves
from support.overseers import NUMBERS, Overseers
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
from withhold.casework.acts.signing import new_terms
from withhold.casework.audit.auditing import audit
from withhold.casework.parties.answers import answer
from withhold.casework.publication.publishing import publish
from withhold.casework.review.determining import DossierRef, determine, view_dossier
from withhold.casework.review.identifying import confirm_identity
from withhold.events.acts import Touch
from withhold.model.cases import commands
from withhold.model.cases.case import Case, fold
from withhold.model.cases.determination import Answer, Decision
from withhold.model.cases.disposal import Manner
from withhold.model.cases.permissions import COMMANDS, Actor
from withhold.model.errors import Conflict, Forbidden
from withhold.sealing.errors import PasskeyRejected, SealBroken

COVERS = (
    "withhold.casework.parties.answers",
    "withhold.casework.review.acting",
    "withhold.casework.review.determining",
    "withhold.casework.review.identifying",
)

APPROVE, REFUSE = Decision.APPROVE, Decision.REFUSE


class CaseworkMachine(Overseers, RuleBasedStateMachine):
    """People of every role, doing what they may and what they may not."""

    def __init__(self) -> None:
        super().__init__()
        self._opened = little_home()
        self.begin(self._opened.__enter__())
        self.chronicle = Chronicle(self.little)
        self._folded: tuple[int, dict[str, Case]] = (0, {})

    # What the model knows

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
        outcomes = found(filed)["outcome"].to_list()
        assert [outcome == "eligible" for outcome in outcomes] == admitted
        sound = [row for row, taken in zip(rows, admitted, strict=True) if taken]
        assert len(filed.cases) == len(sound)
        for case_id, (subject, _, official) in zip(filed.cases, sound, strict=True):
            self.cases[case_id] = Expected(subject, official, signer)

    @rule(number=NUMBERS, actor=st.sampled_from((*SIGNERS, *OFFICIALS)))
    def withdraws(self, number: int, actor: Actor) -> None:
        case_id, case = self.one(number)
        allowed = actor == case.signer and self.live(actor) and case.state in ("docketed", "under_review", "approved")
        if self.attempt(allowed, lambda: act(self.little.instance, actor, case_id, commands.Withdraw("Solved."))):
            case.state = "withdrawn"

    @rule(number=NUMBERS, actor=st.sampled_from((*SIGNERS, *OFFICIALS, *OFFICERS)))
    def reads_an_answer(self, number: int, actor: Actor) -> None:
        case_id, case = self.one(number)
        allowed = actor in (case.signer, case.official) and self.live(actor)
        said = self.attempt(allowed, lambda: answer(self.little.instance, actor, case_id), Forbidden)
        if said is not None:
            assert json.loads(said)["status"] == SAID[case.state]

    # The custodian

    @rule(number=NUMBERS)
    def confirms_identity(self, number: int) -> None:
        case_id, case = self.one(number)
        allowed = case.state == "docketed" and not self.stayed(case_id, case)
        if self.attempt(allowed, lambda: confirm_identity(self.little.instance, case_id), Conflict) is None:
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
        seen = self.attempt(allowed, lambda: view_dossier(self.little.instance, actor, case_id))
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
        touched = self._touch(Cheat(reviewer, seen, answers, new_terms(self.little.instance)), decision)
        if self._determine(allowed, reviewer, seen, decision, answers, touched):
            self.touches.append(touched)
            case.made[reviewer.role] = reviewer, decision
            if len(case.made) == 2:
                both = all(each is APPROVE for _, each in case.made.values())
                case.state = "approved" if both else "refused"

    def _determine(
        self,
        allowed: bool,
        reviewer: Actor,
        seen: DossierRef,
        decision: Decision,
        answers: tuple[Answer, ...],
        touched: Touch,
    ) -> Case | None:
        def step() -> Case:
            return determine(self.little.instance, reviewer, seen, decision, answers, touched)

        made: Case | None = self.attempt(allowed, step, Forbidden, Conflict, PasskeyRejected)
        return made

    @rule(
        number=NUMBERS,
        reviewer=st.sampled_from(REVIEWERS),
        trick=st.sampled_from(TRICKS),
    )
    def cheats_at_deciding(self, number: int, reviewer: Actor, trick: str) -> None:
        case_id, case = self.one(number)
        seen = case.seen.get(reviewer.person) or DossierRef(case_id, "", "00" * 32)
        plain = Cheat(reviewer, seen, self.little.answers(APPROVE), new_terms(self.little.instance))
        cheat = CHEATS[trick](self, plain)
        touched = cheat.instead(self._touch(cheat, APPROVE))
        self._determine(False, cheat.actor or reviewer, cheat.seen, APPROVE, cheat.answers, touched)

    def _touch(self, it: Cheat, decision: Decision) -> Touch:
        said = it.said or challenge(self.little.instance, it, decision)
        return Touch(it.terms, self.little.assertion(it.signer or it.reviewer, said, verified=it.verified))

    @rule(number=NUMBERS, actor=st.sampled_from((*REVIEWERS, *INSPECTORS)))
    def recalls(self, number: int, actor: Actor) -> None:
        case_id, case = self.one(number)
        allowed = actor in REVIEWERS and self.live(actor) and case.state in ("approved", "released", "retrieved")
        if self.attempt(allowed, lambda: act(self.little.instance, actor, case_id, commands.Recall("In error."))):
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

    @precondition(Expectations.waiting)
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

    @precondition(Expectations.waiting)
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
                    stay_id = stay_on(little.instance, REVIEWERS[0], "case", case_id)
                    self.stays[stay_id] = "case", case_id, ""
                case "recall":
                    act(little.instance, REVIEWERS[1], case_id, commands.Recall("In error."))
                case "official" | "signer":
                    who = case.official if what == "official" else case.signer
                    revoke(little.instance, STEWARD, who.person, "Left.")
                    self.revoked.add(who)
                case "safeguards":
                    assess_safeguards(little.instance, STEWARD, AGENCY, False, "A finding is open.")
                    self.good = False

        with pytest.raises((Interrupted, Forbidden, Conflict)):
            little.retrieve_while(case_id, happens, case.official)
        case.state = "recalled" if what == "recall" else "released"

    @precondition(Expectations.outside)
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
        if self.attempt(
            allowed, lambda: act(self.little.instance, actor, case_id, commands.CertifyDisposal(Manner.DESTROYED))
        ):
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
        self.attempt(False, lambda: act(self.little.instance, actor, case_id, forged), Forbidden)

    # What holds after every step

    @invariant()
    def nothing_happened_that_must_not(self) -> None:
        self.chronicle.read_on()

    @invariant()
    def every_case_is_what_its_events_add_up_to(self) -> None:
        instance = self.little.instance
        assert set(instance.cases.list_all()) == set(self.cases)
        last = instance.journal.last()
        if self._folded[0] != last:  # events are only ever appended
            self._folded = last, {case_id: self._fold(case_id) for case_id in self.cases}
        for case_id, expected in self.cases.items():
            case = self._folded[1][case_id]
            indexed = instance.cases.get(case_id)
            assert indexed is not None
            assert (indexed.state, indexed.version) == (case.state.value, case.version)
            assert case.state.value == expected.state

    def _fold(self, case_id: str) -> Case:
        instance = self.little.instance
        happened = [instance.recorder.read_event(each) for each in instance.journal.stream(f"case/{case_id}")]
        case = fold(case_id, happened)  # type: ignore[arg-type]
        assert case == fold(case_id, happened)  # type: ignore[arg-type]
        return case

    def teardown(self) -> None:
        try:
            publish(self.little.instance)
            self.chronicle.read_on()
            audited = audit(self.little.instance)
            assert audited.findings == ()
            assert audited.entries == len(published_leaves(self.little.home / "log"))
        finally:
            self._opened.__exit__(None, None, None)


class Interrupted(Exception):
    """The process stops here."""


FEW = settings(
    max_examples=6,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
CaseworkMachine.TestCase.settings = FEW
TestCaseworkMachine = CaseworkMachine.TestCase


@pytest.mark.trial
def test_the_machine_goes_on_longer() -> None:
    run_state_machine_as_test(CaseworkMachine, settings=settings(FEW, max_examples=60))


EXERCISED = {
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
