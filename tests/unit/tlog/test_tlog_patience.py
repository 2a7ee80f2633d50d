"""Reading a log with retries, up to a deadline, and while its files change."""

from urllib.error import URLError

import pytest

from withhold.tlog.errors import LogInterrupted, TileMissing
from withhold.tlog.stores.deadline import Deadline
from withhold.tlog.stores.resolving import HostNames
from withhold.tlog.stores.retry import RetryingReader
from withhold.tlog.stores.timed_web import timed_opener
from withhold.tlog.tree.tiles import Tile
from withhold.tlog.verify import verify_log

COVERS = (
    "withhold.tlog.stores.deadline",
    "withhold.tlog.stores.resolving",
    "withhold.tlog.stores.retry",
    "withhold.tlog.stores.timed_web",
    "withhold.tlog.verify",
)


def test_patience_ends():
    asked, slept = [], []

    class Interrupted:
        def read(self, tile: Tile) -> bytes:
            asked.append(tile)
            raise LogInterrupted("log", "connection lost")

    with pytest.raises(LogInterrupted):
        RetryingReader(Interrupted(), (1.0, 2.0), slept.append).read(Tile(0, 0))
    assert (len(asked), slept) == (3, [1.0, 2.0])


def test_patience_is_for_what_passes(make_log):
    reader = RetryingReader(make_log(300, 100).reader, (), pytest.fail)
    assert reader.checkpoint() == reader.named("checkpoint")
    assert reader.named("vkey") is None
    assert list(reader.partial_widths(Tile(0, 0))) == [100]
    with pytest.raises(TileMissing):
        reader.read(Tile(0, 9))


def test_a_whole_answer_ends_in_time_by_any_clock():
    clock = iter([0.0, 61.0])
    opener = timed_opener(Deadline(60, lambda: next(clock)), HostNames())
    with pytest.raises(URLError) as raised:
        opener.open("http://127.0.0.1:1")
    assert isinstance(raised.value.reason, TimeoutError)


def test_a_partial_tile_that_goes_while_the_log_is_verified(make_log, world):
    log = make_log(300, 100)

    class Racing(type(log.reader)):
        def partial_widths(self, tile: Tile) -> list[int]:
            return [7, *super().partial_widths(tile)]

    assert verify_log(Racing(log.path), world.trust(), world.check).head == log.verified
