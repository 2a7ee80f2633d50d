"""Pages for the record subject. They type their accounting code. It is never part of a URL, and it is not stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.http import Http404, HttpRequest, HttpResponse

from withhold.casework.checks import SUBJECT
from withhold.casework.instance import Instance
from withhold.casework.publication.proving import receipt_at
from withhold.casework.subject.accounting import Entry, accounting_of
from withhold.casework.subject.contesting import contest
from withhold.ledger.accounting_code import AccountingCode, NotACode
from withhold.model.errors import Code, Conflict
from withhold.web.context import authority_in, instance_of, page
from withhold.web.subject.answering import answer_in
from withhold.web.translations import LANGUAGES, Words

_TEMPLATE = "subject/accounting.html"
_LOOKUPS = BoundedSemaphore(2)
_LONGEST_WAIT = 20
"""Seconds that a look-up waits for another one to end."""


def accounting(request: HttpRequest, language: str) -> HttpResponse:
    """Return the page for typing a code or, after a code was sent, the entries that belong to it."""
    words = LANGUAGES[language]
    if request.method != "POST":
        return page(request, _TEMPLATE, words)
    typed = request.POST.get("code", "")
    code, fault = _read(typed, words)
    if code is None:
        return page(request, _TEMPLATE, words, status=422, fault=fault)
    entries = [answer_in(words, entry) for entry in _entries(instance_of(request), code)]
    authority = authority_in(instance_of(request), words)
    return page(request, _TEMPLATE, words, asked=True, entries=entries, code=typed, authority=authority)


def receipt(request: HttpRequest, language: str) -> HttpResponse:
    """Return the receipt of one of the entries that belong to a code.

    Raises Http404 if the entry belongs to somebody else, and also if it does not exist.
    """
    instance = instance_of(request)
    code, _ = _read(request.POST.get("code", ""), LANGUAGES[language])
    index = request.POST.get("index", "")
    if code is None or index not in {str(entry.index) for entry in _entries(instance, code)}:
        raise Http404
    response = HttpResponse(receipt_at(instance, int(index)).encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="entry-{index}.tlog-proof"'
    return response


def contest_entry(request: HttpRequest, language: str) -> HttpResponse:
    """Contest one of the entries that belong to a code."""
    words = LANGUAGES[language]
    code, _ = _read(request.POST.get("code", ""), words)
    index = request.POST.get("index", "")
    if code is None or not (index.isascii() and index.isdigit() and len(index) < 16):
        raise Http404
    with _lookup():
        contest(instance_of(request), code, int(index), request.POST.get("statement", ""))
    return page(request, "subject/contested.html", words)


def _entries(instance: Instance, code: AccountingCode) -> list[Entry]:
    with _lookup():
        return accounting_of(instance, SUBJECT, code)


@contextmanager
def _lookup() -> Iterator[None]:
    """Wait for a free place for a look-up, which reads the whole log. Raises Conflict if there is none in time."""
    # Only two look-ups run at once, so that they do not slow down everything else.
    if not _LOOKUPS.acquire(timeout=_LONGEST_WAIT):
        raise Conflict(Code.ACCOUNTING_BUSY)
    try:
        yield
    finally:
        _LOOKUPS.release()


def _read(typed: str, words: Words) -> tuple[AccountingCode | None, str]:
    """Return the code, or None and what is wrong with the text that was typed. The text is not repeated."""
    if not typed.strip():
        return None, words["no_code"]
    try:
        return AccountingCode.parse(typed[:200]), ""
    except NotACode as error:
        return None, error.reason_in(words.language)
