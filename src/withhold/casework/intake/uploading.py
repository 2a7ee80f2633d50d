"""Uploads: a signer's file comes in parts, is signed by passkey, and waits for the worker, which files it.

A file must be complete before it can be signed. Then it is read as intake reads it, and a file with a fault ends there.
The signer signs the digest of the file as it was received, the number of its rows, and the root over them.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

from withhold.casework.checks import acting, require_accredited
from withhold.casework.instance import Instance
from withhold.casework.intake.batch_passkey import sign_by_passkey, statement_challenge
from withhold.casework.intake.batch_rows import rows_of
from withhold.casework.machine_faults import log_failure
from withhold.model.batch_statement import BatchRows, BatchStatement
from withhold.model.cases import commands
from withhold.model.cases.determination import Assertion
from withhold.model.cases.permissions import Actor, authorize
from withhold.model.errors import Code, Conflict, Forbidden, Unreadable
from withhold.records.models import Upload
from withhold.records.projections.uploads import UploadState
from withhold.records.writing import write_transaction
from withhold.screening.reading import NAMES
from withhold.sealing.files import sync_directory

DIRECTORY = "uploads"
LARGEST = 8 * 1024**3
"""The most bytes of a file: 8 GiB."""
PART = 4 * 1024 * 1024
"""The most bytes of a part: 4 MiB."""
MOST = 10
"""How many unfinished files one signer may have at once."""
_OWNER_ONLY = 0o600
_NOT_A_FILE = frozenset({errno.ENXIO, errno.EISDIR, errno.ELOOP})


def begin_upload(instance: Instance, actor: Actor, suffix: str, size: int, corrects: str = "") -> str:
    """Begin the upload of a file of `size` bytes, and return its id.

    `suffix` is that of its name, for example `.csv`. `corrects` is the id of the row of an earlier batch that the file
    corrects, or "". Raises Forbidden, or Conflict for a file that is not accepted.
    """
    with acting(instance, actor, commands.FileBatch) as at:
        if suffix not in NAMES:
            raise Conflict(Code.UPLOAD_KIND_UNKNOWN, names=", ".join(NAMES))
        if not 0 < size <= LARGEST:
            raise Conflict(Code.UPLOAD_SIZE, limit=LARGEST // 1024**3)
        upload_id = instance.entropy(16).hex()
        (instance.home / DIRECTORY).mkdir(mode=0o700, exist_ok=True)
        if instance.uploads.under_way(actor.person) >= MOST:
            raise Conflict(Code.UPLOAD_TOO_MANY, count=MOST)
        instance.uploads.begin(upload_id, actor.agency, actor.person, suffix, size, corrects, at)
    return upload_id


def own_upload(instance: Instance, actor: Actor, upload_id: str) -> Upload:
    """Return the actor's upload. Raises Forbidden if it is another's, and in the same way if it does not exist."""
    authorize(actor, commands.FileBatch)
    found = instance.uploads.get(upload_id, actor.person)
    if found is None:
        raise Forbidden()
    return found


def add_part(instance: Instance, actor: Actor, upload_id: str, offset: int, part: BinaryIO, length: int) -> Upload:
    """Add `length` bytes at `offset`, which must be the present end of the file. Returns the upload after it.

    Each part is durable on return. The last part also reads the file and records its rows. If that was interrupted, an
    empty part at the end does it again. A file that intake cannot read fails, and its signer sees why. Raises
    Forbidden, or Conflict if the part does not belong at `offset`.
    """
    upload = own_upload(instance, actor, upload_id)
    if upload.state != UploadState.RECEIVING or offset != upload.received:
        raise Conflict(Code.UPLOAD_DOES_NOT_FOLLOW, received=upload.received)
    if not (0 < length <= min(PART, upload.size - offset) or length == 0 == upload.size - offset):
        raise Conflict(Code.UPLOAD_PART_SIZE)
    if length:
        _write(upload_path(instance, upload), offset, part, length)
        with write_transaction(instance.alias):
            require_accredited(instance, actor)
            instance.uploads.grown(upload_id, offset, offset + length)
    if offset + length == upload.size:
        _read_whole(instance, upload)
    return own_upload(instance, actor, upload_id)


def _read_whole(instance: Instance, upload: Upload) -> None:
    """Record the rows of a file that has come whole, or why intake cannot read it."""
    try:
        rows = rows_of(upload_path(instance, upload), alone=True)
    except Unreadable as fault:
        with write_transaction(instance.alias):
            instance.uploads.move(upload.upload_id, UploadState.FAILED, problem=str(fault.in_file("the file")))
        remove_upload(instance, upload)
        return
    with write_transaction(instance.alias):
        instance.uploads.whole(upload.upload_id, rows)


def _write(path: Path, offset: int, part: BinaryIO, length: int) -> None:
    """Write a part at its offset, durably. Whatever an earlier attempt wrote from there on is replaced."""
    content = part.read(length)
    if len(content) != length:
        raise Conflict(Code.UPLOAD_PART_CUT_SHORT)
    # Without O_NONBLOCK, a named pipe in the file's place would make this wait for a reader.
    flags = os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, _OWNER_ONLY)
    except OSError as error:
        if error.errno in _NOT_A_FILE:
            raise Unreadable(Code.UPLOAD_NOT_REGULAR, file=path.name) from None
        raise
    with os.fdopen(descriptor, "wb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise Unreadable(Code.UPLOAD_NOT_REGULAR, file=path.name)
        file.truncate(offset)
        file.seek(offset)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    sync_directory(path.parent)


def upload_path(instance: Instance, upload: Upload) -> Path:
    """Return the path of the upload's file."""
    return instance.home / DIRECTORY / f"{upload.upload_id}{upload.suffix}"


