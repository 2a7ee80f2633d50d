"""Rules for every page, checked over HTTP: methods, headers, forms, and nothing of a person in a URL."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit

import pytest

from support.browser import served
from support.home import LittleHome, little_home
from support.people import SUBJECTS
from withhold.casework.oversight.reporting import Line
from withhold.casework.subject.accounting import issue_code
from withhold.web.middleware.headers import ALWAYS
from withhold.web.public.small_cells import hidden, shown
from withhold.web.routes import OPEN, Route
from withhold.web.urls import ROUTES

COVERS = (
    "withhold.casework.oversight.reporting",
    "withhold.casework.subject.accounting",
    "withhold.web.middleware.headers",
    "withhold.web.public.small_cells",
    "withhold.web.routes",
    "withhold.web.urls",
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LittleHome]:
    with little_home(tmp_path_factory.mktemp("routes")) as little:
        little.file([little.row("robin", reason="")])
        yield little


@pytest.fixture(scope="module")
def address(home: LittleHome) -> Iterator[str]:
    with served(home.home) as found:
        yield found


def asked(address: str, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=600)
    given = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body or None, {**given, **headers})
    answer = connection.getresponse()
    found = answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode(errors="replace")
    connection.close()
    return found


def example(route: Route) -> str:
    path = route.path.replace(r"(?P<year>\d{4})", "2026").replace("(?P<language>en|es)", "en")
    return "/" + path.replace(r"(?P<template>[a-z-]+(\.[a-z-]+)+)", "requests.csv").replace("\\", "")


_OPEN = [route for route in ROUTES if route.audience in OPEN and not route.path.startswith("tour")]


@pytest.mark.parametrize("route", _OPEN, ids=[route.path or "home" for route in _OPEN])
def test_every_open_route_answers_to_its_methods_only(address: str, route: Route) -> None:
    for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "TRACE"):
        status, headers, _ = asked(address, method, example(route), "a=b" if method == "POST" else "")
        allowed = method in route.methods
        if method == "POST":  # without the token of its own page, whatever the route
            assert status == 403 or not allowed
        else:
            assert status in ((200,) if allowed else (403, 405))
        assert {name: headers[name.lower()] for name in ALWAYS} == ALWAYS
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/nix", "/report/12", "/report/0000", "/en", "/fr/accounting", "/../home.toml", "//", "/%00"]
)
def test_every_page_that_does_not_exist_gets_the_same_answer(address: str, path: str) -> None:
    status, headers, body = asked(address, "GET", path)
    assert status in (400, 404)
    assert "Traceback" not in body
    assert headers["content-security-policy"] == ALWAYS["Content-Security-Policy"]


def test_a_request_to_another_host_is_refused(address: str) -> None:
    assert asked(address, "GET", "/", Host="evil.example")[0] == 400


def test_a_form_too_large_is_refused(address: str) -> None:
    cookie, token = _form(address)
    body = urlencode({"csrfmiddlewaretoken": token, "code": "x" * 200_000})
    assert asked(address, "POST", "/en/accounting", body, Cookie=cookie)[0] in (400, 413)


def test_a_receipt_of_somebody_elses_entry_does_not_exist(address: str, home: LittleHome) -> None:
    cookie, token = _form(address)
    code = issue_code(home.instance, SUBJECTS["kit"].tin, home.clock().year)
    for index in ("0", "1", "-1", "x", "99999"):
        body = urlencode({"csrfmiddlewaretoken": token, "code": code, "index": index})
        assert asked(address, "POST", "/en/receipt", body, Cookie=cookie)[0] == 404


def test_the_form_cookie_is_strict_and_out_of_reach_of_scripts(address: str) -> None:
    cookie = asked(address, "GET", "/en/accounting")[1]["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def _form(address: str) -> tuple[str, str]:
    _, headers, body = asked(address, "GET", "/en/accounting")
    token = body.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    return headers["set-cookie"].partition(";")[0], token


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ([0, 12, 40], ["0", "12", "40"]),
        ([3, 12, 40], ["<10", "–", "40"]),
        ([3, 4, 40], ["<10", "<10", "40"]),
        ([9], ["<10"]),
        ([10, 1_234], ["10", "1,234"]),
    ],
)
def test_small_counts_are_hidden_so_that_no_total_reveals_them(column: list[int], expected: list[str]) -> None:
    assert list(hidden(column)) == expected


def test_lines_of_the_report_are_hidden_column_by_column() -> None:
    lines = [Line("A", "investigation", "p", 30, 2, 1), Line("B", "investigation", "p", 4, 0, 0)]
    found = shown(lines)
    assert [(each.requests, each.disclosures, each.people) for each in found] == [
        ("–", "<10", "<10"),
        ("<10", "0", "0"),
    ]
    assert shown([]) == []
