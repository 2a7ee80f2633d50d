"""Find what the reader of a sheet's values ignores: errors, formulas without a value, rounded numbers, hidden rows.

It runs in the reading process (see `frame_process`), so it imports nothing of ours. The reader of the values turns an
error into an empty cell, and it treats hidden rows like others.
"""

import re
import xml.parsers.expat as expat
import zipfile
from typing import Any

_NO_SHEETS = frozenset({"sharedstrings.xml", "styles.xml", "workbook.xml"})
_READ_SIZE = 1 << 20
_WORTH_PARSING = (b"hidden", b'"e"', b"'e'", b"&#", b"<f", b":f")
"""A sheet without any of these has no mark. A search for them is fast, but parsing a large sheet is not."""
_OVERLAP = 24
_ROUNDED = re.compile(r"[0-9]{16,}|[0-9.]+[Ee]\+?[0-9]+")
"""A number of more than 15 digits. Excel keeps 15, so the number may not be what somebody typed."""
_MAY_BE_ROUNDED = re.compile(rb"[0-9]{16}|[0-9][Ee]\+?[0-9]+<")
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ERRORS = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!", "#CALC!"]


def find_mark(path: str) -> dict[str, Any] | None:
    """Return the first mark in the sheets of the workbook at `path`, or None if there is none.

    `what` is ``error``, ``formula``, ``rounded`` or ``hidden``. `value` is the error if it is one that Excel has.
    `cell` is the place in Excel's form, for example ``C7``. `row` and `column` count from 1, from the first row and
    column that are not empty.
    """
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            base = name.lower().rpartition("/")[2]
            if base.endswith(".xml") and base not in _NO_SHEETS and _worth_parsing(archive, name):
                with archive.open(name) as member:
                    found = _Sheet().read(member)
                if found is not None:
                    return found
    return None


def _worth_parsing(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as member:
        before = b""
        while chunk := member.read(_READ_SIZE):
            if not before and b"\0" in chunk[:4]:  # in UTF-16, the marks have other bytes
                return True
            window = before + chunk
            if any(mark in window for mark in _WORTH_PARSING) or _MAY_BE_ROUNDED.search(window):
                return True
            before = window[-_OVERLAP:]
    return False


class _Sheet:
    """One pass over one sheet, which finds its first mark."""

    def __init__(self) -> None:
        self._found: dict[str, Any] | None = None
        self._row = self._column = 0
        self._first: tuple[int, int] | None = None
        self._hidden = False
        self._cell: dict[str, str] | None = None
        self._formula = False
        self._text: list[str] = []

    def read(self, member: Any) -> dict[str, Any] | None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._refuse
        parser.ParseFile(member)
        if self._found is not None and self._first is not None:
            self._found["row"] -= self._first[0] - 1
            self._found["column"] -= self._first[1] - 1
        return self._found

    def _refuse(self, *_: object) -> None:
        raise ValueError("a sheet declares no document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
            self._hidden = attributes.get("hidden", "0").strip().lower() not in ("0", "false")
        elif tag == "c":
            self._cell, self._formula, self._text = attributes, False, []
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column = self._column + 1 if place is None else _number(place[1])
            self._row = self._row if place is None else int(place[2])
        elif tag == "f":
            self._formula = True
            self._text = []

    def _characters(self, text: str) -> None:
        if self._cell is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "f":
            self._text = []
        if tag != "c" or self._cell is None:
            return
        kind, text = self._cell.get("t", "n"), "".join(self._text).strip()
        self._cell = None
        if not text and not self._formula:
            return
        row, column = self._first or (self._row, self._column)
        self._first = min(row, self._row), min(column, self._column)
        if self._found is None:
            self._mark(kind, text)

    def _mark(self, kind: str, text: str) -> None:
        what = "hidden" if self._hidden else ""
        if kind == "e":
            what = "error"
        elif self._formula and not text and kind != "str":
            what = "formula"
        elif kind == "n" and _ROUNDED.fullmatch(text):
            what = "rounded"
        if what:
            cell = f"{_letters(self._column)}{self._row}"
            value = text if text in _ERRORS else ""
            self._found = {"what": what, "value": value, "cell": cell, "row": self._row, "column": self._column}


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(65 + place) + letters
    return letters
