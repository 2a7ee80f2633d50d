"""The worker's tasks: publish the ledger, file signed uploads, confirm identities. None of them approves anything.

Each task can be stopped at any moment and is found again. A file stays signed until it is filed. A case stays docketed
until its identity is looked up. An event stays pending until it is under a checkpoint.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from django.db import Error

from withhold.casework.instance import Instance
from withhold.casework.intake.filing import FiledBefore, abandon, file_batch
from withhold.casework.intake.uploading import remove_upload, upload_path
from withhold.casework.machine_faults import log_failure, logger, machine_fault
from withhold.casework.publication.publishing import publish_if_due
from withhold.casework.review.identifying import confirm_docketed
from withhold.ledger.log_errors import error_of_log
from withhold.model.cases.case import State
from withhold.model.errors import Code, Fault, TemporarilyUnable, Unreadable, WithholdError
from withhold.model.identifiers import CaseId
from withhold.model.kinds import Kind
from withhold.records.models import Upload
from withhold.records.projections.uploads import UploadState
from withhold.records.writing import write_transaction
from withhold.screening.errors import Interrupted
from withhold.tlog.errors import LogError

ONE_GO = 25
"""How many identities are looked up before another task has its turn."""
MOST_ATTEMPTS = 5
"""How often a file may stop its worker, or one of the worker's processes, before the worker gives it up."""
AGAIN_AFTER = timedelta(minutes=1)
"""How long a case waits after its look-up failed."""

_waiting: dict[tuple[str, CaseId], datetime] = {}
"""Database alias and case -> when it may be looked up again. A new process starts with none, and looks up sooner."""


def work_once(instance: Instance) -> bool:
    """Publish if an interval is due, do one task, and return whether there was anything to do.

    A fault of one file or one case is recorded or logged, and the work continues with the others. Raises a fault of
    the machine (see `machine_faults`), Interrupted if a process of an intake was killed, and what `publish` raises.
    """
    published = publish_if_due(instance)
    upload = instance.uploads.next_signed()
    if upload is not None:
        _file_upload(instance, upload)
        return True
    now = instance.now()
    docketed = [each for each in instance.cases.in_state(State.DOCKETED) if _due(instance, each, now)]
    for start in range(0, len(docketed), ONE_GO):
        before = instance.journal.last(other_than=Kind.INTERVAL_CLOSED)
        for failed in confirm_docketed(instance, docketed[start : start + ONE_GO]):
            _waiting[instance.alias, failed] = now + AGAIN_AFTER
        # If nothing was recorded, all of these cases are under a stay or failed. They wait, and the next ones follow.
        if instance.journal.last(other_than=Kind.INTERVAL_CLOSED) > before:
            return True
    return published


def _due(instance: Instance, case_id: CaseId, now: datetime) -> bool:
    again = _waiting.get((instance.alias, case_id))
    if again is not None and again <= now:
        del _waiting[instance.alias, case_id]
        return True
    return again is None


def _file_upload(instance: Instance, upload: Upload) -> None:
    """File a signed upload. If the file as a whole is at fault, its signer sees one line that explains why."""
    if upload.attempts >= MOST_ATTEMPTS:
        _give_up(instance, upload)
        return
    # The attempt is counted before it begins, because a file that kills its worker leaves no other trace.
    with write_transaction(instance.alias):
        instance.uploads.begin_attempt(upload.upload_id)

    def progress(stage: str, done: int, total: int) -> None:
        instance.uploads.progressed(upload.upload_id, stage, done, total)

    try:
        with suppress(FiledBefore):  # by a run that was stopped before it marked the upload
            file_batch(instance, upload_path(instance, upload), upload.signature.encode(), progress, upload.corrects)
    except Exception as error:  # noqa: BLE001 - whatever it is, the other files must still be filed
        _failed(instance, upload, error)
        return
    _ended(instance, upload, UploadState.FILED, "")


def _failed(instance: Instance, upload: Upload, error: Exception) -> None:
    """Mark the file as failed if it is at fault. Raise the error again if the work is to be done again."""
    if machine_fault(error):
        _forgive(instance, upload)
        raise error
    if isinstance(error, Interrupted | MemoryError):
        # The attempt still counts, because the file itself may need more memory than there is.
        raise error
    recorded = instance.batches.get(upload.digest) is not None
    if recorded and isinstance(error, Unreadable):  # the file is gone, and its batch no longer needs it
        _ended(instance, upload, UploadState.FILED, "")
        return
    if recorded:
        # Nothing is wrong with the file. It is recorded, and only its answer is missing.
        if isinstance(error, WithholdError | LogError):
            _forgive(instance, upload)
            raise error
        log_failure(f"the answer to upload {upload.upload_id}", error)
        raise TemporarilyUnable(Code.INTAKE_ANSWER_NOT_GIVEN) from error
    if not isinstance(error, WithholdError | LogError):
        log_failure(f"upload {upload.upload_id}", error)
    _ended(instance, upload, UploadState.FAILED, _describe(error))


def _forgive(instance: Instance, upload: Upload) -> None:
    with suppress(Error), write_transaction(instance.alias):  # it may be the database that does not answer
        instance.uploads.forgive_attempt(upload.upload_id)


def _give_up(instance: Instance, upload: Upload) -> None:
    """Mark a file as failed that stopped its worker again and again, so that the others are filed."""
    logger.error("upload %s is given up after %d attempts that ended the process", upload.upload_id, upload.attempts)
    recorded = instance.batches.get(upload.digest) is not None
    abandon(instance, upload.digest)
    problem = Fault(Code.UPLOAD_STOPS_THE_PROGRAM, attempts=upload.attempts)
    _ended(instance, upload, *((UploadState.FILED, "") if recorded else (UploadState.FAILED, str(problem))))


def _describe(error: Exception) -> str:
    """Return the text that the signer sees. It names the place in the file, and not the file's path on this machine."""
    if isinstance(error, Unreadable):
        return str(error.in_file("the file"))
    if isinstance(error, WithholdError):
        return str(error)
    return str(error_of_log(error) if isinstance(error, LogError) else Fault(Code.UPLOAD_PROGRAM_FAILED))


def _ended(instance: Instance, upload: Upload, state: UploadState, problem: str) -> None:
    with write_transaction(instance.alias):
        instance.uploads.move(upload.upload_id, state, problem=problem)
    remove_upload(instance, upload)
