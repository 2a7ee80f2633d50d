"""Pages for everybody: what this is, the ledger, counts, and the annual report."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass

from django.http import Http404, HttpRequest, HttpResponse

from withhold.casework.proving import signed_checkpoint
from withhold.casework.reporting import Line, annual_report
from withhold.ledger.storing import CHECKPOINT, VKEY
from withhold.model.kinds import Kind
from withhold.web.cells import csv_file
from withhold.web.surroundings import desk_of, page

_FEWEST = 10
HIDDEN, ALSO_HIDDEN = "<10", "–"


def home(request: HttpRequest) -> HttpResponse:
    """What this is."""
    return page(request, "public/home.html")


def ledger(request: HttpRequest) -> HttpResponse:
    """The checkpoint, and how to verify the log."""
    desk = desk_of(request)
    store = desk.sequencer.store
    checkpoint = (store.named(CHECKPOINT) or b"").decode()
    return page(
        request,
        "public/ledger.html",
        size=f"{signed_checkpoint(desk).checkpoint.size:,}",
        checkpoint=checkpoint,
        vkey=(store.named(VKEY) or b"").decode().splitlines()[0],
        log=request.build_absolute_uri("/log/"),
    )


def counts(request: HttpRequest) -> HttpResponse:
    """Entries by day and kind, which the visitor's browser counts."""
    names = {int(kind): kind.name.replace("_", " ").lower() for kind in Kind}
    return page(request, "public/counts.html", kinds=names)


def report(request: HttpRequest, year: str = "") -> HttpResponse:
    """The annual disclosure report."""
    now = desk_of(request).now().year
    asked = _year(year) if year else now
    lines = shown(annual_report(desk_of(request), asked))
    return page(request, "public/report.html", year=asked, lines=lines, years=range(now, now - 5, -1))


def report_csv(request: HttpRequest, year: str) -> HttpResponse:
    """The same as CSV."""
    asked = _year(year)
    head = ("disclosed_to", "purpose", "authority", "requests", "disclosures", "people")
    lines = shown(annual_report(desk_of(request), asked))
    return csv_file(f"disclosures-{asked}.csv", [head, *(astuple(line) for line in lines)])


def _year(text: str) -> int:
    year = int(text)
    if not 1970 <= year <= 9999:
        raise Http404
    return year


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the report as the public may see it."""

    agency: str
    purpose: str
    authority: str
    requests: str
    disclosures: str
    people: str


def shown(lines: Sequence[Line]) -> list[Shown]:
    """The lines with small counts hidden, column by column."""
    columns = [
        list(hidden(column))
        for column in zip(*((line.requests, line.disclosures, len(line.people)) for line in lines), strict=True)
    ]
    return [
        Shown(line.agency, line.purpose, line.authority, *counts)
        for line, counts in zip(lines, zip(*columns, strict=True), strict=True)
    ]


def hidden(column: Sequence[int]) -> Iterator[str]:
    """Counts from 1 to 9 as ``<10``; where one alone is hidden, the next smallest is too, lest the total tell it."""
    small = [place for place, count in enumerate(column) if 0 < count < _FEWEST]
    others = sorted((count, place) for place, count in enumerate(column) if count >= _FEWEST)
    also = others[0][1] if len(small) == 1 and others else None
    for place, count in enumerate(column):
        yield HIDDEN if place in small else ALSO_HIDDEN if place == also else f"{count:,}"
