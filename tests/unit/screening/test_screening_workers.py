"""Facts of a large batch, derived in processes of their own: the same facts, whatever happens to the processes."""

import operator
import os

import polars as pl
import pytest

from withhold.identity.names import canonical_name
from withhold.law.pack import Fact
from withhold.screening.deriving import Deriving
from withhold.screening.distinct import distinct
from withhold.screening.workers import Workers

PIECE = 10_000


@pytest.mark.parametrize("cores", [1, 2])
def test_facts_are_the_same_wherever_they_are_derived(cores: int) -> None:
    texts = pl.Series("t", [f"text {n}" for n in range(40_000)] * 3)
    others = pl.Series("o", ["", "a", "bb"]).gather(pl.int_range(120_000, eager=True) % 3)
    facts = (
        Fact("joined", ("t", "o"), str, operator.concat),
        Fact("folded", ("joined",), str, canonical_name),
    )
    with Workers(120_000, cores=cores) as workers:
        deriving = Deriving(facts, {"t": distinct(texts), "o": distinct(others)}, workers)
        frame = deriving.onto(pl.DataFrame([texts, others]))
    joined = [t + o for t, o in zip(texts, others, strict=True)]
    assert frame["joined"].to_list() == joined
    assert frame["folded"].to_list() == [text.upper() for text in joined]


def test_large_pieces_really_are_derived_elsewhere_and_small_ones_here() -> None:
    asking = pl.Series(["__import__('os').getpid()"] * PIECE)
    with Workers(100_000, cores=2) as workers:
        elsewhere = set(workers.derive(eval, [asking]).result())
        here = set(workers.derive(eval, [asking[:10]]).result())
    assert os.getpid() not in elsewhere
    assert here == {os.getpid()}


def test_no_process_is_started_for_a_small_batch() -> None:
    asking = pl.Series(["__import__('os').getpid()"] * PIECE)
    with Workers(99_999, cores=2) as workers:
        assert set(workers.derive(eval, [asking]).result()) == {os.getpid()}


def test_a_process_that_dies_costs_time_and_not_the_result() -> None:
    dying = "1 if 'pytest' in __import__('sys').modules else __import__('os')._exit(9)"
    with Workers(100_000, cores=2) as workers:
        pieces = [workers.derive(eval, [pl.Series([dying] * PIECE)]) for _ in range(5)]
        assert [set(piece.result()) for piece in pieces] == [{1}] * 5


def test_what_a_fact_raises_is_raised_here() -> None:
    with Workers(100_000, cores=2) as workers, pytest.raises(ZeroDivisionError):
        workers.derive(eval, [pl.Series(["1 / 0"] * PIECE)]).result()
