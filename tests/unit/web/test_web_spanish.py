"""The Spanish pages of the record subject: nothing in English, whatever they answer."""

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from docs.catalogs import source

from support.home import LittleHome, little_home
from support.people import COUNSEL, SUBJECTS
from withhold.casework.publication.publishing import publish
from withhold.casework.subject.accounting import issue_code
from withhold.casework.subject.contesting import MOST
from withhold.casework.subject.suspending import suspend_accounting
from withhold.model.errors import Code, Conflict
from withhold.model.kinds import Kind
from withhold.model.limits import REASON
from withhold.web import translations as catalog
from withhold.web.application import application
from withhold.web.subject import views

COVERS = ("withhold.web.application", "withhold.web.subject.views", "withhold.web.translations")

REFERENCES = {"lang", "other", "other_name"}
AGENCY = "Bureau of Tests (fictional)"
REFUSED = (
    Conflict(Code.ACCOUNTING_STATEMENT_LENGTH, limit=REASON),
    Conflict(Code.ACCOUNTING_CONTESTED_ENOUGH, count=MOST),
    Conflict(Code.ACCOUNTING_BUSY),
)


@pytest.fixture
def home() -> Iterator[LittleHome]:
    with little_home() as little:
        application(little.instance, ["testserver"], secure=False)
        yield little


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def words(language: str, prefix: str) -> dict[str, str]:
    """The texts of a catalog whose keys begin so, by the rest of the key."""
    return {each.msgid.removeprefix(prefix): each.msgstr for each in source(language) if each.msgid.startswith(prefix)}


def english(home: LittleHome) -> set[str]:
    """Every English text that a page for everybody may show."""
    texts = {text for name, text in words("en", "page.").items() if name not in REFERENCES}
    texts = {part for text in texts for part in re.split(r"\{[a-z]+\}", text) if len(part.split()) > 1 or part == text}
    problems = {
        "There is no such page", "This form has expired", "This cannot be done now", "This cannot be read", "begin at",
        "Nothing was changed", "mistyped", "characters after the year", "no accounting code has", "An entry of kind",
        "Sign in",
    }  # fmt: skip
    pack = {home.instance.pack.title, home.instance.pack.notice}
    refusals = {str(each) for each in REFUSED} | set(words("en", "link.").values())
    return texts | problems | pack | refusals | set(words("en", "step.").values())


def held_to_spanish(home: LittleHome, response: object, status: int) -> str:
    assert response.status_code == status  # type: ignore[attr-defined]
    page = html.unescape(response.content.decode())  # type: ignore[attr-defined]
    assert page.count('<html lang="es">') == 1
    # What says that it is English may be: the link to the other language.
    visible = re.sub(r'<a[^>]*lang="en"[^>]*>In English</a>', "", page)
    text = re.sub(r"<(?:script|style).*?</(?:script|style)>|<[^>]+>", "\n", visible, flags=re.DOTALL)
    text += "\n".join(re.findall(r'(?:aria-label|title|placeholder)="([^"]*)"', visible))
    found = {each for each in english(home) if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text)}
    assert not found
    return page


def code_of(home: LittleHome, subject: str) -> str:
    return issue_code(home.instance, SUBJECTS[subject].tin, home.clock().year)


def test_every_answer_is_in_spanish(home: LittleHome, client: Client) -> None:
    home.approved("robin")
    (suspended,) = home.docket("kit")
    until = (home.clock() + timedelta(days=30)).date()
    suspend_accounting(home.instance, COUNSEL[0], suspended, until, "Notice now would warn them (fictional).")
    home.file([home.row("jules", reason="")])
    publish(home.instance)
    held_to_spanish(home, client.get("/es/accounting"), 200)
    seen = held_to_spanish(home, client.post("/es/accounting", {"code": code_of(home, "robin")}), 200)
    assert AGENCY in seen
    assert catalog.SPANISH.step(Kind.REQUEST_APPROVED) in seen
    assert home.instance.pack.title_es in seen
    seen = held_to_spanish(home, client.post("/es/accounting", {"code": code_of(home, "kit")}), 200)
    assert catalog.SPANISH["suspended"] in seen
    assert until.isoformat() in seen
    assert AGENCY not in seen
    assert not any(step in seen for step in words("es", "step.").values())
    seen = held_to_spanish(home, client.post("/es/accounting", {"code": code_of(home, "jules")}), 200)
    assert catalog.SPANISH.step(Kind.ROW_RETURNED) in seen
    code = code_of(home, "robin").replace(str(home.clock().year), "1999", 1)
    held_to_spanish(home, client.post("/es/accounting", {"code": code}), 422)


@pytest.mark.parametrize("typed", ["", "hello", "WH2026-0000", "WH2026-" + "U" * 56, "WH2026-" + "0" * 56])
def test_every_mistyped_code_is_answered_in_spanish(home: LittleHome, client: Client, typed: str) -> None:
    held_to_spanish(home, client.post("/es/accounting", {"code": typed}), 422)


def test_contesting_and_its_refusals_are_in_spanish(home: LittleHome, client: Client) -> None:
    (case_id,) = home.docket("robin")
    publish(home.instance)
    index = next(each.position for each in home.instance.journal.stream(f"case/{case_id}"))
    form = {"code": code_of(home, "robin"), "index": str(index)}
    held_to_spanish(home, client.post("/es/contest", form | {"statement": ""}), 409)
    for _ in range(MOST):
        held_to_spanish(home, client.post("/es/contest", form | {"statement": "No fui yo."}), 200)
    held_to_spanish(home, client.post("/es/contest", form | {"statement": "Otra vez."}), 409)
    held_to_spanish(home, client.post("/es/contest", form | {"index": "999999", "statement": "No."}), 404)
    held_to_spanish(home, client.post("/es/receipt", form | {"index": "999999"}), 404)
    held_to_spanish(home, Client(enforce_csrf_checks=True).post("/es/contest", form), 403)


def test_too_many_who_look_are_told_in_spanish(
    home: LittleHome, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "_LONGEST_WAIT", 0.001)
    with views._lookup(), views._lookup():
        held_to_spanish(home, client.post("/es/accounting", {"code": code_of(home, "robin")}), 409)


def test_the_two_catalogs_say_the_same() -> None:
    for prefix in ("page.", "link.", "problem.", "refusal.", "step."):
        english, spanish = words("en", prefix), words("es", prefix)
        assert english
        assert english.keys() == spanish.keys()
        assert {name for name in english if english[name] == spanish[name]} == set()
