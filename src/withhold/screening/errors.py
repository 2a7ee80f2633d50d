"""The errors of this package, besides an unreadable batch."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from polars.exceptions import ComputeError

from withhold.model.errors import Code, WithholdError
from withhold.model.full_disk import DiskFull, disk_full
from withhold.screening.naming import shown_path


class Unwritable(WithholdError):
    """The outputs cannot be written at the requested place. None of them is left behind."""


@contextmanager
def writable(place: Path) -> Iterator[None]:
    """Raise DiskFull if the disk is full, and Unwritable if the block may not write there."""
    try:
        yield
    except (OSError, ComputeError) as error:
        if disk_full(error):
            raise DiskFull(shown_path(place)) from error
        if isinstance(error, OSError) or "os error" in str(error):  # the engine passes on an error of the system
            raise Unwritable(Code.FILE_OUTPUTS_UNWRITABLE, place=shown_path(place)) from error
        raise


class Interrupted(WithholdError):
    """A process that worked on the batch ended, for example because it was killed or out of memory."""

    def __init__(self) -> None:
        super().__init__(Code.MACHINE_INTERRUPTED)
