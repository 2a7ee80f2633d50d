"""Pages for the record subject. The accounting code is what they show; it never stands in a URL, and is not kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from threading import BoundedSemaphore

from django.http import Http404, HttpRequest, HttpResponse

from withhold.casework.accounting import Entry, accounting_of
from withhold.casework.contesting import contest
from withhold.casework.desk import Desk
from withhold.casework.proving import receipt_at
from withhold.ledger.accounting import AccountingCode
from withhold.model.errors import Conflict, Unreadable
from withhold.model.permissions import Actor
from withhold.model.words import Role
from withhold.web.surroundings import desk_of, page
from withhold.web.words import LANGUAGES, STEPS_IN_SPANISH

_TEMPLATE = "subject/accounting.html"
_LOOKING = BoundedSemaphore(2)
_PATIENCE = 20
"""Seconds."""


def accounting(request: HttpRequest, language: str) -> HttpResponse:
    """Every entry about the holder of a code."""
    words = LANGUAGES[language]
    if request.method != "POST":
        return page(request, _TEMPLATE, words)
    typed = request.POST.get("code", "")
    code, fault = _read(typed, words)
    if code is None:
        return page(request, _TEMPLATE, words, status=422, fault=fault)
    entries = [_in(words, entry) for entry in _entries(desk_of(request), code)]
    authority = desk_of(request).pack.title
    return page(request, _TEMPLATE, words, asked=True, entries=entries, code=typed, authority=authority)


def receipt(request: HttpRequest, language: str) -> HttpResponse:
    """The receipt of one of the holder's entries. 404 for an entry that is not theirs, or is none, alike."""
    desk = desk_of(request)
    code, _ = _read(request.POST.get("code", ""), LANGUAGES[language])
    index = request.POST.get("index", "")
    if code is None or index not in {str(entry.index) for entry in _entries(desk, code)}:
        raise Http404
    response = HttpResponse(receipt_at(desk, int(index)).encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="entry-{index}.tlog-proof"'
    return response


def contest_entry(request: HttpRequest, language: str) -> HttpResponse:
    """Contest one of the holder's entries."""
    words = LANGUAGES[language]
    code, _ = _read(request.POST.get("code", ""), words)
    index = request.POST.get("index", "")
    if code is None or not (index.isascii() and index.isdigit() and len(index) < 16):
        raise Http404
    with _looking():
        contest(desk_of(request), code, int(index), request.POST.get("statement", ""))
    return page(request, "subject/contested.html", words)


def _entries(desk: Desk, code: AccountingCode) -> list[Entry]:
    with _looking():
        return accounting_of(desk, Actor("", Role.SUBJECT), code)


@contextmanager
def _looking() -> Iterator[None]:
    """Looking for somebody's entries goes through the whole log: a few may at once, lest it stand in everybody's way.

    Raises Conflict where too many do.
    """
    if not _LOOKING.acquire(timeout=_PATIENCE):
        raise Conflict("many people are looking at this moment; try again in a minute")
    try:
        yield
    finally:
        _LOOKING.release()


def _read(typed: str, words: Mapping[str, str]) -> tuple[AccountingCode | None, str]:
    """The code, or what is wrong with what was typed, which is not repeated."""
    if not typed.strip():
        return None, words["no_code"]
    try:
        return AccountingCode.parse(typed[:200]), ""
    except Unreadable as error:
        return None, f"{words['wrong_code']} {error.reason}."


def _in(words: Mapping[str, str], entry: Entry) -> Entry:
    return entry if words["lang"] == "en" else replace(entry, meaning=STEPS_IN_SPANISH.get(entry.kind, entry.meaning))
