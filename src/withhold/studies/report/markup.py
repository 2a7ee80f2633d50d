"""The HTML elements of the page. All text is escaped. HTML that these functions return is not escaped again."""

from collections.abc import Iterable, Sequence
from html import escape


def paragraph(text: str, kind: str = "") -> str:
    """Return a paragraph of plain text."""
    return f"<p{_class(kind)}>{escape(text)}</p>"


def bullets(texts: Iterable[str]) -> str:
    """Return a list of plain texts."""
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def cards(items: Iterable[tuple[str, str, str, str]]) -> str:
    """Return headline figures. Each item is (kind, figure, what it is, how certain it is)."""
    inner = "".join(
        f"<li{_class(kind)}><b>{escape(figure)}</b>{escape(text)}<span class='small'>{escape(note)}</span></li>"
        for kind, figure, text, note in items
    )
    return f'<ul class="cards">{inner}</ul>'


def section(identifier: str, title: str, *parts: str) -> str:
    """Return a section with its heading."""
    return f'<section id="{identifier}"><h2>{escape(title)}</h2>{"".join(parts)}</section>'


def beside(figure: str, *texts: str) -> str:
    """Return a plot with the text that explains it beside it. On a narrow page the text is under it."""
    return f'<div class="beside">{figure}<div>{"".join(texts)}</div></div>'


def plot(svg: str, caption: str) -> str:
    """Return a plot with its caption. ``svg`` comes from `drawing.inline`."""
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], marked: str = "") -> str:
    """Return a table. A row whose first cell is ``marked`` is in bold."""
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = "".join(
        f"<tr{_class('gateway' if marked and row[0] == marked else '')}>"
        f'<th scope="row">{escape(row[0])}</th>{"".join(_cell(each) for each in row[1:])}</tr>'
        for row in rows
    )
    label = escape(caption, quote=True)
    return (
        f'<p class="caption">{label}</p><div class="table"><table aria-label="{label}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def folded(summary: str, inner: str) -> str:
    """Return content that a reader can unfold on a screen. It is open in print."""
    return f"<details><summary>{escape(summary)}</summary>{inner}</details>"


def _cell(text: str) -> str:
    return f"<td{_class('words' if len(text) > 14 and text[0].isalpha() else '')}>{escape(text)}</td>"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
