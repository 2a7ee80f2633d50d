"""The public pages: the first page, the ledger, counts, and the annual report."""

from dataclasses import astuple

from django.http import Http404, HttpRequest, HttpResponse

from withhold.casework.oversight.reporting import annual_report
from withhold.casework.publication.proving import signed_checkpoint
from withhold.model.kinds import Kind, public_kind
from withhold.screening.contract.templates import TEMPLATES
from withhold.tlog.stores.storing import CHECKPOINT, VKEY
from withhold.web.cells import csv_file
from withhold.web.context import instance_of, page
from withhold.web.public.report_pdf import report_pdf as printed
from withhold.web.public.small_cells import RULE, shown


def home(request: HttpRequest) -> HttpResponse:
    """Return the first page, which explains what withhold is."""
    return page(request, "public/home.html")


def ledger(request: HttpRequest) -> HttpResponse:
    """Return the page with the checkpoint and with how to verify the log."""
    instance = instance_of(request)
    store = instance.sequencer.store
    checkpoint = (store.named(CHECKPOINT) or b"").decode()
    return page(
        request,
        "public/ledger.html",
        size=f"{signed_checkpoint(instance).checkpoint.size:,}",
        checkpoint=checkpoint,
        vkey=(store.named(VKEY) or b"").decode().splitlines()[0],
        log=request.build_absolute_uri("/log/"),
    )


def counts(request: HttpRequest) -> HttpResponse:
    """Return the page of entries by day and kind. The visitor's browser counts them in the log."""
    names = {int(kind): kind.name.replace("_", " ").lower() for kind in Kind if public_kind(kind) == kind}
    return page(request, "public/counts.html", kinds=names)


def report(request: HttpRequest, year: str = "") -> HttpResponse:
    """Return the annual disclosure report of ``year``, or of this year."""
    now = instance_of(request).now().year
    asked = _year(year) if year else now
    lines = shown(annual_report(instance_of(request), asked))
    return page(request, "public/report.html", year=asked, lines=lines, rule=RULE, years=range(now, now - 5, -1))


def report_csv(request: HttpRequest, year: str) -> HttpResponse:
    """Return the annual disclosure report as CSV."""
    asked = _year(year)
    head = ("disclosed_to", "purpose", "authority", "requests", "disclosures", "people")
    lines = shown(annual_report(instance_of(request), asked))
    return csv_file(f"disclosures-{asked}.csv", [head, *(astuple(line) for line in lines)])


def template(request: HttpRequest, template: str) -> HttpResponse:
    """Return a file to begin a batch with, or a schema of a batch. Raises Http404 if there is none of that name."""
    if template not in TEMPLATES:
        raise Http404
    media_type, make = TEMPLATES[template]
    response = HttpResponse(make(), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{template}"'
    return response


def report_pdf(request: HttpRequest, year: str) -> HttpResponse:
    """Return the annual disclosure report as PDF."""
    asked, instance = _year(year), instance_of(request)
    lines = shown(annual_report(instance, asked))
    named = instance.configuration
    response = HttpResponse(
        printed(named.custodian, asked, lines, named.demonstration, instance.pack.notice),
        content_type="application/pdf",
    )
    response["Content-Disposition"] = f'attachment; filename="disclosures-{asked}.pdf"'
    return response


def _year(text: str) -> int:
    year = int(text)
    if not 1970 <= year <= 9999:
        raise Http404
    return year
