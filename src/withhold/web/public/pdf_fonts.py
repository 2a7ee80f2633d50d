"""The letters of a PDF file: a font that goes with it, and text that this font can write."""

import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

_FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"
_NAMELESS = {"Cc", "Cf", "Cn", "Co", "Cs"}
"""Controls, directions and what is no letter: shown by number even where a font has something for them."""


@cache
def known() -> frozenset[str]:
    """The characters that both faces can write. The first call makes the faces known to the library."""
    faces = [TTFont(name, _FONTS / f"{name}.ttf") for name in (REGULAR, BOLD)]
    for face in faces:
        registerFont(face)
    shared = set.intersection(*(set(face.face.charToGlyph) for face in faces))
    return frozenset(each for each in map(chr, shared) if unicodedata.category(each) not in _NAMELESS)


def written(text: str) -> str:
    """The text, with each character that the font lacks as its Unicode number, as in ``[U+4E2D]``: seen, not lost."""
    return "".join(map(_written, unicodedata.normalize("NFC", text)))


def _written(letter: str) -> str:
    if letter.isspace():
        return " "
    return letter if letter in known() else f"[U+{ord(letter):04X}]"
