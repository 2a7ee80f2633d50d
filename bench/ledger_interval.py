"""Measures closing an interval of 600 steps: the padding and the order alone, and the whole of it through a home.

Everything is processor time of this process, the median. The floor is the same leaves, sequenced as they come.
"""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.ledger_logs import median, scratch

from support.home import LittleHome, little_home
from support.people import INSPECTORS
from withhold.casework.instance import Instance
from withhold.casework.publication.publishing import publish
from withhold.casework.publication.vetting import Vetting
from withhold.ledger.interval_order import SEED_SIZE, lacking, padding, shuffled, without_padding
from withhold.ledger.leaf import encode_leaf
from withhold.model.kinds import Kind
from withhold.model.occurrences import StayLiftProposed
from withhold.records.writing import write_transaction
from withhold.tlog.tree.building import Builder, RightEdge

STEPS = 600
_TIMES = 21
_ROUNDS = 7
"""How often the whole is measured."""
_DAY = 20_000


def compare(where: Path | None) -> None:
    """Prints the milliseconds of each part."""
    print(f"\ninterval: ms of processor time to close one of {STEPS} steps (median of {_TIMES})")
    for name, measured in _parts().items():
        print(f"  {name:<58} {measured * 1_000:>8.2f}")
    with scratch(where) as place, little_home(place) as home:
        padded = replace(home.instance, founding=None)
        shown = {
            "the whole, through a home, as they come": _whole(home, home.instance, order=False),
            "the whole, through a home, shuffled": _whole(home, home.instance, order=True),
            "the whole, through a home, shuffled and padded": _whole(home, padded, order=True),
        }
    for name, measured in shown.items():
        print(f"  {name:<58} {measured * 1_000:>8.2f}")


def _parts() -> dict[str, float]:
    seed, entries = os.urandom(SEED_SIZE), [_step() for _ in range(STEPS)]
    counts = {_DAY: lacking(STEPS)}
    line = shuffled(seed, [*entries, *padding(seed, Kind.STEP, counts)])
    return {
        "floor: leaf hashes and tree of the same leaves": _timed(lambda: list(Builder(RightEdge()).add(entries))),
        "padding and order": _timed(lambda: shuffled(seed, [*entries, *padding(seed, Kind.STEP, counts)])),
        "taking the padding out and checking the order": _timed(lambda: without_padding(seed, Kind.STEP, counts, line)),
    }


def _step() -> bytes:
    return encode_leaf(Kind.STEP, _DAY, os.urandom(32), os.urandom(32))


def _timed(work: Callable[[], object]) -> float:
    def run() -> float:
        began = time.process_time()
        work()
        return time.process_time() - began

    return median(run, _TIMES)


def _whole(home: LittleHome, instance: Instance, *, order: bool) -> float:
    """Append the steps, and measure their publication. Without `order`, they are sequenced as they come."""

    def run() -> float:
        at = instance.now()
        with write_transaction(instance.alias):
            for _ in range(STEPS):
                stream = instance.recorder.tail(f"stay/{os.urandom(8).hex()}")
                instance.recorder.record(stream, [StayLiftProposed("bench")], INSPECTORS[0], at)
        began = time.process_time()
        if order:
            publish(instance)
        else:
            _as_they_come(instance)
        return time.process_time() - began

    return median(run, _ROUNDS)


def _as_they_come(instance: Instance) -> None:
    vetting = Vetting(instance)
    vetting.look()
    with write_transaction(instance.alias):
        note = instance.sequencer.sequence(vetting.sound(instance.journal.queue()))
    instance.sequencer.publish(note)
