"""A signer reads how many other reasons are alike, in the form of one request and on the page of a batch."""

import html
import json
from collections.abc import Iterator

import pytest
from django.test import Client

from support.home import LittleHome, little_home
from support.people import SIGNERS
from withhold.web.application import application
from withhold.web.middleware import callers, guards

COVERS = ("withhold.web.agency.outcomes", "withhold.web.agency.request_form")

FERRY = "The taxpayer left by the night ferry and the clerk at {} saw three suitcases with the stolen paintings."
TOLD = "At least 3 other requests have nearly the same reason. The nearest is about"


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[LittleHome]:
    monkeypatch.setattr(callers, "signed_in", lambda instance, token: SIGNERS[0])
    monkeypatch.setattr(guards, "FEWEST", 0)
    with little_home() as little:
        application(little.instance, ["testserver"], secure=False)
        yield little


def test_the_form_and_the_page_of_a_batch_show_it_beside_the_cure(home: LittleHome) -> None:
    client = Client(raise_request_exception=False)
    for who, town in (("robin", "Harborton"), ("jules", "Millbrook")):
        home.file([home.row(who, reason=FERRY.format(town))])
    again = home.row("kit", reason=FERRY.format("Elk Grove"))
    assert "other requests" not in client.post("/agency/request/check", again).content.decode()
    home.file([again])
    again = home.row("robin", reason=FERRY.format("Salina"))
    shown = json.loads(client.post("/agency/request/check", again).content)["elements"]
    assert TOLD in shown["boilerplate"]["cure"]
    assert [name for name, each in shown.items() if TOLD in each["cure"]] == ["boilerplate"]
    name = home.file([again]).answers.name
    digest = next(each.digest for each in home.instance.batches.list_all() if each.digest.startswith(name))
    page = html.unescape(client.get(f"/agency/batches/{digest}").content.decode())
    assert shown["boilerplate"]["cure"] in page
