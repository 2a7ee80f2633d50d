"""How every plot looks, and how it becomes part of a page: narrow, in the page's colors, with a text for it."""

import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

WIDTH: Final = 4.0
"""Inches: as wide as a phone at its own type size; wider screens enlarge it."""

INK, MUTED, GRID = "#1b1f24", "#5a6472", "#d5dae1"
SAFE, UNSAFE, OTHER, THIRD = "#0b6e4f", "#b3261e", "#2458a6", "#8a5a00"
VARIABLES: Final = {
    INK: "--ink",
    MUTED: "--muted",
    GRID: "--grid",
    SAFE: "--safe",
    UNSAFE: "--unsafe",
    OTHER: "--other",
    THIRD: "--third",
}
"""Colors of a file -> variables of the page, which has a light and a dark set."""

STYLE: Final[dict[str, Any]] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.edgecolor": GRID,
    "axes.labelcolor": MUTED,
    "axes.grid": True,
    "axes.grid.axis": "x",
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "xtick.color": MUTED,
    "ytick.color": INK,
    "ytick.left": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "legend.frameon": False,
}


@contextmanager
def styled(name: str) -> Iterator[None]:
    """Everything drawn within it looks like `STYLE`; ``name`` settles the ids, so that they do not change."""
    settings: Any = STYLE | {"svg.hashsalt": name}
    with mpl.rc_context(settings):
        yield


def figure(height: float) -> tuple[Figure, Any]:
    """An empty figure of that height in inches, and its axes. Use within `styled`."""
    made = Figure(figsize=(WIDTH, height), layout="constrained")
    return made, made.add_subplot()


def as_svg(made: Figure, name: str) -> str:
    """The figure as SVG; the same figure gives the same text."""
    buffer = io.StringIO()
    with styled(name):
        canvas: Any = FigureCanvasSVG(made)
        canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def write_files(made: Figure, svg: str, out: Path, name: str) -> None:
    """``name.svg`` and ``name.png``, on white."""
    (out / f"{name}.svg").write_text(svg, encoding="utf-8")
    with styled(name):
        made.set_dpi(200)
        made.patch.set_facecolor("white")
        made.patch.set_alpha(1)
        canvas: Any = FigureCanvasAgg(made)
        canvas.print_png(out / f"{name}.png")


def inline(svg: str, name: str, title: str) -> str:
    """The SVG as part of a page: ids of its own, the page's colors, a title for those who cannot see it."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r'(xlink:href="|url\()#', rf"\1#{name}-", body)
    body = re.sub(r' (?:width|height)="[0-9.]+pt"', "", body, count=2)
    for color, variable in VARIABLES.items():
        body = body.replace(color, f"var({variable})")
    label = html.escape(title, quote=True)
    return body.replace("<svg", f'<svg role="img" aria-label="{label}"', 1).strip()
