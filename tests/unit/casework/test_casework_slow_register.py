"""A register that answers late or never delays nobody else, and costs no attempt. On both databases."""

import os
import socket
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

from support.acts import place_stay
from support.codes import raises
from support.home import REGISTER, LittleHome
from support.homes import home_on
from support.people import INSPECTORS, OFFICIALS, SUBJECTS
from support.postgres import new_database
from support.slow_register import LIMIT, await_question, hanging, move_register
from withhold.casework.configuration import FILE
from withhold.casework.opening.instance import Environment, open_instance
from withhold.casework.publication.publishing import publish
from withhold.casework.releasing import retrieve
from withhold.casework.review.identifying import confirm_docketed, confirm_identity
from withhold.casework.stays.placing import Stayed
from withhold.model.cases.case import State
from withhold.model.errors import Code, Conflict, TemporarilyUnable
from withhold.model.kinds import Kind
from withhold.records.database import close
from withhold.records.models import IdentityAttempt
from withhold.web.middleware.refusals import status_of

COVERS = ("withhold.casework.configuration", "withhold.casework.review.identifying", "withhold.records.models")

RELEASE = (Kind.RELEASED, Kind.RETRIEVED)


@pytest.fixture
def register_url(postgres: str) -> str:
    return new_database(postgres, f"register_{uuid.uuid4().hex}")


@pytest.fixture
def slow(tmp_path: Path, database_url: str, register_url: str) -> Iterator[LittleHome]:
    with home_on(tmp_path / "root", database_url, register_url=register_url) as little:
        move_register(little.root, register_url)
        little.world["register_seconds"] = 2.0 * LIMIT
        little.reopen()
        yield little


def attempts(little: LittleHome) -> int:
    return IdentityAttempt.objects.using(little.instance.alias).count()


def elsewhere(little: LittleHome, deed: Callable[[], Any]) -> "Future[Any]":
    """Do it in a thread of its own, with a connection of its own."""

    def do() -> Any:
        try:
            return deed()
        finally:
            close(little.instance.alias)

    pool = ThreadPoolExecutor(1)
    done = pool.submit(do)
    pool.shutdown(wait=False)
    return done


def stay_everything(little: LittleHome) -> "Future[str]":
    return elsewhere(little, lambda: place_stay(little.instance, INSPECTORS[0], "everything", "", "Order of a court."))


def test_a_stay_is_recorded_while_an_identity_is_asked_and_stops_it(slow: LittleHome, register_url: str) -> None:
    (case_id,) = slow.file([slow.row("robin")]).cases
    with hanging(register_url):
        asked = elsewhere(slow, lambda: confirm_identity(slow.instance, case_id))
        await_question(register_url)
        stay_everything(slow).result(LIMIT)
        assert not asked.done()
    with pytest.raises(Stayed):
        asked.result(LIMIT)
    assert slow.instance.case(case_id).state is State.DOCKETED
    assert attempts(slow) == 0


def test_a_stay_is_recorded_while_a_release_is_asked_and_stops_it(slow: LittleHome, register_url: str) -> None:
    case_id = slow.approved()
    with hanging(register_url):
        asked = elsewhere(slow, lambda: slow.retrieve(case_id))
        await_question(register_url)
        stay_everything(slow).result(LIMIT)
        assert not asked.done()
    with pytest.raises(Stayed):
        asked.result(LIMIT)
    assert slow.instance.case(case_id).state is State.APPROVED
    assert not [kind for kind in slow.kinds() if kind in RELEASE]


def test_a_register_that_never_answers_is_given_up_and_changes_nothing(slow: LittleHome, register_url: str) -> None:
    approved = slow.approved()
    (docketed,) = slow.file([slow.row("jules")]).cases
    slow.world["register_seconds"] = 0.5
    slow.reopen()
    before = attempts(slow)
    with hanging(register_url):
        for _ in range(3):
            with raises(TemporarilyUnable, Code.REGISTER_SILENT, Code.REGISTER_BUSY):
                confirm_docketed(slow.instance, [docketed])
            with raises(TemporarilyUnable, Code.RELEASE_UNAVAILABLE) as told:
                slow.retrieve(approved)
            assert status_of(told.value) == 503
    assert not slow.instance.journal.queue()  # what else waits is published, without the register
    assert attempts(slow) == before
    assert slow.instance.case(docketed).state is State.DOCKETED
    assert slow.instance.case(approved).state is State.APPROVED
    slow.world["register_seconds"] = 2.0 * LIMIT
    slow.reopen()
    confirm_docketed(slow.instance, [docketed])
    assert slow.instance.case(docketed).state is State.UNDER_REVIEW
    assert slow.opened(slow.retrieve(approved))["address"] == SUBJECTS["robin"].most_recent


