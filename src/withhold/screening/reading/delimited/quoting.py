"""Check the structure of CSV records before anybody relies on it: every record is complete, every quote is in place.

Splitting at every double quote gives segments that are, in turn, outside and inside quotes. A chunk is well formed if
and only if the number of quotes is even and each segment outside begins and ends with a separator or with the chunk.
Only an empty segment may be outside without one: it is the middle of a doubled quote (RFC 4180, section 2). For
example, ``"a""b",c`` has the segments outside "", "" and ``,c``.

This does not detect one short record and another that is too long by as many cells. The engine does, because it
refuses long records.
"""

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.intp]

_QUOTE, _COMMA, _LINE_END, _RETURN = b'",\n\r'


def _among(letters: bytes) -> NDArray[np.bool_]:
    return np.isin(np.arange(256), list(letters))


# A quote beside a quote is the middle of a doubled one. Its segment is empty.
_ENDS, _BEGINS = _among(b',\n"'), _among(b',\n\r"')


class Malformed(Exception):
    """The bytes are not CSV in UTF-8 as RFC 4180 defines it, or records differ in their number of cells."""


def prove(content: bytes, width: int) -> int:
    """Return the number of records in a chunk of complete records of ``width`` cells each. Raises Malformed."""
    _check_text(content)
    letters = np.frombuffer(content, np.uint8)
    quotes = np.flatnonzero(letters == _QUOTE)
    if len(quotes) % 2:  # a quote is open at the end
        raise Malformed
    opening, closing = quotes[::2], quotes[1::2]
    _check_ends(letters, opening, closing)
    lines = _outside(letters, _LINE_END, opening, closing)
    if b"\r" in content and not _returns_end_lines(letters, opening, closing):
        raise Malformed
    records = lines + (not content.endswith(b"\n"))
    if _outside(letters, _COMMA, opening, closing) != records * (width - 1):
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


def _check_ends(letters: Bytes, opening: Places, closing: Places) -> None:
    """Raise Malformed if a segment outside quotes touches one with anything but a separator or a line end."""
    before = letters[opening[opening > 0] - 1]
    behind = letters[closing[closing < len(letters) - 1] + 1]
    if not (_ENDS[before].all() and _BEGINS[behind].all()):
        raise Malformed


def _outside(letters: Bytes, letter: int, opening: Places, closing: Places) -> int:
    """Return how often a letter is outside quotes."""
    places = np.flatnonzero(letters == letter)
    inside = np.searchsorted(places, closing) - np.searchsorted(places, opening)
    return len(places) - int(inside.sum())


def _returns_end_lines(letters: Bytes, opening: Places, closing: Places) -> bool:
    """Return whether each carriage return outside quotes is followed by a line feed."""
    returns = np.flatnonzero(letters == _RETURN)
    outside = returns[np.searchsorted(opening, returns) == np.searchsorted(closing, returns)]
    ends = outside[outside < len(letters) - 1]
    return len(ends) == len(outside) and bool((letters[ends + 1] == _LINE_END).all())
