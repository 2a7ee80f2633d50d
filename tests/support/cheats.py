"""Ways of getting a determination in that must not get in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from support.people import (
    REVIEWERS,
)
from withhold.casework.acts.signing import act_challenge, latest_leaf
from withhold.casework.instance import Instance, stream_of
from withhold.casework.review.determining import DossierRef
from withhold.events.acts import Draft, Terms, Touch
from withhold.model.cases.determination import Answer, Decision, Determination
from withhold.model.cases.events import AnswersContent, DeterminationMade
from withhold.model.cases.permissions import Actor
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Role

APPROVE, REFUSE = Decision.APPROVE, Decision.REFUSE


@dataclass
class Cheat:
    """A way of getting a determination in that must not get in."""

    reviewer: Actor
    seen: DossierRef
    answers: tuple[Answer, ...]
    terms: Terms
    actor: Actor | None = None
    signer: Actor | None = None
    said: bytes = b""
    verified: bool = True
    instead: Callable[[Touch], Touch] = lambda touch: touch
    on: tuple[str, ...] | None = None


def challenge(instance: Instance, it: Cheat, decision: Decision = Decision.APPROVE) -> bytes:
    """What the passkey would sign, made without the checks of the use case."""
    actor, stream = it.actor or it.reviewer, stream_of(it.seen.case_id)
    made = Determination(actor.person, actor.role, decision, it.seen.digest)
    event = DeterminationMade(made, AnswersContent(it.answers))
    on = latest_leaf(instance.journal.stream(stream), Kind.REVIEW_OPENED) if it.on is None else it.on
    return act_challenge(instance, actor, Draft(stream, event, on), it.terms)


def other_reviewer(reviewer: Actor) -> Actor:
    return next(each for each in REVIEWERS if each.role is reviewer.role and each != reviewer)


def other_role(reviewer: Actor) -> Actor:
    return replace(reviewer, role=Role.COUNSEL if reviewer.role is Role.OFFICER else Role.OFFICER)


CHEATS: dict[str, Callable[[Any, Cheat], Cheat]] = {
    "another's passkey": lambda _, it: replace(it, signer=other_reviewer(it.reviewer)),
    "another challenge": lambda _, it: replace(it, said=bytes(32)),
    "another decision": lambda machine, it: replace(it, said=challenge(machine.little.instance, it, REFUSE)),
    "resting on another entry": lambda _, it: replace(it, on=("33" * 32,)),
    "resting on nothing": lambda _, it: replace(it, on=()),
    "too late": lambda _, it: replace(it, terms=replace(it.terms, until="2025-01-01T00:00:00+00:00")),
    "far ahead": lambda _, it: replace(it, terms=replace(it.terms, until="2099-01-01T00:00:00+00:00")),
    "no end": lambda _, it: replace(it, terms=replace(it.terms, until="whenever")),
    "a short nonce": lambda _, it: replace(it, terms=replace(it.terms, nonce="00")),
    "another salt": lambda _, it: replace(
        it, instead=lambda touch: replace(touch, terms=replace(touch.terms, salt="55" * 32))
    ),
    "a short salt": lambda _, it: replace(
        it, instead=lambda touch: replace(touch, terms=replace(touch.terms, salt="55"))
    ),
    "another nonce": lambda _, it: replace(
        it, instead=lambda touch: replace(touch, terms=replace(touch.terms, nonce="44" * 16))
    ),
    "stale dossier": lambda _, it: replace(it, seen=replace(it.seen, digest="11" * 32)),
    "another case's dossier": lambda machine, it: replace(it, seen=machine.another_dossier(it)),
    "replay": lambda machine, it: replace(it, instead=lambda _: machine.earlier_touch(it.terms)),
    "not verified": lambda _, it: replace(it, verified=False),
    "another role": lambda _, it: replace(it, actor=other_role(it.reviewer)),
    "another person": lambda _, it: replace(it, actor=other_reviewer(it.reviewer)),
    "unsatisfied": lambda machine, it: replace(it, answers=machine.little.answers(REFUSE)),
    "unanswered": lambda _, it: replace(it, answers=it.answers[1:]),
    "no reason": lambda _, it: replace(it, answers=(replace(it.answers[0], reason=" "), *it.answers[1:])),
    "not signed at all": lambda _, it: replace(
        it, instead=lambda touch: replace(touch, assertion=replace(touch.assertion, signature=""))
    ),
}
TRICKS = tuple(CHEATS)
