"""All routes × all roles × cases of another agency: who may not is told what is told of something that is not there."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from support.browser import served
from withhold.casework.accrediting import accredit_agency, accredit_person
from withhold.casework.desk import Desk
from withhold.casework.enrolling import Registration, open_enrolment, register_with_code, registration_challenge
from withhold.casework.opening import World, open_desk
from withhold.casework.signing_in import sign_in, sign_in_challenge
from withhold.casework.uploading import begin_upload
from withhold.model.accreditation import Agency
from withhold.model.case import State
from withhold.model.occurrences import PersonAccredited
from withhold.model.permissions import Actor
from withhold.model.words import Role
from withhold.records.database import close
from withhold.sealing import base64url
from withhold.sealing.authenticator import SoftwareAuthenticator
from withhold.web.headers import ALWAYS
from withhold.web.routes import OPEN, Route
from withhold.web.urls import ROUTES

OTHER = "AGY-OTHER"
HELD = [route for route in ROUTES if route.audience not in OPEN]
ABOUT_ONE = re.compile(r"\(\?P<(case_id|batch|upload_id|stay_id)>")
"""Routes about one thing, which may be somebody else's."""


@dataclass
class House:
    """A demonstration's pages, a session for everyone, and ids of what is one agency's and not the other's."""

    address: str
    tokens: dict[str, str]
    ids: dict[str, str]

    def asked(self, who: str, method: str, path: str, **form: str) -> tuple[int, dict[str, str], str]:
        """Ask as somebody: a name of `tokens`, or "" for nobody; a form is sent with the token of a page of theirs."""
        cookie = f"session={self.tokens[who]}" if who else ""
        body = ""
        headers = {"Sec-Fetch-Mode": "navigate"}
        if method == "POST":
            jar, token = self._form(cookie)
            body = urlencode({"csrfmiddlewaretoken": token, **form})
            headers |= {"Cookie": jar, "Content-Type": "application/x-www-form-urlencoded"}
        elif cookie:
            headers["Cookie"] = cookie
        return self._sent(method, path, body, headers)

    def _form(self, cookie: str) -> tuple[str, str]:
        _, headers, body = self._sent("GET", "/en/accounting", "", {"Cookie": cookie} if cookie else {})
        form = headers["set-cookie"].partition(";")[0]
        token = body.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        return f"{cookie}; {form}" if cookie else form, token

    def _sent(self, method: str, path: str, body: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode("utf-8", "replace")
        connection.close()
        return found

    def path(self, route: Route, **changed: str) -> str:
        """An example of the route's path, about what is there, or about what is given."""
        named = {**self.ids, **changed}
        return "/" + re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda found: named[found[1]], route.path)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = tmp_path_factory.mktemp("roles") / "home"
    words = [sys.executable, "-m", "withhold.cli", "demo", "--home", str(home), "--rows", "300"]
    subprocess.run(words, check=True, capture_output=True, env={**os.environ, "DATABASE_URL": ""})
    desk = open_desk(home, World())
    keys = home / "sample" / "keys"
    tokens = {role.value: token_of(desk, someone(desk, role, keys), keys) for role in Role if role in HOLD_SESSIONS}
    for each in ("SGN-OTHER", "OFF-OTHER"):
        enrol_other(desk, each, keys)
        tokens[each] = token_of(desk, each, keys)
    signer = Actor(someone(desk, Role.SIGNER, keys), Role.SIGNER, desk.people.agencies()[0].agency_id)
    ids = {
        "case_id": desk.cases.in_state(State.UNDER_REVIEW)[0],
        "batch": desk.batches.every()[0].digest,
        "upload_id": begin_upload(desk, signer, ".csv", 100),
        "stay_id": "0" * 16,
        "row": "1",
        "name": "summary.json",
        "person": signer.person,
        "agency": signer.agency,
    }
    close(desk.alias)
    with served(home, 0, "", "--no-worker") as address:
        yield House(address, tokens, ids)


HOLD_SESSIONS = set(Role) - {Role.SUBJECT, Role.MACHINE}


def someone(desk: Desk, role: Role, keys: Path) -> str:
    agency = desk.people.agencies()[0].agency_id if role in (Role.SIGNER, Role.OFFICIAL) else ""
    people = desk.people.all_in_force(role, desk.now().date(), agency)
    return next(each.person_id for each in people if (keys / f"{each.person_id}.passkey").exists())


def token_of(desk: Desk, person: str, keys: Path) -> str:
    assertion = SoftwareAuthenticator(keys / f"{person}.passkey").sign(
        rp_id=desk.configuration.passkey_domain,
        origin=desk.configuration.passkey_origin,
        challenge=sign_in_challenge(desk),
        allowed=[base64url.decode(each.credential_id) for each in desk.people.passkeys(person)],
    )
    return sign_in(desk, assertion)


