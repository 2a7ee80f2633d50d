"""Files to begin a batch with. Each is made of the contract, so none can differ from it."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

import xlsxwriter

from withhold.screening.contract.described import DESCRIBED
from withhold.screening.contract.schemas import json_schema, table_schema

_ROWS = 1_000
"""How many rows below the header offer a list of values. Rows below them can be filled in like any other."""
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)  # the same file each time it is made


@cache
def csv_template() -> bytes:
    """Return a CSV file with the header only, with a byte order mark. Without one, Excel mangles other letters."""
    text = io.StringIO(newline="")
    csv.writer(text).writerow(DESCRIBED)
    return text.getvalue().encode("utf-8-sig")


@cache
def workbook_template() -> bytes:
    """Return an XLSX workbook with the header. All columns are formatted as text, so Excel changes no cell."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"title": "Requests", "created": _MADE})
        sheet = book.add_worksheet("Requests")
        # Number format 49 is text: ECMA-376 part 1, 18.8.30.
        text = book.add_format({"num_format": 49, "valign": "top"})
        bold = book.add_format({"num_format": 49, "bold": True, "bottom": 1})
        sheet.freeze_panes(1, 1)
        for place, column in enumerate(DESCRIBED.values()):
            sheet.set_column(place, place, max(14, len(column.name) + 2), text)
            sheet.write_string(0, place, column.name, bold)
            note = f"{column.label}. {column.hint}".strip()
            sheet.data_validation(0, place, 0, place, {"validate": "any", "input_message": note[:255]})
            if column.choices:
                listed = {"validate": "list", "source": list(column.choices), "input_message": note[:255]}
                sheet.data_validation(1, place, _ROWS, place, listed)
    return content.getvalue()


def _as_json(schema: Mapping[str, Any]) -> bytes:
    return (json.dumps(schema, indent=2) + "\n").encode()


TEMPLATES: Mapping[str, tuple[str, Callable[[], bytes]]] = {
    "requests.csv": ("text/csv; charset=utf-8", csv_template),
    "requests.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook_template),
    "requests.schema.json": ("application/schema+json", lambda: _as_json(json_schema())),
    "requests.table-schema.json": ("application/json", lambda: _as_json(table_schema())),
}
"""Name of the file -> its media type, and what makes it."""
