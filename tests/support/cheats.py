"""Ways of getting a determination in that must not get in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from support.people import (
    REVIEWERS,
)
from withhold.casework.review.determining import DossierRef, challenge
from withhold.model.cases.determination import Answer, Assertion, Decision
from withhold.model.cases.permissions import Actor
from withhold.model.vocabulary import Role

APPROVE, REFUSE = Decision.APPROVE, Decision.REFUSE


@dataclass
class Cheat:
    """A way of getting a determination in that must not get in."""

    reviewer: Actor
    seen: DossierRef
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


CHEATS: dict[str, Callable[[Any, Cheat], Cheat]] = {
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
