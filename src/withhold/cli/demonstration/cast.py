"""The reviewers of a demonstration. They decide one case at a time, each with their own software passkey."""

from dataclasses import dataclass
from pathlib import Path

from withhold.casework.acts.registered_passkeys import registered
from withhold.casework.acts.signing import act_challenge, new_terms
from withhold.casework.instance import Instance
from withhold.casework.review.determining import determination, determine, view_dossier
from withhold.events.acts import Draft, Terms, Touch
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
        made = determination(instance, self.actor, seen, decision, answers)
        touched = touch(instance, self.actor, self.authenticator, made)
        return determine(instance, self.actor, seen, decision, answers, touched)


def touch(
    instance: Instance, actor: Actor, authenticator: SoftwareAuthenticator, draft: Draft, terms: Terms | None = None
) -> Touch:
    """Return the signature of a software authenticator for an act. Raises Conflict if it has none of the passkeys."""
    agreed = terms or new_terms(instance)
    assertion = authenticator.sign(
        rp_id=instance.configuration.passkey_domain,
        origin=instance.configuration.passkey_origin,
        challenge=act_challenge(instance, actor, draft, agreed),
        allowed=[registered(each).credential_id for each in instance.people.passkeys(actor.person)],
    )
    return Touch(agreed, assertion)


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
