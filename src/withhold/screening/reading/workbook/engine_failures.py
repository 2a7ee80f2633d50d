"""Turn failures of the engines into one line. Their own messages may quote a cell, so they are not repeated."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from polars.exceptions import PanicException

from withhold.model.errors import InWords, Unreadable
from withhold.screening.naming import shown_path

_Result = TypeVar("_Result")


def guarded(path: Path, reason: str, work: Callable[[], _Result]) -> _Result:
    """Return the result of ``work``. Raises Unreadable with ``reason`` if an engine fails, panics or has no memory."""
    try:
        return work()
    except Unreadable:
        raise
    except (Exception, PanicException):  # noqa: BLE001  engines raise many kinds, and panic
        raise InWords(shown_path(path), reason) from None
