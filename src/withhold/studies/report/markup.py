"""The few pieces of HTML that the page is made of. Everything that goes in is escaped, but for what is made here."""

from collections.abc import Iterable, Sequence
from html import escape


def paragraph(text: str, kind: str = "") -> str:
    """A paragraph of plain text."""
    return f"<p{_class(kind)}>{escape(text)}</p>"


def bullets(texts: Iterable[str]) -> str:
    """A list of plain texts."""
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def cards(items: Iterable[tuple[str, str, str, str]]) -> str:
    """Headline figures: (kind, figure, what it is, how sure it is)."""
    inner = "".join(
        f"<li{_class(kind)}><b>{escape(figure)}</b>{escape(text)}<span class='small'>{escape(note)}</span></li>"
        for kind, figure, text, note in items
    )
    return f'<ul class="cards">{inner}</ul>'


def section(identifier: str, title: str, *parts: str) -> str:
    """A section under its heading."""
    return f'<section id="{identifier}"><h2>{escape(title)}</h2>{"".join(parts)}</section>'


def beside(figure: str, *texts: str) -> str:
    """A plot with the text that says what it shows beside it, or under it on a narrow page."""
    return f'<div class="beside">{figure}<div>{"".join(texts)}</div></div>'


def plot(svg: str, caption: str) -> str:
    """A plot with its caption; ``svg`` comes from `drawing.inline`."""
    return f"<figure>{svg}<figcaption>{escape(caption)}</figcaption></figure>"


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[str]], marked: str = "") -> str:
    """A table; a row whose first cell is ``marked`` stands out."""
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    body = "".join(
        f"<tr{_class('gateway' if marked and row[0] == marked else '')}>"
        f'<th scope="row">{escape(row[0])}</th>{"".join(_cell(each) for each in row[1:])}</tr>'
        for row in rows
    )
    said = escape(caption, quote=True)
    return (
        f'<p class="caption">{said}</p><div class="table"><table aria-label="{said}">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def folded(summary: str, inner: str) -> str:
    """Something to unfold on a screen; printed open."""
    return f"<details><summary>{escape(summary)}</summary>{inner}</details>"


def _cell(text: str) -> str:
    return f"<td{_class('words' if len(text) > 14 and text[0].isalpha() else '')}>{escape(text)}</td>"


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
