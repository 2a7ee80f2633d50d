"""A reviewer's determination and the passkey assertion that signs it."""

from dataclasses import dataclass
from enum import StrEnum

from withhold.model.identifiers import PersonId
from withhold.model.vocabulary import Role

REVIEWERS = (Role.OFFICER, Role.COUNSEL)
"""The two roles that decide. Each decides once."""


class Decision(StrEnum):
    """The decisions that a reviewer can make. A reviewer in doubt refuses."""

    APPROVE = "approve"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reviewer's answer to one question of the rule pack that no machine can decide, with a reason in their words."""

    question: str
    satisfied: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Assertion:
    """A WebAuthn assertion as the authenticator made it. All fields are base64url text.

    Source: W3C Web Authentication Level 3, section 7.2.
    """

    credential_id: str
    client_data: str
    authenticator_data: str
    signature: str


@dataclass(frozen=True, slots=True)
class Determination:
    """One reviewer's decision. `dossier` is the hex SHA-256 over the dossier that the reviewer saw.

    The answers on which it rests are the content of the event (`events.DeterminationMade`). The signature is in the
    payload of the event (`events.acts`).
    """

    reviewer: PersonId
    role: Role
    decision: Decision
    dossier: str
