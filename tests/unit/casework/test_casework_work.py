"""The worker's queue: a fault of one file or case ends that one, and a fault of the machine ends none."""

import errno
import logging
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import DataError, OperationalError

from support.accounts import answered
from support.home import LittleHome
from support.homes import home_on
from support.killed import run_killed
from support.people import SIGNERS, SUBJECTS
from withhold.casework import work
from withhold.casework.audit.auditing import audit
from withhold.casework.intake.single_request import file_of_one
from withhold.casework.intake.uploading import own_upload, sign_upload, upload_challenge, upload_path
from withhold.casework.work import AGAIN_AFTER, MOST_ATTEMPTS, work_once
from withhold.identity.register import RegisterRecord
from withhold.model.cases.case import State
from withhold.model.errors import Code, TemporarilyUnable, Unreadable
from withhold.records.models import Upload
from withhold.screening.errors import Interrupted

COVERS = (
    "withhold.casework.intake.single_request",
    "withhold.casework.intake.uploading",
    "withhold.casework.machine_faults",
    "withhold.casework.sign_in.enrolling",
    "withhold.casework.work",
    "withhold.cli.instance.worker",
)

SIGNER = SIGNERS[0]


@pytest.fixture
def home(tmp_path: Path, database_url: str) -> Iterator[LittleHome]:
    with home_on(tmp_path, database_url) as little:
        yield little


def signed(home: LittleHome, subject: str) -> str:
    """A file of one sound request, signed and waiting."""
    upload_id = file_of_one(home.instance, SIGNER, home.row(subject))
    challenge = upload_challenge(home.instance, SIGNER, upload_id)
    sign_upload(home.instance, SIGNER, upload_id, answered(home, SIGNER.person, challenge))
    return upload_id


def upload(home: LittleHome, upload_id: str) -> Upload:
    return own_upload(home.instance, SIGNER, upload_id)


def go_wrong(patch: pytest.MonkeyPatch, upload_id: str, wrong: Callable[[], None]) -> None:
    """Something goes wrong while that file is filed, and with no other."""
    file_batch = work.file_batch

    def failing(instance: Any, path: Path, *rest: Any) -> Any:
        if path.name.startswith(upload_id):
            wrong()
        return file_batch(instance, path, *rest)

    patch.setattr(work, "file_batch", failing)


def raising(error: BaseException) -> Callable[[], None]:
    def wrong() -> None:
        raise error

    return wrong


def too_many_variables() -> OperationalError:
    """The error of SQLite for a statement that it never accepts, however often it is tried."""
    error = OperationalError("Robin Example")
    error.__cause__ = sqlite3.OperationalError("too many SQL variables")
    error.__cause__.sqlite_errorcode = sqlite3.SQLITE_ERROR
    return error


