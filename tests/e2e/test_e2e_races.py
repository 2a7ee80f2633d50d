"""Steps at the same instant, or at the worst instant, on PostgreSQL. Each time the outcome is right."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from support.acts import lift_stay
from support.demo_pages import House, demonstration_pages
from support.demonstrated import make_demonstration
from support.killed import run_killed
from support.postgres import Server, new_database, running_server
from support.stays import stay_on
from withhold.casework.accreditation.accrediting import revoke
from withhold.casework.audit.auditing import audit
from withhold.casework.instance import Instance, stream_of
from withhold.casework.intake.uploading import add_part, begin_upload, sign_upload, upload_challenge
from withhold.casework.opening.instance import Environment, open_instance
from withhold.casework.releasing import retrieve
from withhold.casework.stays.placing import Stayed
from withhold.model.cases.case import State
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Conflict, Forbidden
from withhold.model.kinds import Kind
from withhold.model.vocabulary import Role
from withhold.records.database import close
from withhold.sealing import base64url
from withhold.sealing.authenticator import SoftwareAuthenticator

COVERS = (
    "withhold.casework.instance",
    "withhold.casework.intake.uploading",
    "withhold.sealing.authenticator",
    "withhold.sealing.base64url",
)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server() as started:
        yield started


@pytest.fixture(scope="module")
def house(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    url = new_database(server.url, f"withhold_{uuid.uuid4().hex}")
    home = tmp_path_factory.mktemp("races") / "home"
    make_demonstration(home, url)
    with demonstration_pages(home, url, "--no-worker") as found:
        yield found


@pytest.fixture
def instance(house: House) -> Iterator[Instance]:
    opened = open_instance(house.home, Environment(house.database_url))
    yield opened
    close(opened.alias)


def next_case(instance: Instance) -> str:
    undecided = (each for each in instance.cases.in_state(State.UNDER_REVIEW) if not instance.case(each).determinations)
    return next(undecided)


def determination(house: House, instance: Instance, case_id: str, who: str, decision: str) -> dict[str, str]:
    """View the dossier as a reviewer, and return the fields of the form."""
    assert house.asked(who, "GET", f"/review/cases/{case_id}")[0] == 200
    said = {"digest": instance.case(case_id).digest, "decision": decision}
    asked = instance.pack.questions_for(instance.case(case_id).request.as_text())
    said["questions"] = " ".join(each.id for each in asked)
    for question in asked:
        said[f"satisfied-{question.id}"] = "yes" if decision == "approve" else "no"
        said[f"reason-{question.id}"] = "Set forth in the request."
    return said


def decide(house: House, case_id: str, who: str, form: dict[str, str]) -> int:
    path = f"/review/cases/{case_id}"
    return house.signed(who, f"{path}/challenge", f"{path}/determine", **form)[0]


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Run all of the steps at the same instant."""
    ready = Barrier(len(deeds))

    def do(deed: Callable[[], Any]) -> Any:
        ready.wait(600)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


def kinds(instance: Instance, case_id: str) -> list[int]:
    return [each.kind for each in instance.journal.stream(stream_of(case_id))]


def approved(house: House, instance: Instance) -> str:
    case_id = next_case(instance)
    for who in (Role.OFFICER, Role.COUNSEL):
        assert decide(house, case_id, who, determination(house, instance, case_id, who, "approve")) == 302
    return case_id


def official_of(instance: Instance, case_id: str) -> Actor:
    case = instance.case(case_id)
    return Actor(case.request.official_id, Role.OFFICIAL, case.agency)


def person(house: House, role: Role) -> Actor:
    return Actor(house.people[role.value], role)


