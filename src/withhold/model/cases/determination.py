"""A reviewer's determination and the passkey assertion that signs it."""

from dataclasses import dataclass
from enum import StrEnum

from withhold.model.vocabulary import Role

REVIEWERS = (Role.OFFICER, Role.COUNSEL)
"""The two roles that decide, once each."""


class Decision(StrEnum):
    """What a reviewer decides. There is no third answer: a doubt is a refusal."""

    APPROVE = "approve"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reviewer's answer to one question that no machine can decide, with the reason in their words."""

    question: str
    satisfied: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """A WebAuthn assertion as the authenticator gave it (W3C WebAuthn Level 3, section 7.2). All base64url text."""

    credential_id: str
    client_data: str
    authenticator_data: str
    signature: str


@dataclass(frozen=True, slots=True)
class Determination:
    """One of the two. `dossier` is the hex SHA-256 of the dossier the reviewer saw."""

    reviewer: str
    role: Role
    decision: Decision
    answers: tuple[Answer, ...]
    dossier: str
    assertion: Assertion
