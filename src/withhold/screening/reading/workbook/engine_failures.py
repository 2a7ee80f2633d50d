"""Turn failures of the engines into one line. Their own messages may quote a cell, so they are not repeated."""

from collections.abc import Callable
from typing import TypeVar

from polars.exceptions import PanicException

from withhold.model.errors import Unreadable

_Result = TypeVar("_Result")


def guarded(broken: Unreadable, work: Callable[[], _Result]) -> _Result:
    """Return the result of ``work``. Raises ``broken`` if an engine fails, panics or has no memory."""
    try:
        return work()
    except Unreadable:
        raise
    except (Exception, PanicException):  # noqa: BLE001  engines raise many kinds, and panic
        raise broken from None
