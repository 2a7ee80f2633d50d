"""Count the people whose texts are alike in a whole batch.

Work is done once for each distinct text. A batch of at most 2,000 distinct texts is compared exactly. In a larger
one, every group of at most 2,000, for example the requests for one official, is compared exactly. What is still below
the limit is then compared by bands of MinHashes over the whole batch (see `bands`).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from withhold.law.similarity import ALIKE, grams, similarity
from withhold.screening.alike.bands import BANDS, band_keys
from withhold.screening.alike.comparing import people_alike

EXACT = 2_000
"""The most distinct texts of a group in which all are compared."""
_BUCKET = 64
"""The most texts of one band with which a text is compared."""
_BANDS_AT_ONCE = 5
_TEXTS_AT_ONCE = 20_000
_EMPTY = 0

Group = Sequence[int]


def count_alike(rows: pl.DataFrame, groups: Sequence[str], enough: int) -> pl.DataFrame:
    """Return ``key`` and ``value``, sorted by key, for each text whose people are more than one.

    ``rows`` has ``key`` (UInt64, of the text), ``text``, ``of`` (UInt64, of the person) and the columns ``groups``
    (UInt64), for each row of the batch. A key of 0 is missing. ``value`` is the number of people, at most ``enough``.
    """
    keyed = rows.lazy().with_row_index("at").filter(pl.col("key") != _EMPTY)
    people = pl.col("of").filter(pl.col("of") != _EMPTY).unique().head(enough).alias("people")
    texts = keyed.group_by("key").agg(pl.col("at").min(), people).sort("at").collect()
    count = _Count(rows["text"].gather(texts["at"]), texts["people"], enough)
    if texts.height <= EXACT:
        count.within([range(texts.height)])
    else:
        for name in groups:
            count.within(_members(keyed, texts, name))
        count.by_bands()
    values = pl.Series("value", count.values, dtype=pl.Int64)
    return texts.select("key").with_columns(values).filter(pl.col("value") > 1).sort("key")


def _members(keyed: pl.LazyFrame, texts: pl.DataFrame, name: str) -> Iterator[Group]:
    """Yield the texts of each group of a column that has from two to ``EXACT`` of them, in order of their places."""
    numbered = texts.lazy().select("key").with_row_index("text")
    members = (
        keyed.filter(pl.col(name) != _EMPTY).select("key", name).unique().join(numbered, on="key").select("text", name)
    )
    size = pl.col("text").len()
    grouped = members.group_by(name).agg(pl.col("text").sort(), size.alias("size"))
    chosen = grouped.filter(pl.col("size").is_between(2, EXACT)).sort(pl.col("text").list.first()).collect()
    for part in chosen["text"]:
        yield part.to_list()


class _Count:
    """The people found so far for each text."""

    def __init__(self, texts: pl.Series, people: pl.Series, enough: int) -> None:
        self._texts, self._people, self._enough = texts, people, enough
        self.values: NDArray[np.int64] = people.list.len().to_numpy().astype(np.int64)
        self._more: dict[int, set[int]] = {}
        """Text → its people, where others were found and they are still too few."""

    def within(self, groups: Iterator[Group] | Sequence[Group]) -> None:
        """Compare all texts of each group, unless every text of it has enough people already."""
        waiting: list[Group] = []
        for group in groups:
            if any(self.values[number] < self._enough for number in group):
                waiting.append(group)
            if sum(map(len, waiting)) >= _TEXTS_AT_ONCE:
                self._compare(waiting)
                waiting = []
        self._compare(waiting)

    def _compare(self, groups: Sequence[Group]) -> None:
        known = self._known([number for group in groups for number in group])
        for group in groups:
            texts, people = zip(*(known[number] for number in group), strict=True)
            for number, found in zip(group, people_alike(texts, people, self._enough), strict=True):
                self._add(number, found)

    def by_bands(self) -> None:
        """Compare the texts that share a band, as long as a text has too few people."""
        if self.values.min() >= self._enough:
            return
        for first in range(0, BANDS, _BANDS_AT_ONCE):
            bands = range(first, min(first + _BANDS_AT_ONCE, BANDS))
            parts = range(0, len(self._texts), _TEXTS_AT_ONCE)
            keys = np.concatenate([band_keys(self._texts[at : at + _TEXTS_AT_ONCE].to_list(), bands) for at in parts])
            for place in range(len(bands)):
                self._meet(_buckets(keys[:, place]))

    def _meet(self, buckets: Iterator[NDArray[np.intp]]) -> None:
        waiting: list[tuple[list[int], list[int]]] = []
        texts = 0
        for bucket in buckets:
            short = bucket[self.values[bucket] < self._enough].tolist()
            if short:
                partners = bucket[:_BUCKET].tolist()
                waiting.append((short, partners))
                texts += len(short) + len(partners)
            if texts >= _TEXTS_AT_ONCE:
                self._verify(waiting)
                waiting, texts = [], 0
        self._verify(waiting)

    def _verify(self, pairs: Sequence[tuple[list[int], list[int]]]) -> None:
        known = self._known([number for short, partners in pairs for number in (*short, *partners)])
        sets = {number: grams(text) for number, (text, _) in known.items()}
        for short, partners in pairs:
            for number in short:
                found = set(self._more.get(number, known[number][1]))
                for other in partners:
                    if len(found) >= self._enough:
                        break
                    people = known[other][1]
                    if not found.issuperset(people) and similarity(sets[number], sets[other]) >= ALIKE:
                        found.update(people)
                self._add(number, found)

    def _known(self, numbers: Sequence[int]) -> dict[int, tuple[str, list[int]]]:
        """Return number → text and its own people."""
        places = pl.Series(sorted(set(numbers)), dtype=pl.UInt32)
        texts, people = self._texts.gather(places).to_list(), self._people.gather(places).to_list()
        return {n: (text, own) for n, text, own in zip(places.to_list(), texts, people, strict=True)}

    def _add(self, number: int, found: set[int]) -> None:
        whole = self._more.get(number, set()) | found
        self.values[number] = max(self.values[number], min(len(whole), self._enough))
        if self.values[number] >= self._enough:
            self._more.pop(number, None)
        elif len(whole) > 1:
            self._more[number] = whole


def _buckets(keys: NDArray[np.uint32]) -> Iterator[NDArray[np.intp]]:
    """Yield the places of each key that is there more than once, in order."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    ends = np.flatnonzero(np.diff(ordered, append=ordered[-1:] + np.uint32(1)) != 0) + 1
    starts = np.concatenate(([0], ends[:-1]))
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        if end - start > 1:
            yield order[start:end]
