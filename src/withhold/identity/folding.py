"""Unicode text to the small alphabet in which names and address lines are compared.

Done once, in Python, before any engine sees a string: engines disagree about upper-case and white space.
"""

import unicodedata
from typing import Final

CANONICAL_VERSION: Final = 2
"""Raised whenever any canonical form of this room changes; events record it beside what they compared."""

_APOSTROPHES: Final = "'`´ʹʻʼʽʾʿˈ‘’‛′＇Ꞌꞌ"
_JOIN: Final = {ord(mark): None for mark in _APOSTROPHES}

# Latin letters that NFKD leaves whole. Closed: a letter neither here nor decomposable is not guessed at.
_LETTERS: Final = str.maketrans(
    {
        "Æ": "AE", "Œ": "OE", "Þ": "TH", "ẞ": "SS", "Ð": "D", "Đ": "D", "Ɖ": "D", "Ɗ": "D", "Ø": "O",
        "Ł": "L", "Ħ": "H", "Ŧ": "T", "Ŋ": "N", "ĸ": "K", "Ɓ": "B", "Ƙ": "K", "Ƴ": "Y", "Ɨ": "I", "Ə": "E",
    }
)  # fmt: skip

_FRACTIONS: Final = str.maketrans({"¼": " 1/4", "½": " 1/2", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "⁄": "/"})


def _ascii_table(kept: dict[str, str]) -> dict[int, str | None]:
    """Every ASCII character to itself (A-Z, 0-9), to nothing (apostrophes), to ``kept``, or to a space."""
    table: dict[int, str | None] = dict.fromkeys(range(128), " ")
    table |= {code: chr(code) for code in range(128) if chr(code).isupper() or chr(code).isdigit()}
    table |= {ord(mark): None for mark in "'`"}
    return table | {ord(mark): text for mark, text in kept.items()}


_WORDS: Final = _ascii_table({})
_LINE: Final = _ascii_table({"-": "-", "/": "/", "#": " # "})


def fold_words(text: str) -> str:
    """``text`` in A-Z, 0-9 and single spaces; idempotent. "" when it holds a letter or digit that cannot be read.

    NFKD, marks and invisible characters dropped, upper-case, the closed letter table. Apostrophes join
    (O'Brien, OBRIEN); a hyphen and everything else separate (García-López, GARCIA LOPEZ), since registers
    write two surnames either way.
    """
    upper = text.upper() if text.isascii() else _latin(text)
    return " ".join(upper.translate(_WORDS).split())


def fold_line(text: str) -> str:
    """An address line folded like words, but keeping ``-`` and ``/`` and setting ``#`` apart."""
    upper = text.upper() if text.isascii() else _latin(text.translate(_FRACTIONS))
    return " ".join(upper.translate(_LINE).split())


def _latin(text: str) -> str:
    """ASCII upper-case of ``text``; "" when a letter or digit of another script remains.

    Dropping such a letter would let two different names meet, so the whole text counts as not given.
    """
    # Joined before NFKD, which turns an acute accent standing alone into a space and a mark.
    decomposed = unicodedata.normalize("NFKD", text.translate(_JOIN))
    kept: list[str] = []
    for letter in decomposed.upper().translate(_LETTERS).translate(_JOIN):
        category = unicodedata.category(letter)
        if letter.isascii():
            kept.append(letter)
        elif category[0] in "LN":
            return ""
        elif category[0] != "M" and category != "Cf":
            kept.append(" ")
    return "".join(kept)