def test_two_reviewers_press_at_the_same_instant(house: House, instance: Instance) -> None:
    for _ in range(3):
        case_id = next_case(instance)
        forms = {who: determination(house, instance, case_id, who, "approve") for who in (Role.OFFICER, Role.COUNSEL)}
        found = at_once(*(partial(decide, house, case_id, who, forms[who]) for who in forms))
        for who, status in zip(forms, found, strict=True):
            if status == 409:  # told to look again, which they do
                assert decide(house, case_id, who, forms[who]) == 302
        assert kinds(instance, case_id).count(Kind.DETERMINATION_MADE) == 2
        assert kinds(instance, case_id).count(Kind.REQUEST_APPROVED) == 1


def test_one_reviewer_presses_twice_at_the_same_instant(house: House, instance: Instance) -> None:
    case_id = next_case(instance)
    form = determination(house, instance, case_id, Role.OFFICER, "refuse")
    found = at_once(*(partial(decide, house, case_id, Role.OFFICER, form) for _ in range(2)))
    assert sorted(found) in ([302, 403], [302, 409])  # the passkey's counter, or the case, has moved on
    assert kinds(instance, case_id).count(Kind.DETERMINATION_MADE) == 1


def test_a_stay_between_approval_and_retrieval(house: House, instance: Instance) -> None:
    case_id = approved(house, instance)
    status, _, _ = house.signed(
        Role.INSPECTOR, "/stays/challenge", "/stays", scope="case", value=case_id, reason="By order."
    )
    assert status == 302
    with pytest.raises(Stayed):
        retrieve(instance, official_of(instance, case_id), case_id)
    assert Kind.RELEASED not in kinds(instance, case_id)
    (stay,) = [each for each in instance.stays.list_all() if instance.stays.known(each).value == case_id]
    lift_stay(instance, person(house, Role.OFFICER), stay, "The order ended.")
    lift_stay(instance, person(house, Role.COUNSEL), stay, "Agreed.")
    assert retrieve(instance, official_of(instance, case_id), case_id).sealed


def test_a_stay_that_stops_nothing_is_confirmed_in_a_second_step(house: House, instance: Instance) -> None:
    form = {"scope": "subject", "value": "900-70-9999", "reason": "By order."}
    before = instance.stays.list_all()
    status, _, body = house.signed(Role.INSPECTOR, "/stays/challenge", "/stays", **form)
    assert status == 409
    assert "stops nothing now" in body
    assert instance.stays.list_all() == before
    status, headers, _ = house.signed(Role.INSPECTOR, "/stays/challenge", "/stays", **form, confirm_none="yes")
    assert (status, headers["location"]) == (302, "/stays")
    assert len(instance.stays.list_all()) == len(before) + 1
    for wrong in ({"scope": "agency", "value": "AGY-NOBODY"}, {"scope": "everything", "reason": " "}):
        status, _, _ = house.signed(Role.INSPECTOR, "/stays/challenge", "/stays", **{"reason": "By order.", **wrong})
        assert status == 409


def test_a_stay_at_the_same_instant_as_the_retrieval(house: House, instance: Instance) -> None:
    case_id = approved(house, instance)
    official, inspector = official_of(instance, case_id), person(house, Role.INSPECTOR)

    def fetch() -> str:
        try:
            retrieve(instance, official, case_id)
        except Stayed:
            return "stayed"
        finally:
            close(instance.alias)
        return "handed over"

    def stay() -> str:
        placed = stay_on(instance, inspector, "case", case_id, "By order.")
        close(instance.alias)
        return placed

    said, stay_id = at_once(fetch, stay)
    handed = Kind.RETRIEVED in kinds(instance, case_id)
    assert handed == (said == "handed over")
    if handed:  # then it was handed over before the stay was placed, and the ledger says so
        placed = instance.journal.stream(f"stay/{stay_id}")[0]
        assert instance.journal.head(stream_of(case_id)).event_id < placed.event_id


