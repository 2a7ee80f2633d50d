"""What happens without anybody waiting for it: signed files are taken in, identities confirmed, the ledger published.

Each piece of work can be stopped at any moment and is found again: a file stays signed until it is filed, a case
docketed until its identity is looked at, an event pending until it is under a checkpoint. None of it approves.
"""

from withhold.casework.desk import Desk
from withhold.casework.identifying import confirm_docketed
from withhold.casework.intake import file_batch
from withhold.casework.publishing import publish
from withhold.casework.uploading import upload_path
from withhold.model.case import State
from withhold.model.errors import Unreadable, WithholdError
from withhold.records.models import Upload
from withhold.records.uploads import UploadState
from withhold.records.writing import writing
from withhold.screening.errors import Interrupted

ONE_GO = 25
"""Cases whose identity is looked at before anything else may have its turn."""


def work_once(desk: Desk) -> bool:
    """Do one piece of work; whether there was any.

    Raises Interrupted where a process of an intake was killed, and what `publish` raises.
    """
    upload = desk.uploads.next_signed()
    if upload is not None:
        _take_in(desk, upload)
        return True
    docketed = desk.cases.in_state(State.DOCKETED)
    for start in range(0, len(docketed), ONE_GO):
        before = desk.journal.last()
        confirm_docketed(desk, docketed[start : start + ONE_GO])
        if desk.journal.last() > before:  # else all of these are under a stay, and wait
            return True
    if desk.sequencer.has_pending():
        publish(desk)
        return True
    return False


def _take_in(desk: Desk, upload: Upload) -> None:
    """Take in a signed file. What it falls short of as a whole is told to its signer, in one line."""
    path = upload_path(desk, upload)
    digest = upload.digest

    def tell(stage: str, done: int, total: int) -> None:
        desk.uploads.progressed(upload.upload_id, stage, done, total)

    try:
        file_batch(desk, path, upload.signature.encode(), tell, upload.corrects)
    except Interrupted:
        raise
    except WithholdError as error:
        if desk.batches.found(digest) is None:
            _ended(desk, upload, UploadState.FAILED, _said(error))
            path.unlink(missing_ok=True)
            return
        # It was recorded by a run that was stopped before it could say so here.
    _ended(desk, upload, UploadState.FILED, "")
    path.unlink(missing_ok=True)


def _said(error: WithholdError) -> str:
    """What the signer is told: of a file that cannot be read, the place in it, and not where it lies here."""
    if isinstance(error, Unreadable):
        return str(Unreadable("the file", error.reason, row=error.row, column=error.column))
    return str(error)


def _ended(desk: Desk, upload: Upload, state: UploadState, problem: str) -> None:
    with writing(desk.alias):
        desk.uploads.move(upload.upload_id, state, problem=problem)
