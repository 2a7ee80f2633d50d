"""Answers that a web server has compressed with gzip (RFC 1952), read with a limit on what they unpack to."""

import zlib
from collections.abc import Callable

from withhold.tlog.errors import Malformed

_GZIP = 16 + zlib.MAX_WBITS
_CHUNK = 1 << 14
_SLACK = 1 << 16
"""How many bytes the compressed form may have beyond twice the limit. Gzip never adds that many."""
_MEMBERS = 1000
"""The largest number of gzip members in a row. Without a limit, empty ones could take any amount of time."""


class Truncated(Malformed):
    """The compressed bytes end too early."""


def unpack_gzip(read: Callable[[int], bytes], cap: int) -> bytes:
    """Return what gzip bytes unpack to: all of it, or its first `cap` + 1 bytes if it is longer.

    `read(n)` returns at most the next n compressed bytes, and b"" at the end. Raises Truncated. Raises Malformed if the
    bytes are not gzip, or are far more than content of this length needs.
    """
    content = pending = b""
    machine = None
    taken = members = 0
    while len(content) <= cap:
        if not pending:
            pending = read(_CHUNK)
            taken += len(pending)
            if not pending:
                break
        if machine is None:
            machine, members = zlib.decompressobj(_GZIP), members + 1
        if taken > 2 * cap + _SLACK or members > _MEMBERS:
            raise Malformed("gzip: far longer than what it holds")
        try:
            content += machine.decompress(pending, cap + 1 - len(content))
        except zlib.error:
            raise Malformed("gzip: damaged") from None
        pending = machine.unused_data if machine.eof else machine.unconsumed_tail
        machine = None if machine.eof else machine
    else:
        return content
    if machine is not None or not members:
        raise Truncated("gzip: cut short")
    return content
