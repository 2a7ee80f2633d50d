import pytest

from withhold.ledger.counting import Tally
from withhold.ledger.leaf import encode_leaf
from withhold.tlog.errors import Malformed

COVERS = ("withhold.ledger.counting", "withhold.ledger.leaf")


def leaf(kind: int, day: int) -> bytes:
    return encode_leaf(kind, day, bytes(32), bytes(32))


def test_runs_add_up_by_day_and_kind_in_order_of_both():
    tally = Tally()
    tally.add([leaf(12, 20_000), leaf(11, 20_000), leaf(12, 19_999)])
    tally.add([])
    tally.add([leaf(12, 20_000)])
    tally.add_one(3, 20_001)
    assert tally.total == 5
    counts = tally.counts()
    assert counts == {19_999: {12: 1}, 20_000: {11: 1, 12: 2}, 20_001: {3: 1}}
    assert list(counts) == [19_999, 20_000, 20_001]
    assert list(counts[20_000]) == [11, 12]


def test_the_widest_day_and_kind_count():
    tally = Tally()
    tally.add([leaf(255, 2**32 - 1)])
    assert tally.counts() == {2**32 - 1: {255: 1}}


def test_an_empty_tally_counts_nothing():
    assert (Tally().total, Tally().counts()) == (0, {})


@pytest.mark.parametrize("entry", [b"", leaf(1, 1)[:-1], leaf(1, 1) + b"\0"])
def test_what_is_as_long_as_no_leaf_is_refused_and_not_counted(entry: bytes):
    tally = Tally()
    with pytest.raises(Malformed):
        tally.add([leaf(1, 1), entry])
    assert tally.total == 0
