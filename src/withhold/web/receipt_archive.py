"""The receipts of a case as one download."""

import io
import zipfile
from collections.abc import Iterable

from django.http import HttpResponse

from withhold.casework.parties.receipts import EventReceipt
from withhold.model.identifiers import CaseId


def receipt_archive(case_id: CaseId, receipts: Iterable[EventReceipt]) -> HttpResponse:
    """Return a ZIP file with one receipt for each entry."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in receipts:
            archive.writestr(each.name, each.receipt.encode())
    response = HttpResponse(content.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{case_id}-receipts.zip"'
    return response
