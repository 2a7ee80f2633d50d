"""`withhold accounting --home` answers what the record subject's page answers."""

import io
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from docs.catalogs import source

from support.further import OneCase
from support.home import LittleHome
from support.people import COUNSEL, SUBJECTS
from withhold.casework.publication.publishing import publish
from withhold.casework.subject.accounting import issue_code
from withhold.casework.subject.suspending import suspend_accounting
from withhold.cli.main import main
from withhold.web.translations import ENGLISH

COVERS = (
    "withhold.casework.subject.accounting",
    "withhold.casework.subject.suspending",
    "withhold.cli.ledger.own_entries",
)

STEPS = [each.msgstr for each in source("en") if each.msgid.startswith("step.")]
Ask = Callable[..., str]


@pytest.fixture
def home(under_review: OneCase) -> LittleHome:
    return under_review[0]


@pytest.fixture
def ask(home: LittleHome, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Ask:
    def ask(subject: str, *words: str) -> str:
        code = issue_code(home.instance, SUBJECTS[subject].tin, home.clock().year)
        monkeypatch.setattr("sys.argv", ["withhold", "accounting", "--home", str(home.home), *words])
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(f"{code}\n".encode())))
        capsys.readouterr()
        with suppress(SystemExit):
            main()
        return capsys.readouterr().out

    return ask


def test_the_command_shows_who_asked_when_what_and_under_which_law(home: LittleHome, ask: Ask) -> None:
    publish(home.instance)
    said = ask("robin")
    assert "Who asked: Bureau of Tests (fictional)." in said
    assert any(sentence in said for sentence in STEPS)
    assert home.instance.pack.title in said
    assert ask("kit").strip() == ENGLISH["none"]


def test_the_command_shows_no_more_of_a_suspended_entry_than_the_page(
    home: LittleHome, under_review: OneCase, ask: Ask
) -> None:
    publish(home.instance)
    # The command goes by the machine's clock, so the suspension is made on the machine's day.
    days = (datetime.now(UTC) - home.clock.instant).days
    home.clock.advance(days=days)
    until = (home.clock() + timedelta(days=90)).date()
    suspend_accounting(home.instance, COUNSEL[0], under_review[1], until, "Notice now would warn them (fictional).")
    home.clock.advance(days=-days)
    for words in ((), ("--json",)):
        said = ask("robin", *words)
        assert f"{ENGLISH['suspended']} {until.isoformat()}." in said
        assert "Bureau of Tests" not in said
        assert not any(sentence in said for sentence in STEPS)


def test_json_has_an_object_for_each_entry(home: LittleHome, ask: Ask) -> None:
    publish(home.instance)
    said = json.loads(ask("robin", "--json"))
    assert said["authority"] == home.instance.pack.title
    assert {"day", "index", "what", "who"} == set(said["entries"][0])
    assert {each["who"] for each in said["entries"]} == {"Bureau of Tests (fictional)"}
