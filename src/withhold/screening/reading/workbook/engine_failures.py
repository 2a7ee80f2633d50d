"""Failures of the engines, turned into one line. What they say themselves may quote a cell: it is not repeated."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from polars.exceptions import PanicException

from withhold.model.errors import Unreadable
from withhold.screening.naming import shown_path

_Result = TypeVar("_Result")


def guarded(path: Path, reason: str, work: Callable[[], _Result]) -> _Result:
    """The result of ``work``; Unreadable with ``reason`` where an engine fails, panics or runs out of memory."""
    try:
        return work()
    except Unreadable:
        raise
    except (Exception, PanicException):  # noqa: BLE001  engines raise many kinds, and panic
        raise Unreadable(shown_path(path), reason) from None