def test_an_official_is_revoked_between_the_release_and_the_hand_over(house: House, instance: Instance) -> None:
    case_id = approved(house, instance)
    official = official_of(instance, case_id)
    steward = person(house, Role.STEWARD)

    class Meanwhile:
        """Publish with the sequencer, and revoke the official once the release is published."""

        def __init__(self) -> None:
            self._left = 2

        def __getattr__(self, name: str) -> Any:
            return getattr(instance.sequencer, name)

        def publish(self, note: str) -> None:
            instance.sequencer.publish(note)
            self._left -= 1
            if not self._left:
                revoke(instance, steward, official.person, "Left the agency.")

    between = replace(instance, sequencer=Meanwhile())  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        retrieve(between, official, case_id)
    assert Kind.RELEASED in kinds(instance, case_id)
    assert Kind.RETRIEVED not in kinds(instance, case_id)
    with pytest.raises((Forbidden, Conflict)):
        retrieve(instance, official, case_id)


def test_the_worker_is_killed_in_the_middle_of_a_batch(house: House, instance: Instance, tmp_path: Path) -> None:
    signer = Actor(house.people[Role.SIGNER.value], Role.SIGNER, house.ids["agency"])
    upload_id, digest, rows = upload(house, instance, signer, tmp_path)
    for nth in (2, 4):
        ended = run_killed("any", nth, ["worker", "--home", str(house.home)], house.database_url)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
    subprocess.run(_worker_words(house, "--until-idle"), check=True, env=_environment(house), capture_output=True)
    assert instance.uploads.get(upload_id, signer.person).state == "filed"
    batch = instance.batches.get(digest)
    assert batch is not None
    assert batch.rows == rows
    assert instance.journal.block(digest).count + batch.docketed == rows
    assert audit(instance).findings == ()


def upload(house: House, instance: Instance, signer: Actor, place: Path) -> tuple[str, str, int]:
    """Send and sign a file of many rows. It repeats the sample's rows under other references."""
    source = house.home / "sample" / "batch.csv"
    with source.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    path, count = place / "batch.csv", 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for again in range(10):
            for row in rows:
                count += 1
                writer.writerow({**row, "request_ref": f"AGAIN-{again}-{count}"})
    size = path.stat().st_size
    upload_id = begin_upload(instance, signer, ".csv", size)
    with path.open("rb") as file:
        for at in range(0, size, 4 * 1024 * 1024):
            add_part(instance, signer, upload_id, at, file, min(4 * 1024 * 1024, size - at))
    assertion = SoftwareAuthenticator(house.home / "sample" / "keys" / f"{signer.person}.passkey").sign(
        rp_id=instance.configuration.passkey_domain,
        origin=instance.configuration.passkey_origin,
        challenge=upload_challenge(instance, signer, upload_id),
        allowed=[base64url.decode(each.credential_id) for each in instance.people.passkeys(signer.person)],
    )
    sign_upload(instance, signer, upload_id, assertion)
    return upload_id, instance.uploads.get(upload_id, signer.person).digest, count


def _worker_words(house: House, *options: str) -> list[str]:
    return [sys.executable, "-m", "withhold.cli", "worker", "--home", str(house.home), *options]


def _environment(house: House) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": house.database_url}


def start_worker(house: House) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(_worker_words(house), env=_environment(house), stdout=subprocess.PIPE)


def test_the_database_is_restarted(house: House, server: Server) -> None:
    assert house.asked(Role.OFFICER, "GET", "/review")[0] == 200
    worker = start_worker(house)
    assert worker.stdout is not None
    assert worker.stdout.readline() == b"working\n"
    server.stop()
    status, _, body = house.asked(Role.OFFICER, "GET", "/review")
    assert status >= 500
    assert "Traceback" not in body
    assert not re.search("psycopg|127\\.0\\.0\\.1:\\d+/", body)
    server.start()
    deadline = time.monotonic() + 600
    while house.asked(Role.OFFICER, "GET", "/review")[0] != 200:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert worker.poll() is None
    worker.terminate()
    assert worker.wait(600) == 0
    worker.stdout.close()


def test_after_all_of_this_the_audit_finds_nothing(instance: Instance) -> None:
    assert json.dumps([each.what for each in audit(instance).findings]) == "[]"