@pytest.mark.parametrize(
    "error", [ValueError("Robin Example, 123-45-6789"), DataError("Robin Example"), too_many_variables()]
)
def test_whatever_one_file_raises_marks_it_failed_and_the_next_is_filed(
    home: LittleHome, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    bad, good = signed(home, "robin"), signed(home, "kit")
    go_wrong(monkeypatch, bad, raising(error))
    with caplog.at_level(logging.ERROR, logger="withhold.work"):
        assert work_once(home.instance)
        assert work_once(home.instance)
    assert (upload(home, bad).state, upload(home, good).state) == ("failed", "filed")
    assert "The program failed on this file." in upload(home, bad).problem
    assert not upload_path(home.instance, upload(home, bad)).exists()
    (line,) = caplog.messages
    assert line.startswith(f"upload {bad} failed: {type(error).__name__} at test_casework_work.py:")
    for told in (line, upload(home, bad).problem):
        assert "Robin" not in told
        assert "Traceback" not in told
    assert audit(home.instance).findings == ()


@pytest.mark.parametrize("put", [os.mkfifo, Path.mkdir])
def test_what_is_no_file_in_an_uploads_place_fails_and_the_next_is_filed(
    home: LittleHome, caplog: pytest.LogCaptureFixture, put: Callable[[Path], None]
) -> None:
    bad, good = signed(home, "robin"), signed(home, "kit")
    path = upload_path(home.instance, upload(home, bad))
    path.unlink()
    put(path)
    with caplog.at_level(logging.ERROR, logger="withhold.work"):
        while work_once(home.instance):
            pass
    assert (upload(home, bad).state, upload(home, good).state) == ("failed", "filed")
    assert upload(home, bad).problem.startswith("the file: This is ")
    assert path.is_dir() == any(f"removing the file of upload {bad} failed" in line for line in caplog.messages)
    assert audit(home.instance).findings == ()


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("the server closed the connection"),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EIO, "Input/output error"),
        TemporarilyUnable(Code.REGISTER_SILENT),
    ],
)
def test_what_the_machine_cannot_do_now_is_done_later(
    home: LittleHome, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    upload_id = signed(home, "robin")
    with monkeypatch.context() as patch:
        go_wrong(patch, upload_id, raising(error))
        for _ in range(MOST_ATTEMPTS + 1):  # however often: it is not the file
            with pytest.raises(type(error)):
                work_once(home.instance)
    assert (upload(home, upload_id).state, upload(home, upload_id).attempts) == ("signed", 0)
    assert work_once(home.instance)
    assert upload(home, upload_id).state == "filed"


def test_a_file_that_stops_a_process_again_and_again_is_given_up(
    home: LittleHome, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = signed(home, "robin"), signed(home, "kit")
    go_wrong(monkeypatch, bad, raising(Interrupted()))
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(Interrupted):
            work_once(home.instance)
        assert upload(home, bad).state == "signed"
    with caplog.at_level(logging.ERROR, logger="withhold.work"):
        work_once(home.instance)
    assert caplog.messages == [f"upload {bad} is given up after 5 attempts that ended the process"]
    assert upload(home, bad).state == "failed"
    assert "stopped the program 5 times" in upload(home, bad).problem
    work_once(home.instance)
    assert upload(home, good).state == "filed"


def test_a_file_that_kills_its_worker_is_counted_and_leaves_nothing(home: LittleHome, database_url: str) -> None:
    bad, good = signed(home, "robin"), signed(home, "kit")
    digest = upload(home, bad).digest
    Upload.objects.using(home.instance.alias).filter(upload_id=bad).update(attempts=MOST_ATTEMPTS - 1)
    words = ["worker", "--home", str(home.home), "--until-idle"]
    ended = run_killed("entries", 1, words, database_url)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    assert (upload(home, bad).state, upload(home, bad).attempts) == ("signed", MOST_ATTEMPTS)
    assert (home.home / "intake" / digest[:16]).exists()
    ended = run_killed("any", 0, words, database_url)
    assert ended.returncode == 0, ended.stderr
    assert f"worker: upload {bad} is given up after 5 attempts" in ended.stderr
    assert (upload(home, bad).state, upload(home, good).state) == ("failed", "filed")
    left = [each for each in home.home.rglob("*") if digest[:16] in each.name]
    assert left == []
    assert audit(home.instance).findings == ()


class OneRecordBroken:
    """The register, which cannot answer about one person."""

    def __init__(self, home: LittleHome, subject: str, error: Exception) -> None:
        self._register, self._tin, self._error = home.instance.register, SUBJECTS[subject].tin, error
        self.asked = 0

    def records(self, tin: str) -> Any:
        if tin == self._tin.replace("-", ""):
            self.asked += 1
            raise self._error
        found: list[RegisterRecord] = list(self._register.records(tin))
        return found


@pytest.mark.parametrize(
    "error", [Unreadable(Code.REGISTER_RECORD_ID_MISSING, file="register"), ValueError("Robin Example")]
)
def test_a_case_whose_look_up_fails_waits_and_the_others_go_on(
    home: LittleHome, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    cases = home.file([home.row(each) for each in ("robin", "kit", "jules")]).cases
    register = OneRecordBroken(home, "robin", error)
    instance = replace(home.instance, register=register)
    with caplog.at_level(logging.ERROR, logger="withhold.work"):
        while work_once(instance):
            pass
    assert instance.cases.in_state(State.DOCKETED) == [cases[0]]
    assert caplog.messages[0].startswith(f"the identity of case {cases[0]} failed: {type(error).__name__} at ")
    assert "Robin" not in caplog.text
    assert register.asked == 1  # not again at once
    home.clock.advance(seconds=AGAIN_AFTER.total_seconds() + 1)
    work_once(instance)
    assert register.asked == 2
    home.clock.advance(seconds=AGAIN_AFTER.total_seconds() + 1)
    while work_once(home.instance):  # the record was put right
        pass
    assert home.instance.cases.in_state(State.DOCKETED) == []
    assert audit(home.instance).findings == ()
