"""The catalogs: one message for each code, in sentences, with the values that the code gives."""

import re
import string
from functools import cache
from pathlib import Path

import polib
import pytest
from docs.catalogs import FOLDER, LANGUAGES, compiled, source
from docs.raise_sites import codes_elsewhere, raise_sites

from withhold.messages.catalogs import has, text
from withhold.model.errors import Code, Conflict, Fault, Forbidden

COVERS = ("withhold.messages.catalogs", "withhold.model.codes", "withhold.model.errors")

sites = cache(raise_sites)
ENGLISH = {entry.msgid: entry for entry in source("en")}
SPANISH = {entry.msgid: entry for entry in source("es")}
CODES = {code.value for code in Code}
PAGES = ("link.", "page.", "place.", "problem.", "refusal.", "step.")
"""How the keys of texts begin that are words of a page, not messages of an error."""


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_gettext_reads_is_what_people_edit(language: str) -> None:
    assert (FOLDER / f"{language}.mo").read_bytes() == compiled(language), "run make docs"


def test_every_code_has_a_message_and_every_message_a_code() -> None:
    assert {key for key in ENGLISH if not key.startswith(PAGES)} == CODES
    assert {key for key in SPANISH if not key.startswith(PAGES)} <= CODES


def test_a_code_is_named_as_it_reads() -> None:
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*\.[a-z0-9]+(_[a-z0-9]+)*", code) for code in CODES)
    assert all(code.name == code.value.upper().replace(".", "_") for code in Code)


def test_every_code_is_raised_and_nothing_else_is_done_with_one() -> None:
    assert {site.code for site in sites()} == set(Code)
    assert codes_elsewhere() == ["model.errors:" + line for line in _default_of_forbidden()]


def _default_of_forbidden() -> list[str]:
    lines = Path(FOLDER.parent / "model/errors.py").read_text(encoding="utf-8").splitlines()
    return [str(n) for n, line in enumerate(lines, 1) if "= Code.PERMISSION_DENIED" in line]


def test_every_placeholder_gets_its_value_wherever_the_error_is_raised() -> None:
    wrong = [
        f"{site.module}:{site.line} {site.code}"
        for site in sites()
        if site.values != set().union(*(placeholders(each) for each in texts(ENGLISH[site.code])))
    ]
    assert wrong == []


def test_a_translation_has_no_placeholder_of_its_own() -> None:
    for key, entry in SPANISH.items():
        known = set().union(*map(placeholders, texts(ENGLISH[key])))
        assert set().union(*map(placeholders, texts(entry))) <= known, key
        assert bool(entry.msgid_plural) == bool(ENGLISH[key].msgid_plural), key


def test_messages_are_sentences() -> None:
    messages = {
        (key, each) for catalog in (ENGLISH, SPANISH) for key in CODES & catalog.keys() for each in texts(catalog[key])
    }
    assert {
        key for key, each in messages if not re.match(r"[A-ZÁÉÍÓÚÑ¿{]", each) or not each.endswith((".", "?"))
    } == set()
    assert {key for key, each in messages if ";" in each or "  " in each} == set()
    assert {key for key, each in messages if len(re.findall(r"[.:)](?= [A-Z{]|$)", each)) < 2} == set(), "no cure"


SHOWN = (
    "web.subject.",
    "web.public.",
    "web.middleware.",
    "casework.subject.accounting",
    "casework.subject.contesting",
    "casework.publication.proving",
    "model.limits",
    "records.database",
    "ledger.accounting_code",
)
"""What the public pages and those of a record subject call. A fault is shown by its status alone."""


def test_whatever_a_public_page_or_a_record_subjects_shows_is_in_spanish() -> None:
    shown = {each.code for each in sites() if each.module.startswith(SHOWN) and not issubclass(each.error, Fault)}
    assert len(shown) > 10
    assert shown <= SPANISH.keys()


def test_the_words_of_pages_are_in_both_languages() -> None:
    assert {key for key in ENGLISH if key.startswith(PAGES)} == {key for key in SPANISH if key.startswith(PAGES)}


def test_a_count_chooses_the_plural_form() -> None:
    plural = [entry for catalog in (ENGLISH, SPANISH) for entry in catalog.values() if entry.msgid_plural]
    assert all("count" in placeholders(each) for entry in plural for each in texts(entry))


def test_an_error_shows_its_message_and_keeps_its_code() -> None:
    error = Conflict(Code.TEXT_TOO_LONG, field="reason", limit=4_000)
    assert str(error) == "The reason is longer than 4,000 characters. Change it and try again."
    assert (error.code, error.values) == ("text.too_long", {"field": "reason", "limit": 4_000})
    assert Forbidden().code is Code.PERMISSION_DENIED


def test_a_key_that_no_catalog_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_key"):
        text("no_such_key")
    assert not has("no_such_key", "en")
    assert has(Code.PERMISSION_DENIED, "en")
