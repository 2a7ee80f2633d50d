"""Keys of a reason by which similar reasons can be counted. Two reasons share a key, or they do not.

A mail merge can be disguised: it changes the order of words, uses synonyms, spells out numbers, or adds padding. The
masked text (see `reasons`) detects none of this. So each reason also has these keys:

- the set of its content words, in which every word is replaced by the class of its synonyms,
- two halves of that set, divided by a hash of the class.

If one word is added or left out, only one half changes. Texts made from the same source still share the other half.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar
from zlib import crc32

from withhold.law.tables import Section, read_table

_FILE = Path(__file__).with_name("similarity.toml")
_LEAST, _LEAST_IN_HALF = 4, 5
"""The fewest content words of a text, and of a half. With fewer, unrelated texts would share them by chance."""
_BLANK = "#"
_SCATTER = 2_654_435_761
_ENDINGS = ("INGS", "ING", "IES", "ED", "ES", "S", "E", "Y")
_SHORTEST_STEM = 4
_CACHED_WORDS = 1 << 16

T = TypeVar("T")


def _stem(word: str) -> str:
    """Return the word without its usual English ending. It is crude, but equal for all forms of most words."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def _read(path: Path) -> tuple[frozenset[str], dict[str, str]]:
    """Return the words that are left out, and stem → class."""
    section = Section(path.name, read_table(path), "file").section("similarity")
    left_out = " ".join(section.text(key) for key in ("stop", "padding", "numbers", "also_names"))
    lines = [line.split() for line in section.text("synonyms").splitlines() if line]
    section.close()
    return frozenset(left_out.split()), {_stem(word): words[0] for words in lines for word in words}


_LEFT_OUT, _CLASSES = _read(_FILE)


def _class(word: str) -> str:
    """Return the class that a word belongs to, its own stem if there is none, or "" if it is left out."""
    if word == _BLANK or word in _LEFT_OUT or len(word) == 1:
        return ""
    stem = _stem(word)
    return _CLASSES.get(stem, stem)


def _side(word: str) -> int:
    # The multiplication scatters the bits. The lowest bit of a CRC alone is often equal for words with one ending.
    return crc32(word.encode()) * _SCATTER >> 16 & 1


class _Cache(dict[str, T], Generic[T]):
    """Results by word, at most ``most`` of them. A dict, because a billion look-ups must not call a function each."""

    def __init__(self, derive: Callable[[str], T], most: int) -> None:
        super().__init__()
        self._derive, self._most = derive, most

    def __missing__(self, word: str) -> T:
        result = self._derive(word)
        if len(self) < self._most:
            self[word] = result
        return result


_class_of = _Cache(_class, _CACHED_WORDS).__getitem__
_side_of = _Cache(_side, _CACHED_WORDS).__getitem__


def content_words(mask: str) -> str:
    """Return the classes of a masked reason's content words, each once, sorted. "" if they are fewer than four."""
    found = set(map(_class_of, mask.split()))
    found.discard("")
    return " ".join(sorted(found)) if len(found) >= _LEAST else ""


def first_half(content: str) -> str:
    """Return those of the content words whose hash is even. "" if they are fewer than five."""
    return _half(content, 0)


def second_half(content: str) -> str:
    """Return those of the content words whose hash is odd. "" if they are fewer than five."""
    return _half(content, 1)


def _half(content: str, which: int) -> str:
    words = [word for word in content.split() if _side_of(word) == which]
    return " ".join(words) if len(words) >= _LEAST_IN_HALF else ""
