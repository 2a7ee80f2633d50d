"""The style of all plots, and their conversion to parts of a page with the page's colors and a text alternative."""

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
"""Inches. It is the width of a phone at the plot's font size. Wider screens enlarge the plot."""

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
"""Color in a file → variable of the page, which has a light and a dark set of them."""

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
    """Draw in `STYLE` in the block. ``name`` determines the ids, so that they are the same every time."""
    settings: Any = STYLE | {"svg.hashsalt": name}
    with mpl.rc_context(settings):
        yield


def figure(height: float) -> tuple[Figure, Any]:
    """Return an empty figure of that height in inches, and its axes. Use it within `styled`."""
    made = Figure(figsize=(WIDTH, height), layout="constrained")
    return made, made.add_subplot()


def as_svg(made: Figure, name: str) -> str:
    """Return the figure as SVG. The same figure gives the same text."""
    buffer = io.StringIO()
    with styled(name):
        canvas: Any = FigureCanvasSVG(made)
        canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
    made.set_layout_engine("none")  # the layout takes most of the time, and `write_files` keeps it
    return buffer.getvalue()


def write_files(made: Figure, svg: str, out: Path, name: str) -> None:
    """Write ``name.svg``, and ``name.png`` on white."""
    (out / f"{name}.svg").write_text(svg, encoding="utf-8")
    with styled(name):
        made.set_dpi(200)
        made.patch.set_facecolor("white")
        made.patch.set_alpha(1)
        canvas: Any = FigureCanvasAgg(made)
        canvas.print_png(out / f"{name}.png")


def inline(svg: str, name: str, title: str) -> str:
    """Return the SVG as part of a page: with unique ids, the page's colors, and the title as its text alternative."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r'(xlink:href="|url\()#', rf"\1#{name}-", body)
    body = re.sub(r' (?:width|height)="[0-9.]+pt"', "", body, count=2)
    for color, variable in VARIABLES.items():
        body = body.replace(color, f"var({variable})")
    label = html.escape(title, quote=True)
    return body.replace("<svg", f'<svg role="img" aria-label="{label}"', 1).strip()
