"""Whether a case's request is a row that its signer signed. A release requires it, and an audit checks every case.

The file of a batch is deleted after intake. What remains is the signature over its rows, in the batch's event, and the
inclusion path of each case's row. So whoever records a case with another request, or with the request of nobody, can
record it and get it reviewed, but cannot get it released. The signature is verified by the keys that the signer's
events give them, and never by those in a table: a key that was in the table for a minute signs nothing.
"""

from collections.abc import Sequence
from itertools import takewhile

from withhold.casework.accreditation.row_against_events import passkeys_of
from withhold.casework.acts.registered_passkeys import require_passkey_kind
from withhold.casework.instance import Instance, case_id_of
from withhold.casework.intake.batch_passkey import assertion_in, is_by_passkey, statement_challenge
from withhold.casework.intake.batch_signature import verify_batch_signature
from withhold.casework.publication.proving import LedgerProofs
from withhold.events.codec import Event, read
from withhold.events.signed_rows import row_hash, verify_signed_row
from withhold.model.batch_statement import BatchRows, BatchStatement
from withhold.model.cases.case import Case
from withhold.model.errors import Code, Conflict, Fault, Unreadable
from withhold.model.identifiers import folded
from withhold.model.occurrences import BatchReceived, EnrollmentOpened, PersonAccredited
from withhold.records.log.journal import Stored
from withhold.sealing.errors import PasskeyRejected
from withhold.sealing.keys import VerifyingKey
from withhold.sealing.passkey_record import RegisteredPasskey
from withhold.sealing.passkeys import check_assertion


def require_signed_request(instance: Instance, case: Case, proofs: LedgerProofs) -> None:
    """Raise Fault unless the request of the case and of its dossier is the signed row of its batch.

    The batch's event, and those of the signer, are proven to be on the ledger. Raises Conflict if one is not yet.
    """
    recorded = instance.journal.stream(f"batch/{case.batch}")
    received = instance.recorder.read_event(recorded[0]) if len(recorded) == 1 else None
    if not isinstance(received, BatchReceived):
        raise Fault(Code.CASE_BATCH_NOT_SIGNED)
    signer = instance.journal.stream(f"person/{received.signer}")
    for each in (*recorded, *signer):
        proofs.prove(each)
    verify_signed_request(received, signed_rows(instance, received, recorded[0], signer), case)


def signed_rows(instance: Instance, received: BatchReceived, batch: Stored, signer: Sequence[Stored]) -> BatchRows:
    """Return the rows that the signer of a batch signed. `batch` and `signer` are the rows of the events.

    Raises Fault unless a key that these events give the signer signed exactly what the batch's event names.
    """
    rows = BatchRows(received.digest, received.rows, received.root)
    statement = BatchStatement(instance.trust.origin, received.agency, received.signer, rows)
    events = [(stored, instance.recorder.read_event(stored)) for stored in signer]
    # A recovery ends the passkeys before it. One that came after the batch ends none that signed the batch.
    history = [event for _, event in takewhile(lambda each: not _recovered_since(batch, *each), events)]
    try:
        if not _is_of_agency(history, received):
            raise Fault(Code.CASE_BATCH_NOT_SIGNED)
        _verify(instance, received.signature.encode(), statement, history)
    except (Fault, Conflict, PasskeyRejected, Unreadable):
        raise Fault(Code.CASE_BATCH_NOT_SIGNED) from None
    return rows


def _recovered_since(batch: Stored, stored: Stored, event: Event) -> bool:
    before = stored.position is not None and (batch.position is None or stored.position < batch.position)
    return isinstance(event, EnrollmentOpened) and event.recovery and not before


def _is_of_agency(history: Sequence[Event], received: BatchReceived) -> bool:
    first = next(iter(history), None)
    return isinstance(first, PersonAccredited) and (first.person, first.agency) == (received.signer, received.agency)


def _verify(instance: Instance, signature: bytes, statement: BatchStatement, history: Sequence[Event]) -> None:
    if not is_by_passkey(signature):
        accredited = history[0]
        assert isinstance(accredited, PersonAccredited)  # `_is_of_agency`
        key = VerifyingKey.parse(accredited.keys.get("signing", ""), "accreditation")
        verify_batch_signature(signature, statement, key)
        return
    assertion = assertion_in(signature, statement)
    # The counter was compared when the assertion was made.
    passkeys = [RegisteredPasskey.from_record({**each, "counter": 0}) for each in passkeys_of(history)]
    signed = check_assertion(
        passkeys,
        assertion,
        challenge=statement_challenge(statement),
        rp_id=instance.configuration.passkey_domain,
        origin=instance.configuration.passkey_origin,
    )
    require_passkey_kind(instance, signed)


def verify_signed_request(received: BatchReceived, signed: BatchRows, case: Case) -> None:
    """Raise Fault unless the request of the case and of its dossier is the row of the batch that its id names."""
    request = case.request.as_text()
    if (case.agency, case.batch, case.case_id) != (received.agency, signed.digest, case_id_of(signed.digest, case.row)):
        raise Fault(Code.CASE_ROW_NOT_SIGNED)
    if folded(case.request.signer_id) != folded(received.signer):
        raise Fault(Code.CASE_ROW_NOT_SIGNED)
    verify_signed_row(signed, case.row, row_hash(request), case.asked.path)
    if case.dossier and read(case.dossier.encode()).get("request") != request:
        raise Fault(Code.CASE_ROW_NOT_SIGNED)
