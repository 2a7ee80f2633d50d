"""Padding and order of an interval come from its seed, and come out again with it. Any tampering shows."""

import hmac
from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from withhold.ledger.interval_order import SEED_SIZE, TOGETHER, lacking, padding, shuffled, without_padding
from withhold.ledger.leaf import LEAF_SIZE, VERSION, Leaf, encode_leaf
from withhold.tlog.errors import ProofFails

COVERS = ("withhold.ledger.interval_order",)

KIND = 80
seeds = st.binary(min_size=SEED_SIZE, max_size=SEED_SIZE)
keys = st.binary(min_size=32, max_size=32)
days = st.integers(0, 2**32 - 1)
step_leaves = st.builds(encode_leaf, st.just(KIND), st.integers(20000, 20003), keys, keys)
steps_of = st.lists(step_leaves, max_size=40, unique=True)


def counts_of(steps: list[bytes]) -> dict[int, int]:
    by_day = Counter(Leaf.parse(each).day for each in steps)
    return {day: lacking(count) for day, count in by_day.items()}


def interval(seed: bytes, steps: list[bytes]) -> tuple[dict[int, int], list[bytes]]:
    counts = counts_of(steps)
    return counts, shuffled(seed, [*steps, *padding(seed, KIND, counts)])


@given(seeds, steps_of, st.randoms(use_true_random=False))
def test_the_order_is_the_seeds_whatever_the_order_before(seed: bytes, steps: list[bytes], random: Random) -> None:
    other = random.sample(steps, len(steps))
    assert shuffled(seed, steps) == shuffled(seed, other)
    assert sorted(shuffled(seed, steps)) == sorted(steps)
    assert padding(seed, KIND, counts_of(steps)) == padding(seed, KIND, counts_of(other))


@given(seeds, steps_of)
def test_what_is_padded_is_a_multiple_and_comes_out_again(seed: bytes, steps: list[bytes]) -> None:
    counts, line = interval(seed, steps)
    assert all(number % TOGETHER == 0 for number in Counter(Leaf.parse(each).day for each in line).values())
    assert len(line) - len(steps) == sum(counts.values())
    assert without_padding(seed, KIND, counts, line) == shuffled(seed, steps)


@given(seeds, st.dictionaries(days, st.integers(0, 20), max_size=3))
def test_padding_is_entries_like_any_other(seed: bytes, counts: dict[int, int]) -> None:
    made = padding(seed, KIND, counts)
    assert {len(each) for each in made} <= {LEAF_SIZE}
    assert {Leaf.parse(each).kind for each in made} <= {KIND}
    assert Counter(Leaf.parse(each).day for each in made) == +Counter(counts)
    parts = [part for each in made for part in (Leaf.parse(each).tag, Leaf.parse(each).commitment)]
    assert len(set(parts)) == 2 * len(made)


@given(seeds, seeds, steps_of.filter(lambda steps: len(steps) > 1))
def test_another_seed_is_named(seed: bytes, other: bytes, steps: list[bytes]) -> None:
    counts, line = interval(seed, steps)
    if other != seed:
        with pytest.raises(ProofFails):
            without_padding(other, KIND, counts, line)


@given(seeds, steps_of.filter(lambda steps: len(steps) > 1), st.data())
def test_another_order_is_named(seed: bytes, steps: list[bytes], data: st.DataObject) -> None:
    counts, line = interval(seed, steps)
    one, two = data.draw(st.lists(st.integers(0, len(line) - 1), min_size=2, max_size=2, unique=True))
    line[one], line[two] = line[two], line[one]
    with pytest.raises(ProofFails, match="order of its seed"):
        without_padding(seed, KIND, counts, line)


@given(seeds, steps_of.filter(lambda steps: len(steps) % TOGETHER), st.data())
def test_padding_that_is_missing_or_replaced_is_named(seed: bytes, steps: list[bytes], data: st.DataObject) -> None:
    counts, line = interval(seed, steps)
    gone = data.draw(st.sampled_from(sorted(set(line) - set(steps))))
    hidden = data.draw(step_leaves)
    for tampered in ([each for each in line if each != gone], [each if each != gone else hidden for each in line]):
        with pytest.raises(ProofFails, match="padding"):
            without_padding(seed, KIND, counts, shuffled(seed, tampered))


def test_how_much_padding_a_day_gets() -> None:
    assert [lacking(steps) for steps in (0, 1, 15, 16, 17, 600)] == [16, 15, 1, 0, 15, 8]


def test_another_program_can_make_the_padding() -> None:
    place = (20786).to_bytes(4, "big") + (1).to_bytes(4, "big")
    seed = bytes(range(SEED_SIZE))
    _, entry = padding(seed, KIND, {20786: 2})
    parts = (hmac.digest(seed, name + place, "sha256") for name in (b"tag", b"commitment"))
    assert entry == bytes([VERSION]) + bytes.fromhex("5000005132") + b"".join(parts)
