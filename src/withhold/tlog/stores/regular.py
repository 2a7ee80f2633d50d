"""Reads regular files only, and only so many bytes. Somebody else may have made the file.

Opening a named pipe waits for a writer, perhaps forever. Opening a device can have effects.
"""

import os
import stat

_CHUNK = 1 << 16


class NotRegular(OSError):
    """The name belongs to a pipe, a socket or a device."""

    def __init__(self) -> None:
        super().__init__(0, "not a regular file")


def read_regular(path: str, cap: int) -> bytes:
    """Return the first ``cap`` + 1 bytes of a file. Never waits for another process. Raises OSError or NotRegular."""
    _require_regular(os.stat(path))  # noqa: PTH116 - before it is opened
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        _require_regular(os.fstat(descriptor))  # it may be another by now
        content = b""
        # By pieces: asked for 16 MB at once, the library would set them aside first.
        while chunk := file.read(min(_CHUNK, cap + 1 - len(content))):
            content += chunk
        return content


def _require_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(0, "is a directory")
    if not stat.S_ISREG(status.st_mode):
        raise NotRegular