def upload_statement(instance: Instance, upload: Upload) -> BatchStatement:
    """Return the statement that the signer must sign. Raises Conflict if the file is incomplete or was signed."""
    if upload.state != UploadState.RECEIVED:
        raise Conflict(Code.UPLOAD_NOT_WAITING)
    rows = BatchRows(upload.digest, upload.rows, upload.root)
    return BatchStatement(instance.trust.origin, upload.agency, upload.signer, rows)


def upload_challenge(instance: Instance, actor: Actor, upload_id: str) -> bytes:
    """Return the 32 bytes that the signer's passkey signs. Raises Forbidden or Conflict."""
    return statement_challenge(upload_statement(instance, own_upload(instance, actor, upload_id)))


def sign_upload(instance: Instance, actor: Actor, upload_id: str, assertion: Assertion) -> None:
    """Sign a file, which queues it for the worker. Raises Forbidden, Conflict, or PasskeyRejected."""
    with acting(instance, actor, commands.FileBatch):
        statement = upload_statement(instance, own_upload(instance, actor, upload_id))
        if instance.batches.get(statement.digest) is not None:
            raise Conflict(Code.UPLOAD_FILED_BEFORE)
        signature = sign_by_passkey(instance, statement, assertion)
        instance.uploads.move(upload_id, UploadState.SIGNED, signature=signature.decode())


def discard_upload(instance: Instance, actor: Actor, upload_id: str) -> None:
    """Discard a file that was not signed. Raises Forbidden or Conflict."""
    with write_transaction(instance.alias):
        upload = own_upload(instance, actor, upload_id)
        if upload.state not in (UploadState.RECEIVING, UploadState.RECEIVED):
            raise Conflict(Code.UPLOAD_SIGNED_ALREADY)
        instance.uploads.move(upload_id, UploadState.FAILED, problem="discarded by its signer")
    remove_upload(instance, upload)


def remove_upload(instance: Instance, upload: Upload) -> None:
    """Remove an upload's file. If that fails, one line is logged and nothing is raised."""
    try:
        upload_path(instance, upload).unlink(missing_ok=True)
    except OSError as error:
        log_failure(f"removing the file of upload {upload.upload_id}", error)
