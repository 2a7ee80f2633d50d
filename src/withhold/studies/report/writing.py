"""Writes the report's files: the page, the figures, the plots."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from matplotlib.figure import Figure

from withhold.studies.report import drawing, markup, plots
from withhold.studies.report.gathering import Results, write_result
from withhold.studies.report.page import page

Planned = tuple[str, str, Callable[[], Figure]]


def write_report(results: Results, out: Path) -> None:
    """Write ``evidence.html``, ``evidence.json`` and ``plots/*.svg|png`` into the folder ``out``. Raises OSError."""
    folder = out / "plots"
    folder.mkdir(parents=True, exist_ok=True)
    figures = {}
    for name, caption, draw in planned(results):
        with drawing.styled(name):
            made = draw()
        svg = drawing.as_svg(made, name)
        drawing.write_files(made, svg, folder, name)
        figures[name] = markup.plot(drawing.inline(svg, name, caption), caption)
    write_result(out / "evidence.json", results.as_json())
    draft = out / "evidence.html.draft"
    draft.write_text(page(results, figures), encoding="utf-8")
    draft.replace(out / "evidence.html")


def planned(results: Results) -> list[Planned]:
    """Return (name, caption, function that draws it) of each plot that these results allow."""
    found: list[Planned] = []
    if (form := results.closed_form) is not None:
        found += [
            ("share-by-key", "Share of all people who share it with somebody else", lambda: plots.share_by_key(form)),
            (
                "median-by-group",
                "Others with the same full name: the median, by group",
                lambda: plots.median_by_group(form),
            ),
            ("share-by-group", "Share with a namesake, by group", lambda: plots.share_by_group(form)),
            (
                "share-by-decile",
                "Share with a namesake, by how common the name is",
                lambda: plots.share_by_decile(form),
            ),
        ]
    if (counted := results.enumeration) is not None:
        found.append(("agreement", "Count minus formula, and what chance allows", lambda: plots.agreement(counted)))
    for name, trial in results.trials.items():
        found += [
            (f"{name}-wrong", "Wrong people in 100 disclosures", partial(plots.wrong_by_policy, trial)),
            (
                f"{name}-recall",
                "People on file who were rightly found",
                partial(plots.recall_by_policy, trial),
            ),
            (f"{name}-held-back", "Why the gateway held back", partial(plots.held_back, trial)),
        ]
    return found
