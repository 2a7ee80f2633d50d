"""How alike two masked reasons are: the share of their groups of five characters that both have.

A mail merge can be disguised. It swaps a town, adds a clause for each person, changes the order of the clauses, or
has typing errors. The masked text (see `reasons`) changes by that, and most of its groups of five characters do not.
For example, `` A COPY `` and `` A COPIER `` share " A CO" and "A COP", two of their eight groups.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from withhold.model.standing import AlikeBefore

GRAM = 5
"""Characters in a group."""
ALIKE = 0.35
"""The least similarity of two reasons that count as one text. Unrelated sound reasons reach about 0.15. Those of one
office that always closes with the same sentence reach about 0.3."""

_ROUNDING = 1e-9
"""What a product of floating point may be below the whole number that it should be."""


def padded(mask: str) -> str:
    """Return a masked reason with a space at either end, filled up to one group if it is shorter."""
    return f" {mask} ".ljust(GRAM)


def grams(mask: str) -> frozenset[str]:
    """Return the groups of five neighboring characters in a masked reason, with a space at either end."""
    text = padded(mask)
    return frozenset([text[at : at + GRAM] for at in range(len(text) - GRAM + 1)])


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Jaccard similarity of two sets of `grams`: the share of all groups that both have, 0 to 1."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def percent(share: float) -> int:
    """Return a similarity in whole percent, rounded down, so that only texts with the same groups have 100."""
    return int(100 * share + _ROUNDING)


@dataclass(frozen=True, slots=True)
class TextsGiven:
    """Recent texts that are known, such as those of a vector: text → number of people. See `model.standing`."""

    given: Mapping[str, int]

    def alike(self, texts: Sequence[str]) -> list[AlikeBefore]:
        """Return for each text the number of people whose text is alike to it, and how alike the nearest is."""
        known = [(grams(text), people) for text, people in self.given.items()]
        return [_alike(one, known) for one in map(grams, texts)]


def _alike(one: frozenset[str], known: Sequence[tuple[frozenset[str], int]]) -> AlikeBefore:
    shares = [(similarity(one, other), people) for other, people in known]
    alike = [each for each in shares if each[0] >= ALIKE]
    return AlikeBefore(sum(people for _, people in alike), percent(max((share for share, _ in alike), default=0)))