def enrol_other(desk: Desk, person: str, keys: Path) -> None:
    """A signer or official of another agency, enrolled as anybody is."""
    steward = Actor(someone(desk, Role.STEWARD, keys), Role.STEWARD)
    role = Role.SIGNER if person.startswith("SGN") else Role.OFFICIAL
    if desk.people.agency(OTHER) is None:
        accredit_agency(desk, steward, Agency(OTHER, "Other Bureau (fictional)", "2 Fixture Plaza", True, "None open."))
    day = desk.now().date().isoformat()
    given = {"name": person, "title": "Tester", "role": role.value, "agency": OTHER, "office": "agency_head"}
    given |= {"valid_from": day, "valid_until": day, "address": ""}
    accredit_person(desk, steward, PersonAccredited(person, keys={}, passkeys=(), **given))
    code = open_enrolment(desk, steward, person)
    authenticator = SoftwareAuthenticator(keys / f"{person}.passkey")
    for _ in range(2):
        made = authenticator.register(
            rp_id=desk.configuration.passkey_domain,
            origin=desk.configuration.passkey_origin,
            challenge=registration_challenge(desk, person),
            user_handle=person.encode(),
        )
        assert register_with_code(desk, code, Registration(made.client_data_json, made.attestation_object)) == person


def told(answer: tuple[int, dict[str, str], str]) -> tuple[int, str]:
    """Status and page, but for what differs each time anybody asks for anything."""
    status, _, body = answer
    return status, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)


@pytest.mark.parametrize("route", HELD, ids=[route.path for route in HELD])
def test_nobody_is_sent_to_sign_in_and_learns_nothing(house: House, route: Route) -> None:
    for method in route.methods:
        status, headers, body = house.asked("", method, house.path(route))
        assert status == (302 if method == "GET" else 401)
        if method == "GET":
            assert headers["location"] == "/sign-in"
        assert {name: headers[name.lower()] for name in ALWAYS} == ALWAYS
        assert body == "" or method == "POST"


@pytest.mark.parametrize("route", HELD, ids=[route.path for route in HELD])
def test_another_role_is_told_that_there_is_no_such_page(house: House, route: Route) -> None:
    for role in HOLD_SESSIONS - route.audience:
        for method in route.methods:
            answer = house.asked(role.value, method, house.path(route))
            assert told(answer) == told(house.asked(role.value, method, "/nothing-here")), role


@pytest.mark.parametrize("route", HELD, ids=[route.path for route in HELD])
def test_a_form_without_the_token_of_its_page_is_refused(house: House, route: Route) -> None:
    for role in route.audience & HOLD_SESSIONS:
        if "POST" in route.methods:
            headers = {"Cookie": f"session={house.tokens[role.value]}"}
            assert house._sent("POST", house.path(route), "", headers)[0] == 403


_THEIRS = [route for route in HELD if ABOUT_ONE.search(route.path) and route.path.startswith("agency")]


@pytest.mark.parametrize("route", _THEIRS, ids=[route.path for route in _THEIRS])
def test_another_agencys_is_told_as_what_does_not_exist(house: House, route: Route) -> None:
    missing = {"case_id": "f" * 16 + "-1", "batch": "f" * 64, "upload_id": "f" * 32}
    for person, role in (("SGN-OTHER", Role.SIGNER), ("OFF-OTHER", Role.OFFICIAL)):
        if role not in route.audience:
            continue
        for method in route.methods:
            form = {"reason": "x", "manner": "returned", "certified": "yes"}
            theirs = house.asked(person, method, house.path(route), **form)
            absent = house.asked(person, method, house.path(route, **missing), **form)
            assert told(theirs) == told(absent)
            assert theirs[0] in (404, 409)
            assert theirs[0] == 404 or "passkey" in theirs[2] or "number of bytes" in theirs[2]


@pytest.mark.parametrize("route", HELD, ids=[route.path for route in HELD])
def test_who_may_is_answered_and_nothing_breaks(house: House, route: Route) -> None:
    for role in route.audience & HOLD_SESSIONS:
        for method in route.methods:
            status, headers, body = house.asked(role.value, method, house.path(route))
            assert status < 500, role
            assert "Traceback" not in body
            assert headers.get("cache-control") == "no-store"
            if method == "GET" and not ABOUT_ONE.search(route.path):
                assert status == 200, role


def test_a_session_cookie_is_strict_and_out_of_reach_of_scripts(house: House) -> None:
    person = next(path.stem for path in [Path(house.ids["person"])])
    _, headers, _ = house.asked("", "POST", f"/tour/become/{person}")
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_somebody_who_signed_out_is_out(house: House) -> None:
    _, headers, _ = house.asked("", "POST", f"/tour/become/{house.ids['person']}")
    house.tokens["leaving"] = headers["set-cookie"].partition("session=")[2].partition(";")[0]
    assert house.asked("leaving", "GET", "/agency")[0] == 200
    assert house.asked("leaving", "POST", "/sign-out")[0] == 302
    assert house.asked("leaving", "GET", "/agency")[0] == 302
