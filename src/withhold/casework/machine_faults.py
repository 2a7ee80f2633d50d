"""Separates the faults of the machine from the faults of one file or one case.

A fault of the machine may pass, for example a full disk. The work is then done again. After a fault of one file or
case, the work continues with the next one.
"""

import errno
import logging
import traceback

from django.db import Error

from withhold.model.errors import TemporarilyUnable, WithholdError
from withhold.model.full_disk import disk_full
from withhold.records.database import Origin, origin_of
from withhold.tlog.errors import LogError, LogUnreachable, StoreFailed

_SYSTEM = frozenset(
    {errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EACCES, errno.EPERM}
)
_FRAMES = 4

logger = logging.getLogger("withhold.work")


def machine_fault(error: BaseException) -> bool:
    """Return whether the machine stopped the work.

    For example, the disk is full, the database cannot be used, or the log's storage cannot be reached. If the database
    refuses a statement, the value in it is at fault and not the machine. See `records.database.Origin`.
    """
    if isinstance(error, TemporarilyUnable | StoreFailed | LogUnreachable):
        return True
    if isinstance(error, Error) and origin_of(error) is not Origin.STATEMENT:
        return True
    if isinstance(error, WithholdError | LogError):
        return disk_full(error)
    return disk_full(error) or (isinstance(error, OSError) and error.errno in _SYSTEM)


def log_failure(what: str, error: BaseException) -> None:
    """Log one line for the operator: what failed, the type of the error, and the four innermost places in the code."""
    # Never the error's message: it may repeat what somebody wrote, such as a cell of a request.
    places = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = " < ".join(f"{each.filename.rpartition('/')[2]}:{each.lineno}" for each in reversed(places))
    logger.error("%s failed: %s at %s", what, type(error).__name__, where)
