"""The release. It happens when the named official retrieves it, or never. No address is stored in advance.

Every check is made again, in this order. The steps have the same numbers in the code:

1. The actor is this case's named official and is accredited today.
2. The case's events, not an index, show that it is approved. Each of them verifies and follows the one before it.
3. The requesting signer's accreditation is in force, and the agency's safeguards are good.
4. The pack is the one under which the case was decided, and it is in force.
5. No stay covers the case.
6. Two determinations, by two accredited people in two roles, approve exactly this dossier. Both signatures verify.
7. Both determinations are proven to be on the ledger, under a checkpoint that the quorum of witnesses cosigned. So are
   the accreditations of the official, the signer and both reviewers, and the tables agree with them. So is the batch:
   the request in the dossier is one of the rows that the signer signed.
8. The register, asked again by exact TIN, still has exactly one record, and it is confirmed.
9. The one permitted item is sealed to the official's key and bound to all of this. The release is logged.
10. The release is under a checkpoint, and steps 1 to 7 are passed once more. Then the sealed item is handed over, once.

Nothing slow happens under the writers' lock. So steps 1 to 7 run before each of the two writes, without the lock, and
again inside it. The register is asked (8) before the write that seals and logs (9), and only if steps 1 to 7 passed.
The write that hands over (10) has proofs of its own. A stay may be placed at any moment, for example while the register
is asked. Either the step is done by then, or the stay stops it.

The function that seals takes the two inclusion proofs as arguments of a type that only verification can make.
"""

import hashlib
import logging
from dataclasses import dataclass

from withhold.casework.accreditation.row_against_events import require_recorded_accreditation
from withhold.casework.acts.signing import latest_leaf, verify_recorded_act
from withhold.casework.capacity import safeguards_good
from withhold.casework.checks import require_accredited
from withhold.casework.instance import Instance, stream_of
from withhold.casework.publication.proving import LedgerProofs
from withhold.casework.publication.publishing import publish
from withhold.casework.publication.vetting import verify_stream
from withhold.casework.review.acting import append
from withhold.casework.review.dossier import digest_of
from withhold.casework.review.identifying import compare
from withhold.casework.signed_requests import require_signed_request
from withhold.casework.stays.placing import require_no_recorded_stay, require_no_stay
from withhold.events.acts import signature_in
from withhold.events.codec import canonical
from withhold.identity.corroborate import claim_of
from withhold.identity.register import FiledAddress, NoSingleAddress, most_recent_address
from withhold.model.cases import commands
from withhold.model.cases.case import Case
from withhold.model.cases.determination import Determination
from withhold.model.cases.events import DeterminationMade
from withhold.model.cases.own_case import require_official
from withhold.model.cases.permissions import PERMISSIONS, Actor, admit, authorize
from withhold.model.errors import Code, Conflict, Fault, TemporarilyUnable, Unreadable
from withhold.model.identifiers import CaseId, PersonId
from withhold.model.kinds import Kind
from withhold.model.vocabulary import IdentityOutcome, Role
from withhold.records.log.journal import Stored
from withhold.records.models import Person
from withhold.records.writing import write_transaction
from withhold.sealing.binding import ReleaseBinding
from withhold.sealing.hpke import seal_release
from withhold.sealing.keys import RecipientKey, key_pair_id
from withhold.tlog.notes.proven import ProvenInclusion


class NothingToRelease(Conflict):
    """The release cannot be made now. The message is the same for every cause that is in the register."""


_log = logging.getLogger("withhold.register")


@dataclass(frozen=True, slots=True)
class Release:
    """A sealed release that is handed over. Only the named official's private key opens `sealed`."""

    case_id: CaseId
    sealed: bytes


def retrieve(instance: Instance, actor: Actor, case_id: CaseId) -> Release:
    """Release an approved case to its named official, by steps 1 to 10 of the module.

    Raises Forbidden, Conflict, Stayed, NothingToRelease, TemporarilyUnable if the register does not answer, Fault if a
    reviewer's signature or the records are wrong, or ProofFails if the log is. If it raises, nothing has left the
    instance.
    """
    authorize(actor, commands.Release)
    publish(instance)
    proofs = LedgerProofs(instance)
    address = _confirmed_address(instance, _checked(instance, actor, case_id, proofs).case)  # 8
    proofs.close()
    with write_transaction(instance.alias):
        sealed, digest = _release(instance, _checked(instance, actor, case_id, proofs), address)  # 9
    publish(instance)
    proofs = LedgerProofs(instance)
    _verify_released(instance, actor, case_id, proofs)
    proofs.close()
    with write_transaction(instance.alias):
        _verify_released(instance, actor, case_id, proofs)  # 10
        append(instance, actor, instance.case(case_id), commands.HandOver(digest), instance.now())
    publish(instance)
    return Release(case_id, sealed)


@dataclass(frozen=True, slots=True)
class _Checked:
    """The case and proofs that passed checks 1 to 7. Only `_checked` makes it."""

    actor: Actor
    case: Case
    recipient: RecipientKey
    first: ProvenInclusion
    second: ProvenInclusion


def _checked(instance: Instance, actor: Actor, case_id: CaseId, proofs: LedgerProofs) -> _Checked:
    official = require_accredited(instance, actor)  # 1
    case = instance.case(case_id)
    _require_case(instance, actor, case)
    first, second = _proven_determinations(instance, case, proofs)
    recipient = _own_key(instance, official)  # 7, before the register is asked
    verify_stream(instance, instance.journal.stream(stream_of(case_id)))  # 2, last because it names only the stream
    return _Checked(actor, case, recipient, first, second)


