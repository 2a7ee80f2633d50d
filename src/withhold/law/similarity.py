"""How alike two reasons are, as keys that can be counted: two texts share a key, or they do not.

A mail merge that wants to look like work changes the order of words, takes a synonym here and there, spells numbers
out, and pads. So beside the masked text, which keeps every word in its place, a reason has the set of its content
words, each taken for the class it belongs to; and two halves of that set, told apart by a hash of the class. Whatever
word is put in or left out changes one half alone: the other still says what the text was made from.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar
from zlib import crc32

from withhold.law.tables import Section, read_table

_FILE = Path(__file__).with_name("similarity.toml")
_LEAST, _LEAST_IN_HALF = 4, 5
"""Content words without which a text, or a half of one, tells nothing about its source."""
_BLANK = "#"
_SCATTER = 2_654_435_761
_ENDINGS = ("INGS", "ING", "IES", "ED", "ES", "S", "E", "Y")
_SHORTEST_STEM = 4
_KEPT = 1 << 16

T = TypeVar("T")


def _stem(word: str) -> str:
    """The word without its commonest English endings: crude, alike for all forms of most words."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _read(path: Path) -> tuple[frozenset[str], dict[str, str]]:
    """Words that are left out, and stem -> class."""
    section = Section(path.name, read_table(path), "file").section("likeness")
    left_out = " ".join(section.text(key) for key in ("stop", "padding", "numbers", "also_names"))
    lines = [line.split() for line in section.text("synonyms").splitlines() if line]
    section.close()
    return frozenset(left_out.split()), {_stem(word): words[0] for words in lines for word in words}


_LEFT_OUT, _CLASSES = _read(_FILE)


def _class(word: str) -> str:
    """What a word counts as; "" if it is left out."""
    if word == _BLANK or word in _LEFT_OUT or len(word) == 1:
        return ""
    stem = _stem(word)
    return _CLASSES.get(stem, stem)


def _side(word: str) -> int:
    # The lowest bit of a CRC alone would say the same of words with the same ending.
    return crc32(word.encode()) * _SCATTER >> 16 & 1


class _Kept(dict[str, T], Generic[T]):
    """What was derived of a word already: looked up a billion times, so without a call. Full, it takes no more."""

    def __init__(self, derive: Callable[[str], T], most: int) -> None:
        super().__init__()
        self._derive, self._most = derive, most

    def __missing__(self, word: str) -> T:
        result = self._derive(word)
        if len(self) < self._most:
            self[word] = result
        return result


_class_of = _Kept(_class, _KEPT).__getitem__
_side_of = _Kept(_side, _KEPT).__getitem__


def content_words(mask: str) -> str:
    """The classes of the content words of a masked reason (see `reasons`), each once, sorted; "" for too few."""
    found = set(map(_class_of, mask.split()))
    found.discard("")
    return " ".join(sorted(found)) if len(found) >= _LEAST else ""


def first_half(content: str) -> str:
    """Those of the content words whose hash is even; "" if they are too few to tell anything."""
    return _half(content, 0)


def second_half(content: str) -> str:
    """Those of the content words whose hash is odd; "" if they are too few to tell anything."""
    return _half(content, 1)


def _half(content: str, which: int) -> str:
    words = [word for word in content.split() if _side_of(word) == which]
    return " ".join(words) if len(words) >= _LEAST_IN_HALF else ""
