"""Reading an answer that a web server has compressed (gzip, RFC 1952), with a limit on what it unpacks to."""

import zlib
from collections.abc import Callable

from withhold.tlog.errors import Malformed

_GZIP = 16 + zlib.MAX_WBITS
_PIECE = 1 << 14
_SLACK = 1 << 16
"""Bytes that a packed form may be longer than twice the limit. Gzip adds far less to what it cannot compress."""
_MEMBERS = 1000
"""A gzip file may be many in a row. Unlimited empty ones would cost time and give nothing."""


class CutShort(Malformed):
    """The packed bytes end before what they hold does."""


def unpacked(read: Callable[[int], bytes], cap: int) -> bytes:
    """What gzip's bytes unpack to: all of it, or the first `cap` + 1 bytes if it is longer.

    `read` gives the next packed bytes, at most so many, and b"" at the end. Raises CutShort, or Malformed on bytes that
    are not gzip, or far more of them than so short a content needs.
    """
    content = pending = b""
    machine = None
    taken = members = 0
    while len(content) <= cap:
        if not pending:
            pending = read(_PIECE)
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
        raise CutShort("gzip: cut short")
    return content
