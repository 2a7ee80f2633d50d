"""The structure of a run of CSV records, proved before anybody relies on it: every record whole, every quote in place.

Splitting at every double quote gives, in turn, text outside quotes and text inside. The run is well formed exactly if
the number of quotes is even and each piece outside begins and ends with a separator or with the run. Only an empty
piece may stand outside without one: it is the middle of a doubled quote (RFC 4180, section 2). That no record is short
and another long by as much is left to the engine, which refuses long ones.
"""


class Malformed(Exception):
    """The bytes are not CSV in UTF-8 as RFC 4180 has it, or not every record has the same width."""


def prove(content: bytes, width: int) -> int:
    """The number of records in a run of whole ones, ``width`` cells each. Raises Malformed."""
    _check_text(content)
    pieces = content.split(b'"')
    if not len(pieces) % 2:  # a quote is open at the end
        raise Malformed
    _check_ends(pieces)
    outside = b"".join(pieces[::2]) if len(pieces) > 1 else content
    if b"\r" in outside and outside.count(b"\r") != outside.count(b"\r\n"):
        raise Malformed
    records = outside.count(b"\n") + (not content.endswith(b"\n"))
    if outside.count(b",") != records * (width - 1):
        raise Malformed
    return records


def _check_text(content: bytes) -> None:
    if b"\0" in content:
        raise Malformed
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            raise Malformed from None


def _check_ends(pieces: list[bytes]) -> None:
    """What stands outside quotes touches them with a separator or a line end, and with nothing else."""
    begins = {piece[:1] for piece in pieces[2::2]}
    ends = {piece[-1:] for piece in pieces[: len(pieces) - 1 : 2]}
    if not (begins <= {b"", b",", b"\n", b"\r"} and ends <= {b"", b",", b"\n"}):
        raise Malformed
