"""Made reasons: no two of a batch are alike, none says nothing, and vague ones say nothing."""

from collections import Counter
from datetime import date
from itertools import combinations
from random import Random

import polars as pl

from support.batches import frame_of, row
from withhold.law import pack
from withhold.law.reasons import reason_mask, reason_text
from withhold.law.similarity import ALIKE, grams, similarity
from withhold.law.specificity.score import MODEL
from withhold.population.batches.made_reasons import Reasons
from withhold.screening import screen

TODAY = date(2026, 3, 2)
COVERS = ("withhold.population.batches.made_reasons",)


def test_no_two_made_reasons_of_a_batch_are_alike() -> None:
    made = Reasons(Random(1))
    texts = [grams(reason_mask(made.next())) for _ in range(700)]
    assert max(similarity(one, other) for one, other in combinations(texts, 2)) < ALIKE


def test_no_reason_is_made_twice_and_each_says_something() -> None:
    made = Reasons(Random(2))
    texts = [made.next() for _ in range(20_000)]
    assert len(set(texts)) == len(texts)
    assert max(MODEL.scores([reason_text(text) for text in texts])) < MODEL.loose
    assert not any("{" in text or " a a " in text for text in texts)


def test_the_same_seed_makes_the_same_reasons() -> None:
    one, other, third = Reasons(Random(3)), Reasons(Random(3)), Reasons(Random(4))
    given = [(each.next(), each.vague()) for each in (one, other, third)]
    assert given[0] == given[1] != given[2]


def test_vague_texts_are_sentences_and_some_keystrokes_each_for_two_rows() -> None:
    made = Reasons(Random(5))
    texts = [made.vague() for _ in range(400)]
    spoken = [text for text in texts if text.endswith(".")]
    assert 200 < len(spoken) < 320
    assert set(Counter(texts).values()) == {2}
    alone = [grams(reason_mask(text)) for text in texts[::2]]
    assert max(similarity(one, other) for one, other in combinations(alone, 2)) < ALIKE


def test_every_vague_text_is_returned() -> None:
    made = Reasons(Random(6))
    rows = [
        row(n + 1, reason=made.vague(), official_id=f"OFF-{n:04d}", tin="", case_number=f"A{n}") for n in range(400)
    ]
    found = screen(frame_of(rows), pack("us-irc-6103-i-2"), today=TODAY).findings
    assert found.select(pl.col("deficiencies").list.contains("reason").all()).item()
