"""Compare reasons with those of the agency's recent requests, of which only sketches are kept.

A sketch is 256 bytes. Each is a hash of one of a text's groups of five characters: of the one whose keyed hash is the
least by one of 256 orders. Of two texts of which a share J is the same, about a share J of the bytes are the same. The
standard error is 3 % at most. Without the key, nobody can try whether a sketch is that of a guessed text. Two sketches
show only how alike their texts are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from withhold.law.similarity import ALIKE, grams, percent
from withhold.model.standing import AlikeBefore
from withhold.screening.alike.hashing import MIX

SIZE = 256
"""Bytes of a sketch."""
_CHANCE = 1 / 256
"""The probability that a byte is the same by chance."""
_LEAST = round(SIZE * (ALIKE + (1 - ALIKE) * _CHANCE))
"""The least number of equal bytes of two sketches whose texts count as alike."""
_ERROR = 16
"""Equal bytes that two sketches may lack by chance: two standard errors."""
_BAND = 3
_BANDS = SIZE // _BAND
"""Texts are compared if a band of three bytes is the same. Of texts of which 35 % is the same, 98 % meet."""
_AT_ONCE = 500
_CHOICE = np.random.Generator(np.random.PCG64(5))
_FACTORS = _CHOICE.integers(0, 1 << 63, SIZE, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SALTS = _CHOICE.integers(0, 1 << 63, SIZE, dtype=np.uint64)

Sketches = NDArray[np.uint8]


def sketches(texts: Sequence[str], key: bytes) -> list[bytes]:
    """Return the sketch of each text. Equal texts have equal sketches. ``key`` is secret, of 16 to 64 bytes."""
    return [each.tobytes() for part in _sketched(texts, key) for each in part]


def text_id(sketch: bytes) -> bytes:
    """Return 16 bytes by which the records find the cases that have the text of a sketch."""
    return blake2b(sketch, digest_size=16).digest()


def nearest(sketch: bytes, given: Iterable[bytes], most: int) -> list[bytes]:
    """Return those of the given sketches whose texts may be alike to that of a sketch, the nearest first.

    The texts must be compared after that, because a sketch shows only about how alike they are.
    """
    known = list(given)
    same = (_rows(known) == np.frombuffer(sketch, dtype=np.uint8)).sum(axis=1)
    order = np.argsort(-same, kind="stable")[:most].tolist()
    return [known[place] for place in order if same[place] >= _LEAST - _ERROR]


def people_alike(sketch: bytes, given: Mapping[bytes, int]) -> int:
    """Return the number of people whose text is alike to that of a sketch. ``given`` is sketch → people."""
    alike = (_rows(given) == np.frombuffer(sketch, dtype=np.uint8)).sum(axis=1) >= _LEAST
    return int(_numbers(given)[alike].sum())


@dataclass(frozen=True)
class RecentTexts:
    """The texts of the agency's recent requests. A text can be compared with them, and none can be listed."""

    key: bytes
    given: Mapping[bytes, int]
    """Sketch → number of people."""

    def alike(self, texts: Sequence[str]) -> list[AlikeBefore]:
        """Return for each text the people in the recent requests whose text is alike to it, and how alike it is."""
        if not self.given:
            return [AlikeBefore(0, 0)] * len(texts)
        return list(chain.from_iterable(map(self._alike, _sketched(texts, self.key))))

    def _alike(self, part: Sketches) -> list[AlikeBefore]:
        people, most = np.zeros((2, len(part)), dtype=np.int64)
        text, other = self._meeting(part)
        for at in range(0, len(text), _AT_ONCE * SIZE):  # in parts, because each pair takes 512 bytes
            ours, theirs = text[at : at + _AT_ONCE * SIZE], other[at : at + _AT_ONCE * SIZE]
            same = (part[ours] == self._sketches[theirs]).sum(axis=1)
            alike = same >= _LEAST
            np.add.at(people, ours[alike], self._numbers[theirs[alike]])
            np.maximum.at(most, ours[alike], same[alike])
        return [AlikeBefore(*each) for each in zip(people.tolist(), map(_percent, most.tolist()), strict=True)]

    def _meeting(self, part: Sketches) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the pairs of a text and a recent one that share a band, each pair once."""
        keys, owners = self._index
        wanted = _bands(part)
        first, after = np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")
        many = after - first
        text = np.repeat(np.repeat(np.arange(len(part)), _BANDS), many)
        place = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + np.repeat(first, many)
        pairs = np.unique(text * len(self._numbers) + owners[place])
        ours, theirs = np.divmod(pairs, len(self._numbers))
        return ours, theirs

    @cached_property
    def _sketches(self) -> Sketches:
        return _rows(self.given)

    @cached_property
    def _numbers(self) -> NDArray[np.int64]:
        return _numbers(self.given)

    @cached_property
    def _index(self) -> tuple[NDArray[np.uint32], NDArray[np.intp]]:
        """The bands of all recent texts, sorted, and which text has each."""
        keys = _bands(self._sketches)
        order = np.argsort(keys, kind="stable")
        return keys[order], order // _BANDS


def _percent(same: int) -> int:
    """Return about how alike two texts are whose sketches have so many equal bytes. 0 if they are not alike.

    Only equal sketches have 100, and no text that counts as alike has less than others that do.
    """
    if same in (0, SIZE):
        return 100 * same // SIZE
    share = (same / SIZE - _CHANCE) / (1 - _CHANCE)
    return min(max(percent(share), percent(ALIKE)), 99)


def _rows(given: Iterable[bytes]) -> Sketches:
    return np.frombuffer(b"".join(given), dtype=np.uint8).reshape(-1, SIZE)


def _numbers(given: Mapping[bytes, int]) -> NDArray[np.int64]:
    return np.fromiter(given.values(), dtype=np.int64, count=len(given))


def _bands(part: Sketches) -> NDArray[np.uint32]:
    """Return the bands of some sketches one after the other, each as a number with its place in the sketch."""
    rows = part[:, : _BANDS * _BAND].reshape(len(part), _BANDS, _BAND).astype(np.uint32)
    numbers = rows[:, :, 0] << 16 | rows[:, :, 1] << 8 | rows[:, :, 2]
    placed = numbers | np.arange(_BANDS, dtype=np.uint32) << np.uint32(24)
    return placed.ravel().astype(np.uint32)


def _sketched(texts: Sequence[str], key: bytes) -> Iterator[Sketches]:
    """Yield the sketches of some texts after the others, a row of bytes for each."""
    known: dict[str, int] = {}
    for at in range(0, len(texts), _AT_ONCE):
        sets = [grams(text) for text in texts[at : at + _AT_ONCE]]
        for gram in set().union(*sets) - known.keys():
            known[gram] = int.from_bytes(blake2b(gram.encode(), digest_size=8, key=key).digest())
        hashes = np.fromiter(map(known.__getitem__, chain.from_iterable(sets)), dtype=np.uint64)
        starts = np.cumsum([0, *map(len, sets[:-1])])
        part = np.empty((len(sets), SIZE), dtype=np.uint8)
        for place in range(SIZE):
            least = np.minimum.reduceat((hashes ^ _SALTS[place]) * _FACTORS[place], starts)
            part[:, place] = (least * MIX) >> np.uint64(56)
        yield part