def _release(instance: Instance, checked: _Checked, address: FiledAddress) -> tuple[bytes, str]:
    recipient = checked.recipient
    sealed = _seal(instance, checked.case, recipient, address, checked.first, checked.second)
    digest = hashlib.sha256(sealed).hexdigest()
    release = commands.Release(digest, recipient.key_id, instance.pack.permitted_item, checked.first.size)
    append(instance, checked.actor, checked.case, release, instance.now())
    return sealed, digest


def _own_key(instance: Instance, official: Person) -> RecipientKey:
    """Return the official's sealing key. Raises Fault if its name is not theirs, or it was ever somebody else's."""
    key = RecipientKey.parse(official.keys.get("sealing", ""))
    owner = instance.people.owner_of(key_pair_id(key.use, key.raw))
    if key.name != official.person_id or owner != official.person_id:
        raise Fault(Code.RELEASE_SEALING_KEY_FOREIGN)
    return key


def _require_case(instance: Instance, actor: Actor, case: Case) -> None:
    # `decide` requires this too. Here it comes first, so that a stranger learns nothing from the other errors.
    require_official(actor, case)  # 1
    admit(PERMISSIONS[commands.Release], case.state)  # 2
    signer = Actor(case.signer, Role.SIGNER, case.agency)
    require_accredited(instance, signer)  # 3
    if not safeguards_good(instance, case.agency):
        raise Conflict(Code.RELEASE_SAFEGUARDS)
    instance.pack.require_current(case.pack, instance.now().date())  # 4
    require_no_stay(instance, case)  # 5
    require_no_recorded_stay(instance, case)


def _proven_determinations(
    instance: Instance, case: Case, proofs: LedgerProofs
) -> tuple[ProvenInclusion, ProvenInclusion]:
    if not case.both_approve:
        raise Conflict(Code.RELEASE_DETERMINATIONS_MISSING)
    if digest_of(case.dossier) != case.digest:
        raise Fault(Code.RELEASE_DOSSIER_DIFFERS)
    made = _determinations(instance, case)
    for determination, stored in made:
        require_accredited(instance, Actor(PersonId(determination.reviewer), determination.role))  # 6
        _require_over_this(instance, case, determination, stored)
    for person in (case.official, case.signer, *(each.reviewer for each, _ in made)):
        require_recorded_accreditation(instance, person, proofs)  # 7
    require_signed_request(instance, case, proofs)
    first, second = (proofs.prove(stored) for _, stored in made)
    return first, second


def _require_over_this(instance: Instance, case: Case, made: Determination, stored: Stored) -> None:
    """Verify a determination's signature, that the reviewer signed for themself, and that it is over this review."""
    verify_recorded_act(instance, stored)
    signature = signature_in(instance.recorder.payload(stored))
    opened = latest_leaf(instance.journal.stream(stream_of(case.case_id)), Kind.REVIEW_OPENED)
    if made.reviewer != stored.actor or made.role != stored.role or signature is None or signature.on != opened:
        raise Fault(Code.RELEASE_DOSSIER_DIFFERS)


def _determinations(instance: Instance, case: Case) -> list[tuple[Determination, Stored]]:
    """Return each determination of the case with the row that stores it, in order."""
    made = []
    for stored in instance.journal.stream(stream_of(case.case_id)):
        event = instance.recorder.read_event(stored)
        if isinstance(event, DeterminationMade):
            made.append((event.determination, stored))
    return made


def _confirmed_address(instance: Instance, case: Case) -> FiledAddress:
    claim = claim_of(case.request.as_text())
    try:
        records = instance.register.records(claim.tin)
    except (TemporarilyUnable, Unreadable) as error:
        # The log explains to the register's operator what is wrong. The official sees only that there is no answer.
        _log.warning("%s", error)
        raise TemporarilyUnable(Code.RELEASE_UNAVAILABLE) from None
    found = compare(instance, claim, records)
    if found.outcome is not IdentityOutcome.CONFIRMED:  # 8
        raise NothingToRelease(Code.RELEASE_NOTHING)
    try:
        return most_recent_address(records[0], today=instance.now().date())
    except NoSingleAddress:
        raise NothingToRelease(Code.RELEASE_NOTHING) from None


def _seal(
    instance: Instance,
    case: Case,
    recipient: RecipientKey,
    address: FiledAddress,
    first: ProvenInclusion,
    second: ProvenInclusion,
) -> bytes:
    """Return the sealed item: step 9. Without two proofs of inclusion nobody can call it: no log, no release."""
    content = canonical(
        {
            "v": 1,
            "case": case.case_id,
            "request_ref": case.request.request_ref,
            "item": instance.pack.permitted_item,
            "address": {
                "line1": address.line1,
                "line2": address.line2,
                "city": address.city,
                "state": address.state,
                "zip": address.zip,
            },
            "notice": "For the matter of this request only. Return or destroy it, then certify its disposal.",
            "demonstration": instance.demonstration,
        }
    )
    binding = ReleaseBinding(
        request=case.case_id,
        official=case.official,
        recipient_key=recipient.key_id,
        pack=instance.pack.id,
        pack_version=instance.pack.version,
        pack_digest=instance.pack.digest,
        origin=first.origin,
        index=max(first.index, second.index),
    )
    return seal_release(content, recipient, binding)


def _verify_released(instance: Instance, actor: Actor, case_id: CaseId, proofs: LedgerProofs) -> None:
    """Check steps 1 to 7 once more, and that the release is on the ledger: step 10."""
    _checked(instance, actor, case_id, proofs)
    released = instance.journal.head(stream_of(case_id))
    assert released is not None
    proofs.prove(released)
