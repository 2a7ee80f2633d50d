"""What a steward does: accredit, change a term, revoke, and record findings on safeguards. It decides no case."""

from withhold.casework.acts.registered_passkeys import require_passkey_kind
from withhold.casework.checks import acting
from withhold.casework.instance import Instance
from withhold.casework.sign_in.key_ownership import require_own_keys, take_keys
from withhold.model.authority.founding import ROLES as FOUNDERS
from withhold.model.cases import commands
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict
from withhold.model.given_reasons import required_reason
from withhold.model.identifiers import CUSTODIAN, AgencyId, PersonId
from withhold.model.limits import require_texts
from withhold.model.occurrences import (
    AccreditationRevoked,
    AgencyAccredited,
    PersonAccredited,
    SafeguardsAssessed,
    TermChanged,
)
from withhold.model.people.accreditation import (
    Accreditation,
    Agency,
    NotAccreditable,
    Official,
    Signer,
    Term,
)
from withhold.model.people.accredited_person import accreditation_event, accredited_member
from withhold.sealing.passkey_record import RegisteredPasskey


def accredit_all(instance: Instance, actor: Actor, accreditation: Accreditation) -> None:
    """Accredit an agency, its signers and officials, and the custodian's officers and counsel, in one write.

    Stewards and inspectors are founders, so they are left out. Raises Forbidden, or Conflict if the agency or a person
    is accredited already.
    """
    with acting(instance, actor, commands.Accredit):
        _agency(instance, actor, accreditation.agency)
        agency = AgencyId(accreditation.agency.id)
        for custodian in accreditation.custodians:
            if custodian.role not in FOUNDERS:
                _person(instance, actor, accreditation_event(custodian, CUSTODIAN))
        members: tuple[Signer | Official, ...] = (*accreditation.signers, *accreditation.officials)
        for member in members:
            _person(instance, actor, accreditation_event(member, agency))


def accredit_agency(instance: Instance, actor: Actor, agency: Agency) -> None:
    """Accredit another agency. Raises Forbidden, or Conflict if an agency with this id is accredited already.

    Ids that differ in case alone count as the same, for example `AGY-1` and `agy-1`.
    """
    with acting(instance, actor, commands.Accredit):
        if instance.people.agency(agency.id) is not None:
            raise Conflict(Code.AGENCY_ACCREDITED_ALREADY)
        _agency(instance, actor, agency)


def accredit_person(instance: Instance, actor: Actor, person: PersonAccredited) -> None:
    """Accredit another person. Raises Forbidden, or Conflict if the id is taken or the agency is not accredited."""
    with acting(instance, actor, commands.Accredit):
        if person.agency and instance.people.agency(person.agency) is None:
            raise Conflict(Code.AGENCY_UNKNOWN)
        _person(instance, actor, person)


def _agency(instance: Instance, actor: Actor, agency: Agency) -> None:
    at = instance.now()
    note = required_reason(agency.safeguard_note, "a finding on safeguards")
    if instance.people.agency_spelled(agency.id) not in (None, agency.id):
        raise Conflict(Code.AGENCY_SPELLED_ALIKE)
    if instance.people.spelled(PersonId(agency.id)) is not None:
        raise NotAccreditable(Code.ACCREDITATION_ID_OF_PERSON, field="id")
    entered = AgencyAccredited(agency.id, agency.name, agency.address)
    assessed = SafeguardsAssessed(agency.id, agency.safeguards_good, note)
    require_texts((entered, assessed))
    instance.recorder.record(instance.recorder.tail(f"agency/{agency.id}"), [entered, assessed], actor, at)
    instance.people.add_agency(entered)
    instance.people.assess(agency.id, agency.safeguards_good)


def _person(instance: Instance, actor: Actor, person: PersonAccredited) -> None:
    """Check and record one person's accreditation. Every way to accredit somebody ends here, inside the write."""
    require_texts(person)
    member = accredited_member(person)
    if isinstance(member, Official) and not member.sealing_key:
        raise NotAccreditable(Code.ACCREDITATION_SEALING_KEY_MISSING, field="keys.sealing")
    if instance.people.spelled(person.person) is not None:
        raise Conflict(Code.PERSON_SPELLED_ALIKE)
    if instance.people.agency_spelled(AgencyId(person.person)) is not None:
        raise NotAccreditable(Code.ACCREDITATION_ID_OF_AGENCY, field="id")
    require_own_keys(person)
    _require_readable_passkeys(instance, person)
    take_keys(instance, person)
    instance.people.add(person)
    instance.recorder.record(instance.recorder.tail(f"person/{person.person}"), [person], actor, instance.now())


def _require_readable_passkeys(instance: Instance, person: PersonAccredited) -> None:
    """Raise if a passkey cannot be read, was made for another person, or comes from a software authenticator.

    A demonstration accepts software authenticators.
    """
    for record in person.passkeys:
        passkey = RegisteredPasskey.from_record(record)
        require_passkey_kind(instance, passkey)
        if passkey.user_handle != person.person.encode():
            raise Conflict(Code.ACCREDITATION_PASSKEY_OF_ANOTHER)


def revoke(instance: Instance, actor: Actor, person: PersonId, reason: str) -> None:
    """End an accreditation now, with the person's sessions. Raises Forbidden, or Conflict.

    Conflict means that no such accreditation is in force or that no reason is given.
    """
    with acting(instance, actor, commands.Accredit) as at:
        given = required_reason(reason, "a revocation")
        instance.people.revoke(person, at)
        instance.sessions.end_all(person)
        stream = instance.recorder.tail(f"person/{person}")
        instance.recorder.record(stream, [AccreditationRevoked(person, given)], actor, at)


def change_term(instance: Instance, actor: Actor, person: PersonId, term: Term, reason: str) -> None:
    """Give an agency's person another term. Open cases are affected at their next step.

    For example, once a signer's term has ended, none of their approved requests is released. Raises Forbidden, or
    Conflict if the person has no term, the accreditation is revoked, or no reason is given.
    """
    with acting(instance, actor, commands.Accredit) as at:
        given = required_reason(reason, "another term")
        instance.people.set_term(person, term)
        changed = TermChanged(person, term.begins.isoformat(), term.ends.isoformat(), given)
        instance.recorder.record(instance.recorder.tail(f"person/{person}"), [changed], actor, at)


def assess_safeguards(instance: Instance, actor: Actor, agency: AgencyId, good: bool, note: str) -> None:
    """Record a finding on the agency's safeguards, good or not. Raises Forbidden, or Conflict.

    Conflict means that there is no such agency or that the note is blank.
    """
    with acting(instance, actor, commands.Accredit) as at:
        given = required_reason(note, "a finding on safeguards")
        if instance.people.agency(agency) is None:
            raise Conflict(Code.AGENCY_UNKNOWN)
        stream = instance.recorder.tail(f"agency/{agency}")
        instance.recorder.record(stream, [SafeguardsAssessed(agency, good, given)], actor, at)
        instance.people.assess(agency, good)
