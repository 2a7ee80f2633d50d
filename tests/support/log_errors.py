"""One error of each class that the log library can raise."""

import inspect

from withhold.tlog import errors
from withhold.tlog.errors import LogError, NotReadable

CLASSES = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, LogError)]


def made(kind: type[LogError]) -> LogError:
    """Return an error of this class whose reason is the word "broken"."""
    return kind("log", "broken") if issubclass(kind, NotReadable) else kind("broken")
