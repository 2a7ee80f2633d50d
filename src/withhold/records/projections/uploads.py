"""Files that are being uploaded or wait to be filed: bytes received, signer, and progress."""

from datetime import datetime
from enum import StrEnum

from django.db.models import F

from withhold.model.batch_statement import BatchRows
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import AgencyId, PersonId
from withhold.records.models import Upload


class UploadState(StrEnum):
    """The state of an upload. `RECEIVED` means that all bytes are on disk, and the signer has not signed yet."""

    RECEIVING = "receiving"
    RECEIVED = "received"
    SIGNED = "signed"
    FILED = "filed"
    FAILED = "failed"


class Uploads:
    """The uploads of one instance. Write inside `write_transaction`, except for `progressed`, which is only shown."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def begin(
        self, upload_id: str, agency: AgencyId, signer: PersonId, suffix: str, size: int, corrects: str, at: datetime
    ) -> None:
        """Add a file of which no byte has arrived yet. `size` is in bytes."""
        Upload.objects.using(self._alias).create(
            upload_id=upload_id,
            agency=agency,
            signer=signer,
            suffix=suffix,
            size=size,
            corrects=corrects,
            state=UploadState.RECEIVING.value,
            begun_at=at,
        )

    def get(self, upload_id: str, signer: PersonId) -> Upload | None:
        """Return the upload with that id if it is the signer's, else None."""
        return Upload.objects.using(self._alias).filter(upload_id=upload_id, signer=signer).first()

    def of(self, signer: PersonId, limit: int) -> list[Upload]:
        """Return the signer's uploads, latest first."""
        return list(Upload.objects.using(self._alias).filter(signer=signer).order_by("-begun_at")[:limit])

    def under_way(self, signer: PersonId) -> int:
        """Return how many of the signer's files are neither filed nor failed."""
        ended = (UploadState.FILED.value, UploadState.FAILED.value)
        return Upload.objects.using(self._alias).filter(signer=signer).exclude(state__in=ended).count()

    def next_signed(self) -> Upload | None:
        """Return the signed file that has waited longest. None if there is none."""
        rows = Upload.objects.using(self._alias).filter(state=UploadState.SIGNED.value)
        return rows.order_by("begun_at", "upload_id").first()

    def signed_before(self, signed: Upload) -> int:
        """Return how many signed files wait before this one."""
        rows = Upload.objects.using(self._alias).filter(state=UploadState.SIGNED.value, begun_at__lt=signed.begun_at)
        return rows.count()

    def grown(self, upload_id: str, before: int, after: int) -> None:
        """Record that `after` bytes are received, not `before`. Raises Conflict if another request was first."""
        rows = Upload.objects.using(self._alias).filter(
            upload_id=upload_id, received=before, state=UploadState.RECEIVING.value
        )
        if not rows.update(received=after):
            raise Conflict(Code.UPLOAD_PART_MEANWHILE)

    def whole(self, upload_id: str, file: BatchRows) -> None:
        """Record that all bytes are on disk, and what its signer signs of the file."""
        rows = Upload.objects.using(self._alias).filter(upload_id=upload_id, state=UploadState.RECEIVING.value)
        rows.update(state=UploadState.RECEIVED.value, digest=file.digest, rows=file.rows, root=file.root)

    def begin_attempt(self, upload_id: str) -> None:
        """Count another attempt to file it, before the attempt, so that it counts even if the process is killed."""
        rows = Upload.objects.using(self._alias).filter(upload_id=upload_id)
        rows.update(attempts=F("attempts") + 1)

    def forgive_attempt(self, upload_id: str) -> None:
        """Do not count the attempt, because a fault of the machine ended it. For example, the disk was full."""
        rows = Upload.objects.using(self._alias).filter(upload_id=upload_id, attempts__gt=0)
        rows.update(attempts=F("attempts") - 1)

    def move(self, upload_id: str, state: UploadState, **changed: str) -> None:
        """Set the state of an upload, and other columns."""
        Upload.objects.using(self._alias).filter(upload_id=upload_id).update(state=state.value, **changed)

    def progressed(self, upload_id: str, stage: str, done: int, total: int) -> None:
        """Record the progress of filing it: `done` of `total` in the stage. Only 40 characters of `stage` are kept."""
        Upload.objects.using(self._alias).filter(upload_id=upload_id).update(stage=stage[:40], done=done, total=total)
