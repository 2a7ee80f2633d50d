"""Confirming the identity in a request: ask the register by exact TIN, corroborate, or abstain.

Only a confirmed identity opens a review.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from withhold.casework.checks import MACHINE
from withhold.casework.instance import Instance
from withhold.casework.machine_faults import log_failure, machine_fault
from withhold.casework.review.acting import append
from withhold.casework.review.dossier import compose, digest_of
from withhold.casework.stays.placing import Stayed, require_no_stay
from withhold.identity.corroborate import Claim, Corroboration, IdentityPolicy, claim_of, corroborate
from withhold.identity.register import RegisterRecord
from withhold.model.cases import commands
from withhold.model.cases.case import Case, State
from withhold.model.cases.permissions import admit, authorize
from withhold.model.errors import Code, Conflict, TemporarilyUnable
from withhold.model.identifiers import CaseId
from withhold.model.vocabulary import IdentityOutcome
from withhold.records.writing import write_transaction
from withhold.sealing.files import turn

TOO_MANY_ATTEMPTS = "attempts"
LOCK = "identity.lock"


def confirm_identity(instance: Instance, case_id: CaseId) -> Case:
    """Ask the register about a docketed case, record the outcome, and open the review if the identity is confirmed.

    The register is asked without the writers' lock, so that a slow register delays nobody. For example, a stay can be
    placed meanwhile. The checks are made again in the write. An instance confirms one identity at a time, in whatever
    process, so that no two processes ask about the same case or use the same attempt.

    Raises Conflict if the case is not docketed, Stayed under a stay, Unreadable or TemporarilyUnable if the register
    cannot answer. Then nothing is recorded and no attempt is counted, since no answer is not a negative answer.
    """
    with turn(instance.home / LOCK, TemporarilyUnable(Code.IDENTITY_UNDER_WAY)):
        case = instance.case(case_id)
        admit(authorize(MACHINE, commands.RecordIdentity), case.state)
        require_no_stay(instance, case)
        claim = claim_of(case.request.as_text())
        records = None if _exhausted(instance, case, claim) else instance.register.records(claim.tin)
        with write_transaction(instance.alias):
            at = instance.now()
            case = instance.case(case_id)
            command = _findings(instance, case, claim, records)
            instance.batches.attempted(instance.keyring.subject(claim.tin), case.official, at)
            return append(instance, MACHINE, case, command, at)


def confirm_docketed(
    instance: Instance, cases: Sequence[CaseId], progress: Callable[[int, int], None] | None = None
) -> tuple[CaseId, ...]:
    """Confirm the identity in each of these cases that is docketed, in order.

    Returns the cases whose look-up failed. Each failure is logged, and the case stays docketed. A case under a stay
    stays docketed too. The worker calls this between two intervals, so the outcomes are under one checkpoint.

    If the register does not answer, the round ends, and TemporarilyUnable is raised. Also raises a fault of the machine
    (see `machine_faults`).
    """
    docketed = frozenset(instance.cases.in_state(State.DOCKETED))
    left = [each for each in cases if each in docketed]
    failed: list[CaseId] = []
    stopped: TemporarilyUnable | None = None
    for number, case_id in enumerate(left, 1):
        try:
            if not _looked_up(instance, case_id):
                failed.append(case_id)
        except TemporarilyUnable as error:
            stopped = error
            break
        if progress is not None:
            progress(number, len(left))
    if stopped is not None:
        raise stopped
    return tuple(failed)


def _looked_up(instance: Instance, case_id: CaseId) -> bool:
    """Return whether the identity was looked up or does not need to be now. False if the look-up failed."""
    try:
        confirm_identity(instance, case_id)
    except Stayed:
        return True
    except Exception as error:
        if machine_fault(error):
            raise
        if isinstance(error, Conflict) and case_id not in instance.cases.in_state(State.DOCKETED):
            return True  # another process was quicker
        log_failure(f"the identity of case {case_id}", error)
        return False
    return True


def _findings(
    instance: Instance, case: Case, claim: Claim, records: Sequence[RegisterRecord] | None
) -> commands.RecordIdentity:
    """Return the command that follows from the register's answer. `records` is None if the register was not asked."""
    if records is None or _exhausted(instance, case, claim):
        return commands.RecordIdentity(IdentityOutcome.NOT_CONFIRMED, TOO_MANY_ATTEMPTS, {}, "", "")
    found = compare(instance, claim, records)
    if found.outcome is not IdentityOutcome.CONFIRMED:
        ground = "" if found.reason is None else found.reason.value
        return commands.RecordIdentity(found.outcome, ground, found.factors, "", "")
    dossier = compose(instance, case, found)
    return commands.RecordIdentity(found.outcome, "", found.factors, dossier, digest_of(dossier))


def compare(instance: Instance, claim: Claim, records: Sequence[RegisterRecord]) -> Corroboration:
    """Return the corroboration of a claim by the records that the register has under its TIN, by the pack's policy."""
    policy = IdentityPolicy(address_must_agree=instance.pack.parameters.address_must_agree)
    return corroborate(claim, records, policy, today=instance.now().date())


def _exhausted(instance: Instance, case: Case, claim: Claim) -> bool:
    """Return whether the register was asked too often about the person or for the official.

    The limits keep a requester from learning the register's content by trying, for example one birth date after
    another.
    """
    since = instance.now() - timedelta(days=instance.configuration.attempts_window_days)
    subject = instance.keyring.subject(claim.tin)
    on_person, by_official = instance.batches.attempts(subject, case.official, since)
    allowed = instance.configuration
    return on_person >= allowed.attempts_per_person or by_official >= allowed.attempts_per_official
