"""A register that hangs costs one thread, however often it is asked."""

import threading
from collections.abc import Sequence

import pytest

from support.codes import raises
from withhold.identity.register import RegisterRecord
from withhold.model.errors import Code, TemporarilyUnable, Unreadable
from withhold.records.registers import BoundedRegister
from withhold.records.registers.rows import NotAnExactTin

COVERS = ("withhold.records.registers",)

TIN = "900701001"


class Hanging:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.answered = threading.Event()
        self.asked = 0

    def records(self, tin: str) -> Sequence[RegisterRecord]:
        self.asked += 1
        assert self.answered.wait(600)
        return ()


def threads() -> int:
    return sum(each.name == "register" for each in threading.enumerate())


def test_a_register_is_asked_one_way_here_too() -> None:
    assert [name for name in dir(BoundedRegister) if not name.startswith("_")] == ["records"]


def test_a_question_that_hangs_is_given_up_and_later_ones_do_not_pile_up() -> None:
    inner, before = Hanging(), threads()
    register = BoundedRegister(lambda: inner, 0.05)
    for _ in range(5):
        with raises(TemporarilyUnable, Code.REGISTER_SILENT, Code.REGISTER_BUSY, Code.REGISTER_NO_THREAD) as told:
            register.records(TIN)
        assert TIN not in str(told.value)
    assert inner.asked == 1
    assert threads() == before + 1
    inner.answered.set()
    assert BoundedRegister(lambda: inner, 60).records(TIN) == ()


def test_once_it_answers_the_same_register_is_asked_again() -> None:
    inner = Hanging()
    register = BoundedRegister(lambda: inner, 1)
    with pytest.raises(TemporarilyUnable):
        register.records(TIN)
    inner.answered.set()
    while threads():
        pass
    assert register.records(TIN) == ()


def test_what_is_wrong_with_a_register_shows_when_it_is_opened_and_not_when_it_merely_hangs() -> None:
    def wrong() -> Hanging:
        raise Unreadable(Code.REGISTER_TABLE_UNREADABLE, file="register")

    def away() -> Hanging:
        raise TemporarilyUnable(Code.REGISTER_NO_THREAD)

    with raises(Unreadable, Code.REGISTER_TABLE_UNREADABLE):
        BoundedRegister(wrong, 60)
    register = BoundedRegister(away, 60)
    with raises(TemporarilyUnable, Code.REGISTER_NO_THREAD):
        register.records(TIN)


def test_what_is_not_an_exact_tin_reaches_no_register() -> None:
    inner = Hanging()
    with pytest.raises(NotAnExactTin):
        BoundedRegister(lambda: inner, 60).records("900-70-1001")
    assert inner.asked == 0
