"""The fonts of a PDF file, and text that contains only characters of these fonts."""

import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

_FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"
_NAMELESS = {"Cc", "Cf", "Cn", "Co", "Cs"}
"""Unicode categories of controls, direction marks and unassigned characters.

They are shown as numbers even if a font has a glyph for them.
"""


@cache
def known() -> frozenset[str]:
    """Return the characters that both fonts have. The first call registers the fonts with ReportLab."""
    faces = [TTFont(name, _FONTS / f"{name}.ttf") for name in (REGULAR, BOLD)]
    for face in faces:
        registerFont(face)
    shared = set.intersection(*(set(face.face.charToGlyph) for face in faces))
    return frozenset(each for each in map(chr, shared) if unicodedata.category(each) not in _NAMELESS)


def written(text: str) -> str:
    """Return the text, with the Unicode number in place of each character that the fonts lack.

    For example, such a character becomes ``[U+4E2D]``. A reader can then see that something was there.
    """
    return "".join(map(_written, unicodedata.normalize("NFC", text)))


def _written(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter if letter in known() else f"[U+{ord(letter):04X}]"
