"""A street's name in canonical form: directionals, name, suffix (Publication 28, 233 to 234)."""

from withhold.identity.highways import canonical_highway
from withhold.identity.postal import DIRECTIONS, GENERIC, SUFFIXES


def canonical_street(words: list[str]) -> str | None:
    """``N MAIN ST`` from the words after a house number and before a unit; None when they name no street.

    Suffix words are abbreviated wherever they stand (``AVENUE A``, ``MOUNT VERNON AVE``). A name is a word of
    two letters or more, or a single letter or a number that a suffix or a directional stands beside.
    """
    before, body = _predirectional(words)
    body, after = _postdirectional(body)
    if not body:
        return None
    name = [SUFFIXES.get(word, word) for word in canonical_highway(" ".join(body)).split()]
    if not _names(name, directed=bool(before or after)):
        return None
    return " ".join([*before, *name, *after])


def _predirectional(words: list[str]) -> tuple[list[str], list[str]]:
    """Parts a leading directional from the rest; one that is the only word stays."""
    pair = _pair(words[:2])
    # In `N EAST ST` the second directional is the street's name.
    if pair and len(words) > 2 and not (len(words) == 3 and words[2] in SUFFIXES):
        return [pair], words[2:]
    if len(words) > 1 and words[0] in DIRECTIONS:
        return [DIRECTIONS[words[0]]], words[1:]
    return [], words


def _postdirectional(words: list[str]) -> tuple[list[str], list[str]]:
    """Parts a trailing directional from the rest, which is empty where a directional stood alone."""
    pair = _pair(words[-2:])
    if pair:
        return words[:-2], [pair]
    if words and words[-1] in DIRECTIONS:
        return words[:-1], [DIRECTIONS[words[-1]]]
    return words, []


def _pair(words: list[str]) -> str:
    """``NE`` for ``N E`` or ``NORTH EAST``."""
    both = "".join(DIRECTIONS.get(word, "?") for word in words)
    return both if both in ("NE", "NW", "SE", "SW") and len(words) == 2 else ""


def _names(name: list[str], *, directed: bool) -> bool:
    """Whether ``name`` (suffixes already abbreviated) names a street."""
    if len(name) == 1 and name[0] in GENERIC:
        return directed
    suffixed = len(name) > 1 and any(word in SUFFIXES for word in (name[0], name[-1]))
    if suffixed or directed:
        return True
    return any(sum(letter.isalpha() for letter in word) > 1 for word in name)
