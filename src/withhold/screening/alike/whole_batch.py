"""Count the people whose texts are alike in a whole batch.

Work is done once for each distinct text. A batch of at most 2,000 distinct texts is compared exactly. In a larger
one, every group of at most 2,000, for example the requests for one official, is compared exactly. What is still below
the limit is then compared by bands of MinHashes over the whole batch (see `bands`).

Memory does not grow with the length of the texts, and only by some numbers with how many there are (see `texts`). The
bands wait on disk.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from withhold.law.similarity import ALIKE, grams, percent, similarity
from withhold.screening.alike.bands import BANDS
from withhold.screening.alike.comparing import SMALL, Compared, compare, compare_hashes
from withhold.screening.alike.hashing import hashed
from withhold.screening.alike.meeting import Bands
from withhold.screening.alike.texts import Texts

EXACT = 2_000
"""The most distinct texts of a group in which all are compared."""
TEXTS_AT_ONCE = 20_000
_SAME = 100
"""The percentage of a text that several people have."""

Group = NDArray[np.intp]


def count_alike(
    rows: pl.DataFrame, groups: Iterable[str], enough: int, scratch: Path | None = None, bands: int = BANDS
) -> pl.DataFrame:
    """Return ``key``, ``value`` and ``nearest``, sorted by key, for each text whose people are more than one.

    ``rows`` has ``key`` (UInt64, of the text), ``text``, ``of`` (UInt64, of the person) and the columns ``groups``
    (UInt64), for each row of the batch. A key of 0 is missing. ``value`` is the number of people, at most ``enough``.
    ``nearest`` is how alike the nearest text of another person is among those compared, in whole percent.

    What does not fit in memory waits in the directory ``scratch`` meanwhile. With None, memory grows with the batch.
    """
    count = _Count(Texts.of(rows, enough), enough)
    if len(count.texts) <= EXACT:
        count.within([np.arange(len(count.texts))])
    else:
        for name in groups:
            count.within(count.texts.groups(name, EXACT))
        count.by_bands(bands, scratch)
    found = {"key": count.texts.keys, "value": count.values, "nearest": count.nearest}
    return pl.DataFrame(found).filter(pl.col("value") > 1).sort("key")


class _Count:
    """The people found so far for each text."""

    def __init__(self, texts: Texts, enough: int) -> None:
        self.texts, self._enough = texts, enough
        self.values = texts.many()
        self.nearest = np.where(self.values > 1, _SAME, 0).astype(np.int64)
        # The system gives memory to a page of it when the first number is written there.
        self._others = np.zeros((len(texts), enough), dtype=np.uint64)

    def within(self, groups: Iterable[Group]) -> None:
        """Compare all texts of each group, unless every text of it has enough people already."""
        waiting: list[Group] = []
        texts = 0
        for group in groups:
            if (self.values[group] < self._enough).any():
                waiting.append(group)
                texts += len(group)
            if texts >= TEXTS_AT_ONCE:
                self._compare(waiting)
                waiting, texts = [], 0
        self._compare(waiting)

    def _compare(self, groups: list[Group]) -> None:
        if not groups:
            return
        numbers, places = np.unique(np.concatenate(groups), return_inverse=True)
        texts = self.texts.read(numbers)
        hashes, starts = hashed(texts)
        ends = np.append(starts[1:], len(hashes))
        at = 0
        for group in groups:
            chosen = places[at : at + len(group)]
            at += len(group)
            people = [self.texts.people_of(number) for number in group.tolist()]
            if len(group) > SMALL:
                self._found(group, compare([texts[place] for place in chosen.tolist()], people, self._enough))
            else:
                own = [hashes[starts[place] : ends[place]] for place in chosen.tolist()]
                begins = np.cumsum([0, *map(len, own[:-1])])
                self._found(group, compare_hashes(np.concatenate(own), begins, people, self._enough))

    def _found(self, group: Group, found: Compared) -> None:
        enough = np.fromiter(map(len, found.people), dtype=np.int64, count=len(group)) >= self._enough
        shares = np.array(found.nearest)
        self.values[group[enough]] = self._enough
        self.nearest[group] = np.maximum(self.nearest[group], [percent(share) for share in found.nearest])
        for place in np.flatnonzero(~enough & (shares > 0)).tolist():
            self._add(int(group[place]), found.people[place])

    def by_bands(self, bands: int, scratch: Path | None) -> None:
        """Compare the texts that share a band, as long as a text has too few people."""
        short = self.values < self._enough
        if not short.any():
            return
        whole = Bands(scratch)
        whole.remove()
        try:
            for at in range(0, len(self.texts), TEXTS_AT_ONCE):
                whole.add(self.texts.read(np.arange(at, min(at + TEXTS_AT_ONCE, len(self.texts)))))
            for band in range(bands):
                for pairs in whole.pairs(band, short):
                    for ours, theirs in _at_once(*pairs):
                        self._verify(ours, theirs)
                        short[ours] = self.values[ours] < self._enough
        finally:
            whole.remove()

    def _verify(self, ours: Group, theirs: Group) -> None:
        needed = np.unique(np.concatenate((ours, theirs)))
        sets = dict(zip(needed.tolist(), map(grams, self.texts.read(needed)), strict=True))
        for one, other in zip(ours.tolist(), theirs.tolist(), strict=True):
            if self.values[one] >= self._enough:
                continue
            people = self.texts.people_of(other)
            if not self._known(one).issuperset(people):
                share = similarity(sets[one], sets[other])
                if share >= ALIKE:
                    self.nearest[one] = max(self.nearest[one], percent(share))
                    self._add(one, people)

    def _known(self, number: int) -> set[int]:
        others: list[int] = self._others[number].tolist()
        return {*self.texts.people_of(number), *filter(None, others)}

    def _add(self, number: int, people: Iterable[int]) -> None:
        if self.values[number] >= self._enough:
            return
        whole = self._known(number) | set(people)
        self.values[number] = min(len(whole), self._enough)
        if len(whole) < self._enough:
            others = sorted(whole.difference(self.texts.people_of(number)))
            self._others[number, : len(others)] = others


def _at_once(ours: Group, theirs: Group) -> Iterator[tuple[Group, Group]]:
    """Yield some pairs after the others, so that their texts fit in memory."""
    for at in range(0, len(ours), TEXTS_AT_ONCE):
        yield ours[at : at + TEXTS_AT_ONCE], theirs[at : at + TEXTS_AT_ONCE]
