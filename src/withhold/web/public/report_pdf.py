"""The annual disclosure report as a PDF file."""

from collections.abc import Callable, Sequence
from dataclasses import astuple
from functools import partial
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from withhold.web.public.pdf_fonts import BOLD, REGULAR, known, written
from withhold.web.public.small_cells import RULE, Shown
from withhold.web.translations import ENGLISH

_TITLE = "Annual disclosure report"
_WHAT = "Requests, disclosures and the people whose address was disclosed, by agency and purpose."
_LACKS = "A character that this file cannot show appears as its Unicode number in brackets."
_HEAD = "Disclosed to", "Purpose", "Authority", "Requests", "Disclosures", "People"
_WIDTHS = [1.9 * inch, 1.1 * inch, 1.15 * inch, 0.95 * inch, 0.95 * inch, 0.95 * inch]
_EDGE, _PADDING = 0.75 * inch, 6
_INK, _RULED, _SHADE = HexColor("#1b1b1b"), HexColor("#71767a"), HexColor("#f0f0f0")

_TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=9, leading=12, textColor=_INK)
_NUMBER = ParagraphStyle("number", _TEXT, alignment=TA_RIGHT, splitLongWords=0)  # a split number could be misread
_BOLD = ParagraphStyle("head", _TEXT, fontName=BOLD, fontSize=8)
_BOLD_NUMBER = ParagraphStyle("number head", _BOLD, alignment=TA_RIGHT)
_HEADING = ParagraphStyle("heading", _BOLD, fontSize=17, leading=22, spaceAfter=4)
_RULES = TableStyle(
    [
        ("FONTNAME", (0, 0), (-1, -1), REGULAR),  # otherwise the file would name a font that is not embedded
        ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, _RULED),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 4),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
    ]
)


def report_pdf(custodian: str, year: int, lines: Sequence[Shown], demonstration: bool, notice: str) -> bytes:
    """Return the report of `year` as a PDF file of letter pages."""
    known()  # registers the fonts
    custodian, notice = written(custodian), written(notice)
    around = partial(_around, notice, ENGLISH["demonstration"] if demonstration else "")
    # The first run counts the pages. The second run writes that number on each page.
    _, pages = _made(custodian, year, lines, around, 0)
    return _made(custodian, year, lines, around, pages)[0]


def _made(
    custodian: str, year: int, lines: Sequence[Shown], around: Callable[[int, Canvas, object], None], pages: int
) -> tuple[bytes, int]:
    file = BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=letter,
        title=f"{_TITLE} {year}",
        author=custodian,
        subject=_WHAT,
        creator="withhold",
        lang="en-US",
        initialFontName=REGULAR,
        leftMargin=_EDGE - _PADDING,
        rightMargin=_EDGE - _PADDING,
        topMargin=_EDGE,
        bottomMargin=1.1 * inch,
    )
    on_page = partial(around, pages)
    document.build(_story(custodian, year, lines), onFirstPage=on_page, onLaterPages=on_page)
    return file.getvalue(), document.page


def _story(custodian: str, year: int, lines: Sequence[Shown]) -> list[Flowable]:
    cells = [[written(cell) for cell in astuple(line)] for line in lines]
    story: list[Flowable] = [
        _paragraph(f"{_TITLE} {year}", _HEADING),
        _paragraph(custodian, _BOLD),
        Spacer(1, 8),
        _paragraph(f"{_WHAT} {RULE}", _TEXT),
        Spacer(1, 10),
        _table(cells) if cells else _paragraph(f"Nothing was asked for in {year}.", _TEXT),
    ]
    if any("[U+" in cell for row in [[custodian], *cells] for cell in row):
        story += [Spacer(1, 8), _paragraph(_LACKS, _TEXT)]
    return story


def _table(cells: Sequence[Sequence[str]]) -> Table:
    rows = [_row(_HEAD, _BOLD, _BOLD_NUMBER), *(_row(row, _TEXT, _NUMBER) for row in cells)]
    # A row may continue on the next page, because a name can be longer than a page.
    return Table(rows, colWidths=_WIDTHS, repeatRows=1, splitInRow=1, style=_RULES)


def _row(cells: Sequence[str], text: ParagraphStyle, number: ParagraphStyle) -> list[Paragraph]:
    return [_paragraph(cell, text if place < 3 else number) for place, cell in enumerate(cells)]


def _paragraph(text: str, style: ParagraphStyle) -> Paragraph:
    """Return a paragraph with the text as it is. ReportLab would read it as markup, so it is escaped."""
    return Paragraph(escape(text), style)


def _around(notice: str, banner: str, pages: int, canvas: Canvas, document: object) -> None:
    """Draw what every page shows: the banner of a demonstration, the notice, and the number of the page."""
    width, height = letter
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setFillColor(_INK)
    canvas.setFont(BOLD, 9)
    canvas.drawString(_EDGE, height - 0.5 * inch, banner)
    canvas.drawRightString(width - _EDGE, 0.45 * inch, f"Page {canvas.getPageNumber()} of {pages}")
    footer = _paragraph(notice, _TEXT)
    footer.wrapOn(canvas, width - 2 * _EDGE, inch)
    footer.drawOn(canvas, _EDGE, 0.62 * inch)