def test_a_server_that_accepts_and_never_answers_keeps_a_home_from_nothing_else(little: LittleHome) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        changed = replace(little.instance.configuration, register="sql:taxpayers")
        (little.home / FILE).write_text(changed.dump())
        port = silent.getsockname()[1]
        little.world.update(register_url=f"postgresql://u:p@127.0.0.1:{port}/r", register_seconds=0.5)
        little.reopen()
        (case_id,) = little.file([little.row("robin")]).cases
        for _ in range(3):
            with pytest.raises(TemporarilyUnable):
                confirm_identity(little.instance, case_id)
        assert sum(each.name == "register" for each in threading.enumerate()) <= 2  # one each time it was opened
        assert place_stay(little.instance, INSPECTORS[0], "case", case_id, "Order of a court.")


def test_a_pipe_in_the_files_place_is_named_at_once(little: LittleHome) -> None:
    (case_id,) = little.file([little.row("robin")]).cases
    (little.home / REGISTER).unlink()
    os.mkfifo(little.home / REGISTER)
    with raises(TemporarilyUnable, Code.REGISTER_MISSING):
        confirm_identity(little.instance, case_id)
    assert little.instance.case(case_id).state is State.DOCKETED


def test_a_record_that_cannot_be_read_keeps_no_other_case_waiting(little: LittleHome) -> None:
    first, second = little.file([little.row("robin"), little.row("jules")]).cases
    robin = [{**each, "record_id": ""} for each in SUBJECTS["robin"].records]
    little.register_now([*robin, *SUBJECTS["jules"].records])
    assert confirm_docketed(little.instance, [first, second]) == (first,)
    assert little.instance.case(first).state is State.DOCKETED
    assert little.instance.case(second).state is State.UNDER_REVIEW
    publish(little.instance)
    assert not little.instance.journal.queue()


def test_two_at_once_ask_once_for_a_case_and_spend_no_attempt_twice(slow: LittleHome, register_url: str) -> None:
    slow.instance = replace(slow.instance, configuration=replace(slow.instance.configuration, attempts_per_person=1))
    cases = slow.file([slow.row("robin"), slow.row("robin")]).cases
    with hanging(register_url):
        asked = [elsewhere(slow, lambda each=each: confirm_identity(slow.instance, each)) for each in (*cases, *cases)]
        await_question(register_url)
    failed = [each.exception(LIMIT) for each in asked]
    assert [type(each) for each in failed if each is not None] == [Conflict, Conflict]
    assert sorted(slow.instance.case(each).state for each in cases) == [State.NOT_CONFIRMED, State.UNDER_REVIEW]
    assert attempts(slow) == 2  # the second says that too many were made, and asks nothing


class Watched:
    """The log's files, and whether any was read under the writers' lock."""

    def __init__(self, little: LittleHome) -> None:
        self._store, self._alias = little.instance.sequencer.store, little.instance.alias
        self.under_lock: list[bool] = []

    def __getattr__(self, name: str) -> Any:
        self.under_lock.append(connections[self._alias].in_atomic_block)
        return getattr(self._store, name)


class WatchedSequencer:
    """The sequencer with a log that is watched when proofs are made, not when it publishes."""

    def __init__(self, little: LittleHome) -> None:
        self._sequencer, self.store = little.instance.sequencer, Watched(little)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sequencer, name)


def test_a_release_reads_neither_the_log_nor_the_register_under_the_writers_lock(little: LittleHome) -> None:
    case_id = little.approved()
    sequencer: Any = WatchedSequencer(little)
    instance = replace(little.instance, sequencer=sequencer)
    assert little.opened(retrieve(instance, OFFICIALS[0], case_id))["case"] == case_id
    assert sequencer.store.under_lock
    assert not any(sequencer.store.under_lock)


def test_a_home_opens_while_its_register_hangs(slow: LittleHome, register_url: str) -> None:
    with hanging(register_url):
        instance = open_instance(slow.home, Environment(**{**slow.world, "clock": slow.clock, "register_seconds": 0.5}))
        assert place_stay(instance, INSPECTORS[0], "everything", "", "Order of a court.")
