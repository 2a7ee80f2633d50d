"""What share of one text for a few people is found among many other texts, if no group shows them.

    .venv/bin/python -m bench.families [--texts N]

Each family is one text in which some words differ from person to person. Its members name different officials and
signers, so only the bands of `screening.alike` can find them. All other texts are made of random words.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from withhold.law.similarity import grams, similarity
from withhold.screening.alike.whole_batch import count_alike

SIZES = (2, 4, 8, 16, 64)
SLOTS = (5, 4, 2)
"""Words that differ, of fourteen."""
_WORDS, _ENOUGH, _MEMBERS = 14, 4, 512


def _families(chance: random.Random, words: list[str], size: int, slots: int) -> Iterator[list[str]]:
    for _ in range(_MEMBERS // size):
        text = chance.choices(words, k=_WORDS)
        places = chance.sample(range(_WORDS), slots)
        family = []
        for _ in range(size):
            for place in places:
                text[place] = chance.choice(words)
            family.append(" ".join(text))
        yield family


def main() -> None:
    """Prints a line for each size of family and number of slots."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=int, default=100_000)
    given = parser.parse_args()
    chance = random.Random(64)
    words = ["".join(chance.choices("ABCDEFGHIKLMNOPRSTUVW", k=chance.randint(3, 9))) for _ in range(4_000)]
    hidden = {(size, slots): [*_families(chance, words, size, slots)] for size in SIZES for slots in SLOTS}
    texts = [text for families in hidden.values() for family in families for text in family]
    texts += [" ".join(chance.choices(words, k=_WORDS)) for _ in range(given.texts - len(texts))]
    keys = pl.int_range(1, len(texts) + 1, dtype=pl.UInt64, eager=True)
    with tempfile.TemporaryDirectory() as scratch:
        rows = pl.DataFrame({"text": texts, "key": keys, "of": keys})
        found = dict(count_alike(rows, (), _ENOUGH, Path(scratch)).select("key", "value").iter_rows())
    key = 0
    print(f"among {len(texts):,} texts:")
    print("| people | the same | found beside another | returned |")
    print("| --- | --- | --- | --- |")
    for (size, _), families in hidden.items():
        counts = [found.get(key + at + 1, 1) for at in range(sum(map(len, families)))]
        key += len(counts)
        pairs = [similarity(grams(family[0]), grams(family[1])) for family in families]
        beside, returned = (sum(count >= least for count in counts) / len(counts) for least in (2, _ENOUGH))
        print(f"| {size} | {sum(pairs) / len(pairs):.0%} | {beside:.1%} | {returned if size >= 4 else 0:.1%} |")


if __name__ == "__main__":
    main()
