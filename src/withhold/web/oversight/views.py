"""The inspector's pages: the figures of some days, the latest cases, and one whole case."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from withhold.casework.oversight.case_history import case_history
from withhold.casework.oversight.figures import FEWEST, SHOWN_DAYS, Figures, ReturnedFigures, figures
from withhold.casework.oversight.reviewing_figures import ReviewerFigures
from withhold.casework.parties.receipts import case_receipts
from withhold.model.cases import commands
from withhold.model.cases.permissions import authorize
from withhold.model.identifiers import CaseId
from withhold.web.cells import csv_file
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of
from withhold.web.oversight.charts import chart
from withhold.web.receipt_archive import receipt_archive

_LATEST = 100


def overview(request: HttpRequest) -> HttpResponse:
    """Return the page of figures. Each table has a chart."""
    days, found = _asked(request)
    return page(
        request,
        "oversight/overview.html",
        figures=found,
        days=days,
        choices=SHOWN_DAYS,
        fewest=FEWEST,
        charts={
            "agencies": chart("Rows filed, by agency", ((each.agency, each.rows) for each in found.agencies)),
            "officials": chart("Cases, by named official", ((each.official, each.cases) for each in found.officials)),
            "elements": chart("Rows that do not meet an element", ((each.title, each.rows) for each in found.elements)),
            "reviewers": chart(
                "Median seconds to decide, by reviewer",
                ((each.reviewer, each.median_seconds) for each in found.reviewers),
            ),
            "days": chart("Determinations, by day", ((str(each.day), each.determinations) for each in found.days), 31),
        },
        contested=len(instance_of(request).journal.streams("contest/")),
    )


def _asked(request: HttpRequest) -> tuple[int, Figures]:
    given = request.GET.get("days", "30")
    days = int(given) if given in {str(each) for each in SHOWN_DAYS} else 30
    return days, figures(instance_of(request), actor_of(request), days)


def figures_json(request: HttpRequest) -> HttpResponse:
    """Return the figures as JSON."""
    days, found = _asked(request)
    response = JsonResponse({"days": days, **_plain(found)})
    response["Content-Disposition"] = f'attachment; filename="figures-{days}-days.json"'
    return response


def _plain(found: Figures) -> dict[str, Any]:
    return {**asdict(found), "since": found.since.isoformat(), "days_counted": [asdict(each) for each in found.days]}


def figures_csv(request: HttpRequest) -> HttpResponse:
    """Return the figures as CSV, with one line for each figure."""
    days, found = _asked(request)
    return csv_file(f"figures-{days}-days.csv", _lines(found))


def _lines(found: Figures) -> Iterator[tuple[object, ...]]:
    yield "by", "which", "figure", "value"
    yield "all", "cases", "decided by both", found.agreement.cases
    yield "all", "cases", "decided alike", found.agreement.alike
    tables = {
        "agency": ("agency", found.agencies),
        "official": ("official", found.officials),
        "element": ("element", found.elements),
        "returned": ("which", found.returned),
        "day": ("day", found.days),
        "reviewer": ("reviewer", found.reviewers),
    }
    for by, (key, lines) in tables.items():
        for line in lines:
            named = asdict(line)  # type: ignore[call-overload]
            if isinstance(line, ReviewerFigures):
                named["approval_rate"] = round(line.approval_rate, 4)
            if isinstance(line, ReturnedFigures):
                named = {"which": line.which, **named, **_rates(line)}
                del named["agency"], named["element"]
            which = str(named.pop(key))
            yield from ((by, which, figure, value) for figure, value in named.items())


def _rates(line: ReturnedFigures) -> dict[str, float | str]:
    rates = {"admitted_rate": line.admitted_rate, "unchanged_rate": line.unchanged_rate}
    return {name: "" if rate is None else round(rate, 4) for name, rate in rates.items()}


def cases(request: HttpRequest) -> HttpResponse:
    """Return the page of the latest cases, or of the case whose id was typed."""
    instance = instance_of(request)
    authorize(actor_of(request), commands.ReadCase)
    asked = CaseId(request.GET.get("case", "").strip()[:40])
    found = [each for each in [instance.cases.get(asked)] if each] if asked else instance.cases.latest(_LATEST)
    return page(request, "oversight/cases.html", cases=found, asked=asked)


def case(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Return the page of one case with all of its steps, and with the index of each on the ledger."""
    steps = case_history(instance_of(request), actor_of(request), case_id)
    return page(request, "oversight/case.html", steps=steps, case_id=case_id)


def receipts(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Return a ZIP file with a receipt for every step of a case."""
    return receipt_archive(case_id, case_receipts(instance_of(request), actor_of(request), case_id))
