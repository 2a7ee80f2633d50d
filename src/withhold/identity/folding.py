"""Convert Unicode text to the small alphabet in which names and address lines are compared.

This is done once, in Python, before an engine such as Polars or Spark sees a string. Engines disagree about upper case
and white space.
"""

import unicodedata
from typing import Final

CANONICAL_VERSION: Final = 3
"""It grows whenever a canonical form of this package changes. Events record it beside what they compared."""

_APOSTROPHES: Final = "'`´ʹʻʼʽʾʿˈ‘’‛′＇Ꞌꞌ"
_JOIN: Final = {ord(mark): None for mark in _APOSTROPHES}

# Latin letters that NFKD does not decompose. A letter that is neither here nor decomposable is not guessed.
_LETTERS: Final = str.maketrans(
    {
        "Æ": "AE", "Œ": "OE", "Þ": "TH", "ẞ": "SS", "Ð": "D", "Đ": "D", "Ɖ": "D", "Ɗ": "D", "Ø": "O",
        "Ł": "L", "Ħ": "H", "Ŧ": "T", "Ŋ": "N", "ĸ": "K", "Ɓ": "B", "Ƙ": "K", "Ƴ": "Y", "Ɨ": "I", "Ə": "E",
    }
)  # fmt: skip

_FRACTIONS: Final = str.maketrans({"¼": " 1/4", "½": " 1/2", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3", "⁄": "/"})


def _ascii_table(kept: dict[str, str]) -> dict[int, str | None]:
    """Return a table from each ASCII character to itself (A-Z, 0-9), nothing (apostrophes), ``kept``, or a space."""
    table: dict[int, str | None] = dict.fromkeys(range(128), " ")
    table |= {code: chr(code) for code in range(128) if chr(code).isupper() or chr(code).isdigit()}
    table |= {ord(mark): None for mark in "'`"}
    return table | {ord(mark): text for mark, text in kept.items()}


_WORDS: Final = _ascii_table({})
_LINE: Final = _ascii_table({"-": "-", "/": "/", "#": " # "})


def fold_words(text: str) -> str:
    """Return ``text`` in A-Z, 0-9 and single spaces. "" if it has a letter or digit of another script.

    The text is decomposed (NFKD), marks and invisible characters are removed, and it is converted to upper case.
    Apostrophes join: ``O'Brien`` becomes ``OBRIEN``. A hyphen and everything else separate: ``García-López`` becomes
    ``GARCIA LOPEZ``, because registers write two surnames either way. Folding a folded text does not change it.
    """
    upper = text.upper() if text.isascii() else _latin(text)
    return " ".join(upper.translate(_WORDS).split())


def fold_line(text: str) -> str:
    """Return an address line folded like words, but with ``-`` and ``/`` kept and ``#`` as a word of its own.

    For example, ``61-15 98th St., #4`` becomes ``61-15 98TH ST # 4``.
    """
    upper = text.upper() if text.isascii() else _latin(text.translate(_FRACTIONS))
    return " ".join(upper.translate(_LINE).split())


def _latin(text: str) -> str:
    """Return ``text`` in ASCII and upper case, or "" if a letter or digit of another script remains."""
    # Apostrophes are removed before NFKD, which turns a separate acute accent into a space and a mark.
    decomposed = unicodedata.normalize("NFKD", text.translate(_JOIN))
    kept: list[str] = []
    for letter in decomposed.upper().translate(_LETTERS).translate(_JOIN):
        category = unicodedata.category(letter)
        if letter.isascii():
            kept.append(letter)
        elif category[0] in "LN":
            return ""  # without only this letter, two different names could become equal
        elif category[0] != "M" and category != "Cf":
            kept.append(" ")
    return "".join(kept)
