"""Anybody can download the files to begin a batch with."""

from collections.abc import Iterator

import pytest
from django.test import Client

from support.home import little_home
from withhold.screening.contract.templates import TEMPLATES
from withhold.web.application import application

COVERS = ("withhold.web.public.views", "withhold.screening.contract.templates")


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with little_home() as little:
        application(little.instance, ["testserver"], secure=False)
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("name", TEMPLATES)
def test_each_file_is_downloaded_under_its_name(client: Client, name: str) -> None:
    answer = client.get(f"/templates/{name}")
    media_type, make = TEMPLATES[name]
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, media_type)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.content == make()


@pytest.mark.parametrize("name", ["requests.exe", "home.toml", "requests..csv", "../home.toml"])
def test_no_other_file_is(client: Client, name: str) -> None:
    assert client.get(f"/templates/{name}").status_code == 404
