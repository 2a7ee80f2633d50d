"""CSV files whose cells a spreadsheet does not run as formulas."""

import csv
import re
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from withhold.screening.passes.cure_file import FORMULA

_FORMULA = re.compile(FORMULA)


def csv_file(name: str, lines: Iterable[Sequence[object]]) -> HttpResponse:
    """Return a CSV file as a download. A text that begins like a formula gets an apostrophe before it.

    For example, ``=1+1`` becomes ``'=1+1``.
    """
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(response, lineterminator="\n")
    for line in lines:
        writer.writerow([_neutral(cell) if isinstance(cell, str) else cell for cell in line])
    return response


def _neutral(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
