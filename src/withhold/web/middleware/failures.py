"""The lines that the pages write for their operator when something fails.

A line names the kind of failure and the places in the code. It contains neither the exception's message nor the path,
because both may contain what somebody typed.
"""

import logging
import sys
import traceback
from datetime import UTC, datetime

_FRAMES = 6


class Failures(logging.Handler):
    """Writes one line for each failure to standard error."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write the time, the kind of failure, and the innermost places in the code.

        For example: ``2026-07-01T12:00:00Z pages failed: KeyError at views.py:41 < guards.py:27``.
        """
        kind = record.exc_info[0] if record.exc_info else None
        if kind is None:
            return  # nothing failed: the page does not exist, or a form was refused
        places = traceback.extract_tb(record.exc_info[2])[-_FRAMES:] if record.exc_info else []
        where = " < ".join(f"{each.filename.rpartition('/')[2]}:{each.lineno}" for each in reversed(places))
        sys.stderr.write(f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} pages failed: {kind.__name__} at {where}\n")


def write_failures() -> None:
    """Make Django's logger of failed requests write these lines, and nothing else."""
    logger = logging.getLogger("django.request")
    logger.handlers[:] = [Failures()]
    logger.propagate = False
