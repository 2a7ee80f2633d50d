"""``report.html``: the figures of a screening for a reader, in one page without other files."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from withhold.law.pack import RulePack
from withhold.screening.passes.cure_file import Cure

_STYLE = """
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem }
table { border-collapse: collapse; width: 100% }
caption { text-align: start; font-weight: 600; padding: .5rem 0 }
th, td { text-align: start; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #8888 }
.number { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap }
.notice { border-inline-start: .3rem solid; padding: .3rem 1rem }
@media (max-width: 40rem) { table, tbody, tr, td, th { display: block } thead { display: none } }
"""


def report_page(summary: Mapping[str, Any], cures: Mapping[str, Cure], pack: RulePack) -> str:
    """Return the page. It contains no value of the agency's requests."""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>What screening found</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(_body(summary, cures, pack))
        + "\n</main>\n</body>\n</html>\n"
    )


def _body(summary: Mapping[str, Any], cures: Mapping[str, Cure], pack: RulePack) -> Iterator[str]:
    yield "<h1>What screening found</h1>"
    if summary.get("demonstration"):
        yield '<p class="notice"><strong>Demonstration.</strong> All people are synthetic. Nothing is real.</p>'
    yield f"<p>{escape(pack.title)}. Pack {escape(pack.id)}, version {escape(pack.version)}.</p>"
    yield f'<p class="notice">{escape(pack.notice)}</p>'
    yield from _table("Rows", ("Outcome", "Rows"), _outcomes(summary))
    yield "<p>No row was approved. Only two people in review can do that. Every deficiency of a row is named.</p>"
    if summary.get("file_causes"):
        yield from _table("Likely causes in the whole file", ("Rows", "What is wrong", "Cure"), _causes(summary))
    yield from _table(
        "Requirements that are not met",
        ("Rows", "Element", "Source", "What it requires"),
        _short(summary, pack),
    )
    yield from _table(
        "What is wrong, and the cure",
        ("Rows", "Element", "Check", "Problem", "Cure"),
        _failed(summary, cures, pack),
    )
    yield "<p>The cure is also on each line of <code>cure.csv</code>. A row can fail several checks of one element.</p>"
    yield from _table("Notes on eligible rows", ("Rows", "Note", "About", "Found by"), _marked(summary, pack))
    yield "<p>A note changes no outcome. The reviewers see it. <code>findings.parquet</code> names its rows.</p>"
    yield from _table("What rows have in common", ("Rows", "At the most"), _shared(summary))
    yield "<p>If a number exceeds a limit of the pack, its rows do not meet the element with that limit.</p>"
    if batch := summary.get("batch"):
        yield f"<p>Batch <code>{escape(batch)}</code> (SHA-256 of the file). <code>cure.csv</code> names every row.</p>"
    else:
        yield "<p><code>cure.csv</code> names every row. Nothing was filed.</p>"


def _outcomes(summary: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    labels = {
        "rows": "in the file",
        "eligible": "eligible: no deficiency was found",
        "returned": "returned: can be cured and filed again",
        "refused": "refused: final",
    }
    for name, text in labels.items():
        yield text, f"{summary[name]:,}"


def _short(summary: Mapping[str, Any], pack: RulePack) -> Iterator[tuple[str, ...]]:
    elements = {element.id: element for element in pack.elements}
    for name, rows in sorted(summary["by_element"].items(), key=lambda item: (-item[1], item[0])):
        if rows:
            yield f"{rows:,}", elements[name].title, elements[name].citation, elements[name].cure


def _failed(summary: Mapping[str, Any], cures: Mapping[str, Cure], pack: RulePack) -> Iterator[tuple[str, ...]]:
    for element, check in pack.checks_named(cures):
        if rows := summary["by_check"][check.id]:
            yield f"{rows:,}", element.id, check.id, check.title, cures[check.id].text


def _causes(summary: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for each in summary["file_causes"]:
        yield f"{each['rows']:,}", each["says"], each["cure"]


def _marked(summary: Mapping[str, Any], pack: RulePack) -> Iterator[tuple[str, ...]]:
    for mark in pack.marks:
        if rows := summary["by_mark"][mark.id]:
            yield f"{rows:,}", f"{mark.title}. {mark.text}", pack.element(mark.element).title, mark.model or "a rule"


def _shared(summary: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for each in summary["patterns"]:
        yield f"{each['most']:,}", each["says"]
    if most := summary.get("alike"):
        yield f"{most['people']:,}", "other people, at least, whose reason is nearly the same as that of a returned row"
        yield f"{most['percent']} %", "of the reason of a returned row is the same as another person's"


def _table(caption: str, heads: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Iterator[str]:
    yield f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>"
    yield "".join(f'<th scope="col"{_number(head)}>{escape(head)}</th>' for head in heads)
    yield "</tr></thead>\n<tbody>"
    for row in rows:
        cells = zip(heads, row, strict=True)
        yield "<tr>" + "".join(f"<td{_number(head)}>{escape(cell)}</td>" for head, cell in cells) + "</tr>"
    yield "</tbody>\n</table>"


def _number(head: str) -> str:
    return ' class="number"' if head == "Rows" else ""
