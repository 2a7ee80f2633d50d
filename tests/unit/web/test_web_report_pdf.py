"""The annual report as PDF, read back with pypdf."""

import re
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from withhold.web.public.pdf_fonts import written
from withhold.web.public.report_pdf import report_pdf
from withhold.web.public.small_cells import RULE, Shown
from withhold.web.translations import ENGLISH

COVERS = (
    "withhold.web.public.pdf_fonts",
    "withhold.web.public.report_pdf",
    "withhold.web.public.small_cells",
    "withhold.web.translations",
)

NOTICE = "Not legal advice. A machine's reading can be wrong; people decide every release."


def line(agency: str = "Agency of Samples", requests: str = "1,234") -> Shown:
    return Shown(agency, "investigation", "a-pack", requests, "<10", "–")


def read(lines: list[Shown], custodian: str = "Sample Custodian", demonstration: bool = False) -> PdfReader:
    return PdfReader(BytesIO(report_pdf(custodian, 2026, lines, demonstration, NOTICE)), strict=True)


def text(reader: PdfReader) -> str:
    """Return all of the text, with spaces in place of line breaks."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_report_has_its_title_custodian_rule_notice_and_lines() -> None:
    found = text(read([line()]))
    for said in ("Annual disclosure report 2026", "Sample Custodian", RULE, NOTICE, "Page 1 of 1"):
        assert said in found
    assert re.search(r"Agency of Samples investigation a-pack 1,234 <10 –", found)
    assert ENGLISH["demonstration"] not in found


def test_the_file_states_its_title_author_and_language() -> None:
    reader = read([line()], "Behörde für Łódź")
    assert reader.metadata is not None
    assert reader.metadata.title == "Annual disclosure report 2026"
    assert reader.metadata.author == "Behörde für Łódź"
    assert reader.root_object["/Lang"] == "en-US"
    assert reader.root_object["/ViewerPreferences"]["/DisplayDocTitle"]


def test_every_page_has_the_head_of_the_table_its_number_and_the_notice() -> None:
    pages = read([line(f"Agency {number}") for number in range(150)], demonstration=True).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        found = " ".join(page.extract_text().split())
        assert "Disclosed to Purpose Authority Requests Disclosures People" in found
        assert f"Page {number} of {len(pages)}" in found
        assert NOTICE in found
        assert ENGLISH["demonstration"] in found
    assert all(f"Agency {number} " in text(read([line(f"Agency {number}")])) for number in (0, 149))


def test_an_empty_report_states_that_nothing_was_asked_for() -> None:
    assert "Nothing was asked for in 2026." in text(read([]))


@pytest.mark.parametrize(
    "name",
    ["<script>alert(1)</script>", "=cmd()", "<b>Bold", "&amp; &lt;", '<img src="x"/>', "<a href='file:///etc'>x</a>"],
)
def test_markup_and_formulas_are_written_as_text(name: str) -> None:
    reader = read([line(name)], custodian=name)
    assert text(reader).count(name) == 2
    assert all("/Annots" not in page for page in reader.pages)


@pytest.mark.parametrize("name", ["Łódź Ñuñoa", "Αθήνα", "Київ", "Երևան", "Iñupiat ʔ", "Ha\u0301noi"])
def test_letters_of_many_scripts_are_written(name: str) -> None:
    assert written(name) in text(read([line(name)]))
    assert "[U+" not in written(name)


def test_the_fonts_are_embedded() -> None:
    (page,) = read([line("Łódź")]).pages
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    assert len(fonts) >= 2
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in fonts)


def test_a_large_count_stays_on_one_line() -> None:
    (page,) = read([line(requests="1,234,567,890")]).pages
    assert "1,234,567,890" in page.extract_text()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("中 Bureau", "[U+4E2D] Bureau"),
        ("a\u202eb", "a[U+202E]b"),
        ("a\ud800b", "a[U+D800]b"),
        ("a\0b", "a[U+0000]b"),
        ("a\n\tb", "a b"),
        ("👍", "[U+1F44D]"),
    ],
)
def test_a_character_that_the_font_lacks_is_shown_by_its_number(name: str, shown: str) -> None:
    found = text(read([line(name)]))
    assert shown in found
    assert ("appears as its Unicode number" in found) == ("[U+" in shown)


def test_a_name_longer_than_a_page_continues_on_the_next() -> None:
    reader = read([line("x" * 20_000), line("word " * 2_000)])
    assert len(reader.pages) > 2
    assert "".join(text(reader).split()).count("word") >= 2_000


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_every_name_can_be_written(agency: str, custodian: str) -> None:
    assert len(read([line(agency)], custodian).pages) == 1
