"""Bar charts, which a template draws as inline SVG. Each is beside a table with the same figures."""

from collections.abc import Iterable
from dataclasses import dataclass

_WIDTH = 320
"""Width of the longest bar, in SVG units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar, with its label and value. Its position ``top`` and its ``width`` are in SVG units."""

    label: str
    value: int
    top: int
    width: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, with its title and bars. ``height`` is in SVG units."""

    title: str
    bars: tuple[Bar, ...]
    height: int


def chart(title: str, values: Iterable[tuple[str, int]], most: int = 15) -> Chart:
    """Return a chart of the first `most` values. The longest bar is as wide as the chart."""
    shown = list(values)[:most]
    top = max((value for _, value in shown), default=0) or 1
    bars = tuple(
        Bar(label, value, number * 28, max(1, value * _WIDTH // top) if value else 0)
        for number, (label, value) in enumerate(shown)
    )
    return Chart(title, bars, len(shown) * 28)
