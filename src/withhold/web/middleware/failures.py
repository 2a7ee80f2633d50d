"""What the pages write for their operator when something fails: where in the code, of what kind; never what was sent.

An exception's message may hold what somebody typed, and so may a path: neither is written.
"""

import logging
import sys
import traceback
from datetime import UTC, datetime

_FRAMES = 6


class Failures(logging.Handler):
    """Writes one line a failure to standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the time, the kind of failure, and the innermost places in the code."""
        kind = record.exc_info[0] if record.exc_info else None
        if kind is None:
            return  # a page that is not there, a form that was refused: nothing failed
        places = traceback.extract_tb(record.exc_info[2])[-_FRAMES:] if record.exc_info else []
        where = " < ".join(f"{each.filename.rpartition('/')[2]}:{each.lineno}" for each in reversed(places))
        sys.stderr.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} pages failed: {kind.__name__} at {where}\n")


def write_failures() -> None:
    """Have Django's own logger of failed requests write so, and nothing else."""
    logger = logging.getLogger("django.request")
    logger.handlers[:] = [Failures()]
    logger.propagate = False
