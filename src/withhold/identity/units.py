"""Secondary units at the end of an address line, or alone on the other line (Publication 28, 213 and C2).

For example, ``APT 4B`` in ``123 MAIN ST APT 4B`` is one.
"""

import re
from typing import Final

from withhold.identity.postal import DIRECTIONS, SUFFIXES, UNITS, UNITS_ALONE, UNITS_SURE

_ORDINAL: Final = re.compile(r"([0-9]+)(?:ST|ND|RD|TH)")
_FLOORS: Final = frozenset(spelling for spelling, unit in UNITS.items() if unit == "FL")
_LONGEST_WORD: Final = 12
_MARKS: Final = frozenset({"#", "-", "/"})


def parse_units(words: list[str]) -> str | None:
    """Return the canonical unit, such as ``BLDG 2 APT 4B``, or None if ``words`` are anything else."""
    if len(words) == 2 and words[1] in _FLOORS and words[0][:1].isdigit():
        return f"FL {_identifier('FL', words[:1])}"
    units: list[str] = []
    at = 0
    while at < len(words):
        designator = UNITS.get(words[at])
        end = _next_designator(words, at + 1)
        if designator is None or _ends_street(words[at:end]) or not _identifies(designator, words[at + 1 : end]):
            return None
        units.append(f"{designator} {_identifier(designator, words[at + 1 : end])}".rstrip())
        at = end
    return " ".join(units) or None


def split_units(words: list[str]) -> tuple[list[str], str]:
    """Return the words of the street, and the canonical unit after them. The unit is "" if there is none."""
    if UNITS.keys().isdisjoint(words):
        return words, ""
    for at in range(1, len(words)):
        unit = parse_units(words[at:])
        if unit is not None:
            return words[:at], unit
    return words, ""


def _next_designator(words: list[str], at: int) -> int:
    """Return the index of the next designator. A ``#`` right after a designator belongs to it, as in ``APT # 4``."""
    at += at < len(words) and words[at] == "#"
    while at < len(words) and words[at] not in UNITS:
        at += 1
    return at


def _ends_street(words: list[str]) -> bool:
    """Return whether a word that is both designator and suffix is the suffix, as in ``MAPLE KEY E`` or ``KEY # 12``."""
    return words[0] in SUFFIXES and (words[1:2] == ["#"] or DIRECTIONS.keys() >= set(words[1:]))


def _identifies(designator: str, words: list[str]) -> bool:
    """Return whether ``words`` can follow ``designator``. ``LOWER MILL RD`` and ``FLOOR ST`` stay street names."""
    words = [word for word in words if word not in _MARKS]
    if not words:
        return designator in UNITS_ALONE
    first, *others = words
    if not all(_short(word) for word in others):
        return False
    if _short(first):
        return True
    plain = first not in SUFFIXES and first not in DIRECTIONS and len(first) <= _LONGEST_WORD
    return designator in UNITS_SURE and plain


def _short(word: str) -> bool:
    return len(word) == 1 or (len(word) <= _LONGEST_WORD and any(letter.isdigit() for letter in word))


def _identifier(designator: str, words: list[str]) -> str:
    """Return one spelling for ``4 B``, ``4-B`` and ``4B``. Two numbers side by side stay separate: ``2-10``."""
    text = " ".join(word.replace("-", " ") for word in words if word not in _MARKS)
    if designator == "FL":
        text = _ORDINAL.sub(r"\1", text)
    return re.sub(r"(?<![0-9]) | (?![0-9])", "", text).replace(" ", "-")
