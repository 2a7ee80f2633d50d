"""The reviewers of a demonstration. They decide one case at a time, each with their own software passkey."""

from dataclasses import dataclass
from pathlib import Path

from withhold.casework.desk import Desk
from withhold.casework.review.determining import challenge, determine, view_dossier
from withhold.casework.sign_in.registered_passkeys import registered
from withhold.model.cases.case import Case
from withhold.model.cases.determination import Answer, Decision
from withhold.model.cases.permissions import Actor
from withhold.model.identifiers import CaseId, PersonId
from withhold.model.vocabulary import Role
from withhold.sealing.authenticator import SoftwareAuthenticator


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A reviewer and the authenticator with their passkeys."""

    actor: Actor
    authenticator: SoftwareAuthenticator

    def decide(self, desk: Desk, case_id: CaseId, decision: Decision) -> Case:
        """Read one dossier, answer its questions, decide and sign, as a person would. Return the case after that."""
        seen = view_dossier(desk, self.actor, case_id)
        answers = tuple(
            Answer(each.id, decision is Decision.APPROVE, _reason(decision)) for each in desk.pack.questions
        )
        assertion = self.authenticator.sign(
            rp_id=desk.configuration.passkey_domain,
            origin=desk.configuration.passkey_origin,
            challenge=challenge(self.actor, seen, decision, answers),
            allowed=[registered(each).credential_id for each in desk.people.passkeys(self.actor.person)],
        )
        return determine(desk, self.actor, seen, decision, answers, assertion)


def _reason(decision: Decision) -> str:
    if decision is Decision.APPROVE:
        return "Demonstration: set forth for this person, and read in the dossier."
    return "Demonstration: the dossier leaves this open."


def reviewers(desk: Desk, keys: Path) -> tuple[Reviewer, Reviewer]:
    """Return the first disclosure officer and the first disclosure counsel of the instance.

    ``keys`` is the directory of the sample with their passkeys.
    """
    officer, counsel = (_reviewer(desk, role, keys) for role in (Role.OFFICER, Role.COUNSEL))
    return officer, counsel


def _reviewer(desk: Desk, role: Role, keys: Path) -> Reviewer:
    person = desk.people.all_in_force(role, desk.now().date())[0]
    authenticator = SoftwareAuthenticator(keys / f"{person.person_id}.passkey")
    return Reviewer(Actor(PersonId(person.person_id), role), authenticator)
