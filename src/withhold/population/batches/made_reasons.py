"""Reasons as agents might write them, of which no two are nearly the same text.

A reason has four sentences: what the person did, saw or suffered, how it became known, why no address is at hand, and
what the address is needed for. The sentences and their details, such as a bakery in Alder Creek, are in
`tables/reasons.toml`. Each list of a kind of reason has as many sentences, p. The first three sentences are chosen
freely, and the fourth by the sum of their numbers. So two of the first p**3 reasons of a kind have at most two
sentences in common, and the details in them differ. Such texts are not alike, as `law.similarity` measures it. Only
then do reasons share three.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import gcd
from random import Random
from string import Formatter
from tomllib import loads
from typing import Any

_SCATTER, _MULTIPLIER, _INCREMENT, _BITS = 0x9E3779B97F4A7C15, 6364136223846793005, 1442695040888963407, (1 << 64) - 1
_KEYS = "bcdfghjklmnpqrstvwxz"
_VERBS = ("check", "confirm", "find", "get", "locate", "need", "require", "review", "see", "trace", "update", "verify")
_STRUCK = (_VERBS, " ", *[_KEYS] * 7, " ", *[_KEYS] * 7)
_STRUCK_EVERY = 5
"""Of so many vague texts, one is keystrokes."""

Parts = Sequence[Sequence[str]]
"""A text in parts. One word of each is chosen. What is the same in all texts is a part with one word."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The sentences of one kind of reason. All four lists have the same length."""

    done: Sequence[Parts]
    reported: Sequence[Parts]
    moved: Sequence[Parts]
    needed: Sequence[Parts]

    def sentences(self, number: int) -> tuple[Parts, Parts, Parts, Parts]:
        """Return the sentences of the reason of that number. Each number below p**4 has other ones."""
        size = len(self.done)
        rest, first = divmod(number, size)
        rest, second = divmod(rest, size)
        rest, third = divmod(rest, size)
        fourth = (first + second + third + rest) % size
        return self.done[first], self.reported[second], self.moved[third], self.needed[fourth]


class Reasons:
    """Gives out reasons. The same seed gives the same ones in the same order."""

    def __init__(self, rng: Random) -> None:
        self._start = rng.randrange(1 << 30)
        self._given = 0
        self._vague = 0

    def next(self) -> str:
        """Return a specific reason. It is given once in each of its kind's p**4 reasons, with other details each time.

        The numbers of a kind are visited in an order that mixes all lists.
        """
        at, self._given = self._given, self._given + 1
        every = _kinds()
        turn, place = divmod(at, len(every))
        kind = every[place]
        # Where a kind is there several times, each of these has numbers of its own.
        layer, within = divmod(turn * every.count(kind) + place - every.index(kind), len(kind.done) ** 3)
        size, cube = len(kind.done), len(kind.done) ** 3
        number = layer % size * cube + (self._start + within * _coprime(cube)) % cube
        first, second, third, fourth = kind.sentences(number)
        return _chosen((*first, " ", *second, " ", *third, " ", *fourth), self._start ^ (at + 1) * _SCATTER)

    def vague(self) -> str:
        """Return a text that is no reason: general phrases, or now and then a verb and random keystrokes.

        Each is used for two rows, then never again. When all texts of phrases are used, keystrokes are left.
        """
        number, self._vague = self._vague // 2, self._vague + 1
        turn, last = divmod(number, _STRUCK_EVERY)
        spoken, texts = turn * (_STRUCK_EVERY - 1) + last, _phrases()
        if last == _STRUCK_EVERY - 1 or spoken >= len(texts):
            return _chosen(_STRUCK, ~self._start ^ (number + 1) * _SCATTER)
        return texts[(self._start + spoken * _coprime(len(texts))) % len(texts)]


def _chosen(parts: Parts, seed: int) -> str:
    """Return a text with one word of each part. It is faster than `random.Random`, and needs no better numbers."""
    state, words = seed & _BITS, []
    for part in parts:
        if len(part) == 1:
            words.append(part[0])
        else:
            state = (state * _MULTIPLIER + _INCREMENT) & _BITS
            words.append(part[(state >> 33) % len(part)])
    return "".join(words)


@cache
def _coprime(count: int) -> int:
    """Return a number by whose multiples all numbers below ``count`` are visited, neighbors far apart."""
    return next(step for step in range(count * 3 // 8 + 1, 2 * count) if gcd(step, count) == 1)


@cache
def _tables() -> Mapping[str, Any]:
    text = (files("withhold.population") / "tables" / "reasons.toml").read_text(encoding="utf-8")
    return loads(text)


@cache
def _kinds() -> tuple[Kind, ...]:
    """Return the kinds of reasons. Each is there as often as its share."""
    shared = {name: [*map(_parts, sentences)] for name, sentences in _tables()["shared"].items()}
    found: list[Kind] = []
    for each in _tables()["kind"]:
        done, needed = ([*map(_parts, each[name])] for name in ("done", "needed"))
        found += [Kind(done, shared["reported"][: len(done)], shared["moved"][: len(done)], needed)] * each["share"]
    return tuple(found)


def _parts(sentence: str) -> Parts:
    """Return a sentence in parts, of which each detail is one or several."""
    parts: list[Sequence[str]] = []
    for literal, name, _, _ in Formatter().parse(sentence):
        parts += [[literal], *(_details()[name] if name else ())]
    return parts


@cache
def _details() -> Mapping[str, Parts]:
    """Return name of a detail → its parts."""
    lists = {name: each.split() if isinstance(each, str) else each for name, each in _tables()["details"].items()}
    return {
        "town": (lists["town_first"], " ", lists["town_second"]),
        "shop": (lists["shop"], [" on "], lists["town_first"], " ", lists["street_second"]),
        "trade": (lists["trade_first"], " ", lists["trade"]),
        "thing": (lists["thing_first"], " ", lists["thing"]),
        "month": (lists["month"],),
        "day": ([*map(str, range(1, 28))],),
        "n": ([*map(str, range(4, 42))],),
    }


@cache
def _phrases() -> tuple[str, ...]:
    """Return the texts of three general phrases. Two have at most one in common, and it is a small part of both."""
    lists = [_tables()["vague"][name] for name in ("opening", "body", "closing")]
    size = len(lists[0])
    chosen = [(lists[0][n // size], lists[1][n % size], lists[2][(n // size + n) % size]) for n in range(size**2)]
    return tuple(f"{' '.join(each)}." for each in chosen if 8 * max(map(len, each)) <= 3 * sum(map(len, each)))
