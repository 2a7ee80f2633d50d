"""Receipts of a case as one file to keep."""

import io
import zipfile
from collections.abc import Iterable

from django.http import HttpResponse

from withhold.casework.parties.receipts import EventReceipt


def receipt_archive(case_id: str, receipts: Iterable[EventReceipt]) -> HttpResponse:
    """A ZIP file with a receipt an entry."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in receipts:
            archive.writestr(each.name, each.receipt.encode())
    response = HttpResponse(content.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{case_id}-receipts.zip"'
    return response
