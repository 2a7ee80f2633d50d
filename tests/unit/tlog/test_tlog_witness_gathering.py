"""Asking several witnesses at once, until there are enough cosignatures or the time is over."""

import select
import time
from contextlib import suppress

from withhold.tlog.errors import NotCosigned
from withhold.tlog.notes.note import NoteSignature
from withhold.tlog.stores.deadline import Deadline, Stop
from withhold.tlog.witnesses.gathering import Ask, gather

COVERS = (
    "withhold.tlog.stores.deadline",
    "withhold.tlog.witnesses.gathering",
)

LINE = NoteSignature("witness.example", b"abcd", bytes(72))


def late(seconds: float) -> Ask:
    def ask(stop: Stop) -> NoteSignature:
        with suppress(TimeoutError):
            Deadline(seconds).wait(stop.fileno(), select.POLLIN)
        return LINE

    return ask


def refusing(_: Stop) -> NoteSignature:
    raise NotCosigned("no")


def test_all_are_asked_side_by_side() -> None:
    began = time.monotonic()
    gathered = gather([late(0.3)] * 5, 5, 10.0)
    assert gathered.signatures == (LINE,) * 5
    assert time.monotonic() - began < 1.2


def test_answers_stand_in_the_order_of_the_questions() -> None:
    gathered = gather([late(0.1), refusing, late(0)], 2, 10.0)
    assert gathered.answers[0] == gathered.answers[2] == LINE
    assert isinstance(gathered.answers[1], NotCosigned)
    assert gathered.signatures == (LINE, LINE)


def test_the_deadline_leaves_the_late_behind() -> None:
    began = time.monotonic()
    gathered = gather([late(1.5), late(0)], 2, 0.3)
    assert gathered.answers == (None, LINE)
    assert time.monotonic() - began < 1.2


def test_enough_is_enough_after_a_little() -> None:
    began = time.monotonic()
    gathered = gather([late(8), late(0), late(0.2)], 1, 10.0)
    assert gathered.answers == (None, LINE, LINE)
    assert time.monotonic() - began < 4


def test_nobody_to_ask() -> None:
    assert gather([], 0, 1.0).answers == ()
