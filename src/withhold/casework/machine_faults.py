"""Telling what is wrong with the machine from what is wrong with one file or one case.

The machine's faults pass, and the work is done again. A fault of one file or case concerns that one, and the work goes
on with the next. What goes to the log names the kind of failure and the place in the code: an exception's message may
repeat what somebody wrote.
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
    """Whether the machine stopped the work: a full disk, a database that cannot be used, a log that cannot be reached.

    A database that refuses what it is asked is not such a fault: the value is at fault. See `records.database.Origin`.
    """
    if isinstance(error, TemporarilyUnable | StoreFailed | LogUnreachable):
        return True
    if isinstance(error, Error) and origin_of(error) is not Origin.STATEMENT:
        return True
    if isinstance(error, WithholdError | LogError):
        return disk_full(error)
    return disk_full(error) or (isinstance(error, OSError) and error.errno in _SYSTEM)


def log_failure(what: str, error: BaseException) -> None:
    """Write one line for the operator: what failed, the kind of failure, and the innermost places in the code."""
    places = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    where = " < ".join(f"{each.filename.rpartition('/')[2]}:{each.lineno}" for each in reversed(places))
    logger.error("%s failed: %s at %s", what, type(error).__name__, where)
