"""The canonical form of a street: directionals, name and suffix (Publication 28, 233 to 234)."""

from withhold.identity.highways import canonical_highway
from withhold.identity.postal import DIRECTIONS, GENERIC, SUFFIXES


def canonical_street(words: list[str]) -> str | None:
    """Return a street such as ``N MAIN ST`` from the words between house number and unit, or None if they name none.

    Suffix words are abbreviated in every position. For example, ``AVENUE A`` becomes ``AVE A``, and ``MOUNT VERNON
    AVE`` becomes ``MT VERNON AVE``. A name is a word of two letters or more. A single letter or a number is a name only
    beside a suffix or a directional.
    """
    before, body = _predirectional(words)
    body, after = _postdirectional(body)
    if not body:
        return None
    name = [SUFFIXES.get(word, word) for word in canonical_highway(" ".join(body)).split()]
    if not _is_street_name(name, directed=bool(before or after)):
        return None
    return " ".join([*before, *name, *after])


def _predirectional(words: list[str]) -> tuple[list[str], list[str]]:
    """Split off a leading directional. If it is the only word, it stays."""
    pair = _pair(words[:2])
    # In `N EAST ST` the second directional is the street's name.
    if pair and len(words) > 2 and not (len(words) == 3 and words[2] in SUFFIXES):
        return [pair], words[2:]
    if len(words) > 1 and words[0] in DIRECTIONS:
        return [DIRECTIONS[words[0]]], words[1:]
    return [], words


def _postdirectional(words: list[str]) -> tuple[list[str], list[str]]:
    """Split off a trailing directional. The rest is empty if there was nothing else."""
    pair = _pair(words[-2:])
    if pair:
        return words[:-2], [pair]
    if words and words[-1] in DIRECTIONS:
        return words[:-1], [DIRECTIONS[words[-1]]]
    return words, []


def _pair(words: list[str]) -> str:
    """Return ``NE`` for ``N E`` or ``NORTH EAST``, and so on. "" if the words are no such pair."""
    both = "".join(DIRECTIONS.get(word, "?") for word in words)
    return both if both in ("NE", "NW", "SE", "SW") and len(words) == 2 else ""


def _is_street_name(name: list[str], *, directed: bool) -> bool:
    """Return whether ``name``, with its suffixes abbreviated, names a street. ``directed`` if it had a directional."""
    if len(name) == 1 and name[0] in GENERIC:
        return directed
    suffixed = len(name) > 1 and any(word in SUFFIXES for word in (name[0], name[-1]))
    if suffixed or directed:
        return True
    return any(sum(letter.isalpha() for letter in word) > 1 for word in name)
