"""Pages for the record subject. The accounting code is what they show; it never stands in a URL, and is not kept."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.http import Http404, HttpRequest, HttpResponse

from withhold.casework.checks import SUBJECT
from withhold.casework.desk import Desk
from withhold.casework.publication.proving import receipt_at
from withhold.casework.subject.accounting import Entry, accounting_of
from withhold.casework.subject.contesting import contest
from withhold.ledger.accounting_code import AccountingCode, NotACode
from withhold.model.errors import Conflict
from withhold.web.context import authority_in, desk_of, page
from withhold.web.subject.answering import answer_in
from withhold.web.translations import BUSY, LANGUAGES

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
    entries = [answer_in(words, entry) for entry in _entries(desk_of(request), code)]
    authority = authority_in(desk_of(request), words)
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
        return accounting_of(desk, SUBJECT, code)


@contextmanager
def _looking() -> Iterator[None]:
    """Looking for somebody's entries goes through the whole log: a few may at once, lest it stand in everybody's way.

    Raises Conflict if too many do.
    """
    if not _LOOKING.acquire(timeout=_PATIENCE):
        raise Conflict(BUSY)
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
    except NotACode as error:
        return None, f"{words['wrong_code']} {words['code_' + error.fault].format(number=error.number)}"
