"""The reviewers of a demonstration. They decide one case at a time, each with their own software passkey."""

from dataclasses import dataclass
from pathlib import Path

from withhold.casework.instance import Instance
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

    def decide(self, instance: Instance, case_id: CaseId, decision: Decision) -> Case:
        """Read one dossier, answer its questions, decide and sign, as a person would. Return the case after that."""
        seen = view_dossier(instance, self.actor, case_id)
        answers = tuple(
            Answer(each.id, decision is Decision.APPROVE, _reason(decision))
            for each in instance.pack.questions_for(instance.case(case_id).request.as_text())
        )
        assertion = self.authenticator.sign(
            rp_id=instance.configuration.passkey_domain,
            origin=instance.configuration.passkey_origin,
            challenge=challenge(self.actor, seen, decision, answers),
            allowed=[registered(each).credential_id for each in instance.people.passkeys(self.actor.person)],
        )
        return determine(instance, self.actor, seen, decision, answers, assertion)


def _reason(decision: Decision) -> str:
    if decision is Decision.APPROVE:
        return "Demonstration: set forth for this person, and read in the dossier."
    return "Demonstration: the dossier leaves this open."


def reviewers(instance: Instance, keys: Path) -> tuple[Reviewer, Reviewer]:
    """Return the first disclosure officer and the first disclosure counsel of the instance.

    ``keys`` is the directory of the sample with their passkeys.
    """
    officer, counsel = (_reviewer(instance, role, keys) for role in (Role.OFFICER, Role.COUNSEL))
    return officer, counsel


def _reviewer(instance: Instance, role: Role, keys: Path) -> Reviewer:
    person = instance.people.all_in_force(role, instance.now().date())[0]
    authenticator = SoftwareAuthenticator(keys / f"{person.person_id}.passkey")
    return Reviewer(Actor(PersonId(person.person_id), role), authenticator)
