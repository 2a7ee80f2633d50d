"""Recognize a reason that says nothing by its words.

Each rule describes a kind of text, and none lists texts. The rules read the reason's words in capitals, with ``#`` for
numbers and for the names of the row's own person.
"""

from functools import lru_cache

from withhold.law.folding import fold
from withhold.law.specificity.lists import LISTS, Phrases

_ENGLISH, _OTHER_LANGUAGES, _FILLER = LISTS["english"], LISTS["other_languages"], LISTS["filler"]
_EMPTY, _REFERENCE = LISTS["empty"], LISTS["reference"]
_STATUTE, _CIVIL, _CRIMINAL = Phrases.of("statute"), Phrases.of("civil"), Phrases.of("criminal")
_ACTS = Phrases.of("acts")
_FILLER_PHRASES = Phrases.of("filler_phrases")

_KEY_ROWS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
_RUN = 4
_RUNS = tuple(
    row[place : place + _RUN]
    for keys in _KEY_ROWS
    for row in (keys, keys[::-1])
    for place in range(len(row) - _RUN + 1)
)
_VOWELS = frozenset("AEIOUY")
_FEW = 3
_LEAST_REPEATED = 6

SEPARATOR = "\x1f"
REFERENCE, STATUTE = "reference", "statute"
CIVIL = "civil_only"
"""The id of a rule that alone returns nothing: words of a civil matter may be part of a crime's."""


def said_check(text: str) -> str:
    """Return the id of the first rule by which the text says nothing, or ""."""
    words = text.split()
    different = frozenset(words)
    if _is_filler(words, different, text):
        return "filler_text"
    if _is_repeated(words, different):
        return "repeated_words"
    if _is_mash(different):
        return "keyboard"
    if _is_other_language(words):
        return "other_language"
    if _only_refers(different):
        return "reference_only"
    if _only_statute(different, text):
        return "statute_text"
    return CIVIL if _only_civil(different, text) else ""


def without_civil(text: str) -> str:
    """Return the text without its words of a civil matter if it names an act that is a crime, else the text.

    A person who smuggled people may have been placed in removal proceedings too. That does not make the matter civil.
    """
    if _CIVIL.find(frozenset(text.split()), text) and _ACTS.pattern.search(text):
        return " ".join(_CIVIL.pattern.sub(" ", text).split())
    return text


def only_own_columns(cells: str) -> bool:
    """Return whether a reason repeats other cells of its row and their names, and nothing else.

    ``cells`` are the reason and the other cells, with `SEPARATOR` between them, or "" if the reason need not be read.
    """
    reason, _, others = cells.partition(SEPARATOR)
    words = set(fold(reason).split())
    return bool(words) and words <= LISTS["column_names"].union(fold(others.replace(SEPARATOR, " ")).split())


def about(text: str) -> str:
    """Return what a text is about that says little: REFERENCE, STATUTE, or "" for anything else.

    It names what is missing in a text that another rule or the score returns. It returns none itself.
    """
    different = frozenset(text.split())
    references = len(_REFERENCE & different)
    if references > 1 or (references and _rest(different - _REFERENCE) <= _FEW):
        return REFERENCE
    cited = "USC" in different or " U S C " in f" {text} " or bool(_STATUTE.find(different, text))
    return STATUTE if cited else ""


def _is_filler(words: list[str], different: frozenset[str], text: str) -> bool:
    found = len(_FILLER & different)
    return found >= _FEW or 2 * found > len(words) or bool(_FILLER_PHRASES.find(different, text))


def _is_repeated(words: list[str], different: frozenset[str]) -> bool:
    return len(words) >= _LEAST_REPEATED and 5 * len(different) <= 2 * len(words)


def _is_mash(different: frozenset[str]) -> bool:
    long = [word for word in different if len(word) >= _RUN]
    struck = sum(map(_is_struck, long))
    return 5 * struck > 2 * len(long)


@lru_cache(maxsize=1 << 16)
def _is_struck(word: str) -> bool:
    return _VOWELS.isdisjoint(word) or len(set(word)) == 1 or any(run in word for run in _RUNS)


def _is_other_language(words: list[str]) -> bool:
    # Notes leave function words out, in English too. So the function words of another language must be there.
    other = sum(word in _OTHER_LANGUAGES for word in words)
    return other > 1 and 6 * other >= len(words) and other > 2 * sum(word in _ENGLISH for word in words)


def _only_refers(different: frozenset[str]) -> bool:
    return not _REFERENCE.isdisjoint(different) and _rest(different - _REFERENCE) < _FEW


def _only_statute(different: frozenset[str], text: str) -> bool:
    found = _STATUTE.find(different, text)
    return bool(found) and _rest(frozenset(_STATUTE.pattern.sub(" ", text).split())) <= 2 * len(found)


def _only_civil(different: frozenset[str], text: str) -> bool:
    return bool(_CIVIL.find(different, text)) and not _CRIMINAL.pattern.search(text)


def _rest(different: frozenset[str]) -> int:
    return sum(len(word) > 2 for word in different - _EMPTY)
