"""Files on their way in: how much of each has come, who signed it, and how far taking it in has got."""

from datetime import datetime
from enum import StrEnum

from django.db.models import F

from withhold.model.errors import Conflict
from withhold.records.models import Upload


class UploadState(StrEnum):
    """Where a file on its way in stands."""

    RECEIVING = "receiving"
    RECEIVED = "received"
    SIGNED = "signed"
    FILED = "filed"
    FAILED = "failed"


class Uploads:
    """One home's uploads. Writing belongs inside `write_transaction`, but for `progressed`, which nothing rests on."""

    def __init__(self, alias: str) -> None:
        self._alias = alias

    def begin(
        self, upload_id: str, agency: str, signer: str, suffix: str, size: int, corrects: str, at: datetime
    ) -> None:
        """Enter a file of which nothing has come yet; `size` in bytes."""
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

    def get(self, upload_id: str, signer: str) -> Upload | None:
        """The signer's upload of that id; nobody else's."""
        return Upload.objects.using(self._alias).filter(upload_id=upload_id, signer=signer).first()

    def of(self, signer: str, limit: int) -> list[Upload]:
        """The signer's uploads, latest first."""
        return list(Upload.objects.using(self._alias).filter(signer=signer).order_by("-begun_at")[:limit])

    def under_way(self, signer: str) -> int:
        """How many of the signer's files are neither filed nor failed."""
        ended = (UploadState.FILED.value, UploadState.FAILED.value)
        return Upload.objects.using(self._alias).filter(signer=signer).exclude(state__in=ended).count()

    def next_signed(self) -> Upload | None:
        """The signed file that has waited longest."""
        rows = Upload.objects.using(self._alias).filter(state=UploadState.SIGNED.value)
        return rows.order_by("begun_at", "upload_id").first()

    def signed_before(self, signed: Upload) -> int:
        """How many signed files wait before this one."""
        rows = Upload.objects.using(self._alias).filter(state=UploadState.SIGNED.value, begun_at__lt=signed.begun_at)
        return rows.count()

    def grown(self, upload_id: str, before: int, after: int) -> None:
        """Note that more has come. Raises Conflict if somebody else noted it first."""
        rows = Upload.objects.using(self._alias).filter(
            upload_id=upload_id, received=before, state=UploadState.RECEIVING.value
        )
        if not rows.update(received=after):
            raise Conflict("another part of this file came at the same time; ask how much has come, and go on there")

    def begin_attempt(self, upload_id: str) -> None:
        """Count another attempt to take the file in. It stands even if the process is killed a moment later."""
        rows = Upload.objects.using(self._alias).filter(upload_id=upload_id)
        rows.update(attempts=F("attempts") + 1)

    def forgive_attempt(self, upload_id: str) -> None:
        """Do not count the attempt: the machine stopped it, not the file."""
        rows = Upload.objects.using(self._alias).filter(upload_id=upload_id, attempts__gt=0)
        rows.update(attempts=F("attempts") - 1)

    def move(self, upload_id: str, state: UploadState, **changed: str) -> None:
        """Bring an upload to a state."""
        Upload.objects.using(self._alias).filter(upload_id=upload_id).update(state=state.value, **changed)

    def progressed(self, upload_id: str, stage: str, done: int, total: int) -> None:
        """Note how far taking it in has got."""
        Upload.objects.using(self._alias).filter(upload_id=upload_id).update(stage=stage[:40], done=done, total=total)
