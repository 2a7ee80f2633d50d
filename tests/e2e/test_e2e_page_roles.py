"""Every route with every role, and with the cases of another agency.

A person who may not call a route gets the same answer as for a page that does not exist.
"""

import re
from collections.abc import Iterator

import pytest

from support.demo_pages import HOLD_SESSIONS, House, demonstration_pages
from support.demonstrated import demonstration
from withhold.model.vocabulary import Role
from withhold.web.middleware.headers import ALWAYS
from withhold.web.routes import OPEN, Route
from withhold.web.urls import ROUTES

COVERS = (
    "withhold.web.accounts.routes",
    "withhold.web.agency.routes",
    "withhold.web.middleware",
    "withhold.web.oversight.routes",
    "withhold.web.public.routes",
    "withhold.web.review.routes",
    "withhold.web.routes",
    "withhold.web.stays.routes",
    "withhold.web.steward.routes",
    "withhold.web.subject.routes",
    "withhold.web.context",
    "withhold.web.tour.routes",
    "withhold.web.urls",
)

HELD = [route for route in ROUTES if route.audience not in OPEN]
ABOUT_ONE = re.compile(r"\(\?P<(case_id|batch|upload_id|stay_id)>")
"""Matches the path of a route about one thing, which may be somebody else's."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with demonstration_pages(demonstration(tmp_path_factory)[0], "", "--no-worker") as found:
        yield found


def told(answer: tuple[int, dict[str, str], str]) -> tuple[int, str]:
    """Return status and page, without the form token, which differs each time."""
    status, _, body = answer
    return status, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", body)


@pytest.mark.parametrize("route", HELD, ids=[route.path for route in HELD])
def test_a_visitor_who_is_not_signed_in_is_sent_to_sign_in_and_learns_nothing(house: House, route: Route) -> None:
    for method in route.methods:
        status, headers, body = house.asked("", method, house.path(route))
        assert status == (302 if method == "GET" else 401)
        if method == "GET":
            assert headers["location"] == "/sign-in"
        assert {name: headers[name.lower()] for name in ALWAYS} == ALWAYS
        assert body == "" or method == "POST"


@pytest.fixture(scope="module")
def absent(house: House) -> dict[tuple[Role, str], tuple[int, str]]:
    """Return (role, method) -> the answer to that role for a page that does not exist."""
    return {
        (role, method): told(house.asked(role.value, method, "/nothing-here"))
        for role in HOLD_SESSIONS
        for method in ("GET", "POST")
    }


@pytest.mark.parametrize("route", HELD, ids=[route.path for route in HELD])
def test_another_role_gets_the_page_that_does_not_exist(
    house: House, absent: dict[tuple[Role, str], tuple[int, str]], route: Route
) -> None:
    for role in HOLD_SESSIONS - route.audience:
        for method in route.methods:
            assert told(house.asked(role.value, method, house.path(route))) == absent[role, method], role


@pytest.mark.parametrize("route", HELD, ids=[route.path for route in HELD])
def test_a_form_without_the_token_of_its_page_is_refused(house: House, route: Route) -> None:
    for role in route.audience & HOLD_SESSIONS:
        if "POST" in route.methods:
            headers = {"Cookie": f"session={house.tokens[role.value]}"}
            assert house.sent("POST", house.path(route), "", headers)[0] == 403


_THEIRS = [route for route in HELD if ABOUT_ONE.search(route.path) and route.path.startswith("agency")]


@pytest.mark.parametrize("route", _THEIRS, ids=[route.path for route in _THEIRS])
def test_another_agencys_case_gets_the_page_that_does_not_exist(house: House, route: Route) -> None:
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
def test_every_role_that_may_call_a_route_gets_an_answer(house: House, route: Route) -> None:
    for role in route.audience & HOLD_SESSIONS:
        for method in route.methods:
            status, headers, body = house.asked(role.value, method, house.path(route))
            assert status < 500, role
            assert "Traceback" not in body
            assert headers.get("cache-control") == "no-store"
            if method == "GET" and not ABOUT_ONE.search(route.path):
                assert status == 200, role


def test_a_session_cookie_is_strict_and_out_of_reach_of_scripts(house: House) -> None:
    _, headers, _ = house.asked("", "POST", f"/tour/become/{house.ids['person']}")
    cookie = headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_session_ends_at_sign_out(house: House) -> None:
    _, headers, _ = house.asked("", "POST", f"/tour/become/{house.ids['person']}")
    house.tokens["leaving"] = headers["set-cookie"].partition("session=")[2].partition(";")[0]
    assert house.asked("leaving", "GET", "/agency")[0] == 200
    assert house.asked("leaving", "POST", "/sign-out")[0] == 302
    assert house.asked("leaving", "GET", "/agency")[0] == 302
