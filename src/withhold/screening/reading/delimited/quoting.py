"""Check the structure of CSV records before anybody relies on it: every record is complete, every quote is in place.

Splitting at every double quote gives segments that are, in turn, outside and inside quotes. A chunk is well formed if
and only if the number of quotes is even and each segment outside begins and ends with a separator or with the chunk.
Only an empty segment may be outside without one: it is the middle of a doubled quote (RFC 4180, section 2). For
example, ``"a""b",c`` has the segments outside "", "" and ``,c``.

This does not detect one short record and another that is too long by as many cells. The engine does, because it
refuses long records.
"""


class Malformed(Exception):
    """The bytes are not CSV in UTF-8 as RFC 4180 defines it, or records differ in their number of cells."""


def prove(content: bytes, width: int) -> int:
    """Return the number of records in a chunk of complete records of ``width`` cells each. Raises Malformed."""
    _check_text(content)
    segments = content.split(b'"')
    if not len(segments) % 2:  # a quote is open at the end
        raise Malformed
    _check_ends(segments)
    outside = b"".join(segments[::2]) if len(segments) > 1 else content
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


def _check_ends(segments: list[bytes]) -> None:
    """Raise Malformed if a segment outside quotes touches one with anything but a separator or a line end."""
    begins = {segment[:1] for segment in segments[2::2]}
    ends = {segment[-1:] for segment in segments[: len(segments) - 1 : 2]}
    if not (begins <= {b"", b",", b"\n", b"\r"} and ends <= {b"", b",", b"\n"}):
        raise Malformed
