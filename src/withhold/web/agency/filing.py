"""Uploading a file of requests: it is sent in parts, its signer signs it, and a page shows its progress."""

from typing import BinaryIO, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from withhold.casework.intake.uploading import (
    LARGEST,
    PART,
    add_part,
    begin_upload,
    discard_upload,
    own_upload,
    sign_upload,
    upload_challenge,
)
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Conflict
from withhold.records.models import Upload
from withhold.records.projections.uploads import UploadState
from withhold.screening.reading import NAMES
from withhold.web.context import instance_of, page
from withhold.web.middleware.callers import actor_of
from withhold.web.passkey_forms import assertion_of, to_sign


def choose(request: HttpRequest) -> HttpResponse:
    """Return the page for choosing a file. The script of the page sends the file in parts."""
    under_way = [each for each in instance_of(request).uploads.of(actor_of(request).person, 20) if _is_unsigned(each)]
    return page(
        request,
        "agency/choose.html",
        suffixes=",".join(NAMES),
        columns=COLUMNS,
        largest=LARGEST // 1024**3,
        under_way=under_way,
    )


def _is_unsigned(upload: Upload) -> bool:
    return upload.state in (UploadState.RECEIVING, UploadState.RECEIVED)


def begin(request: HttpRequest) -> JsonResponse:
    """Begin an upload. Return the URL for its parts and their largest size in bytes."""
    size = _number(request.POST.get("size", ""))
    upload_id = begin_upload(instance_of(request), actor_of(request), request.POST.get("suffix", ""), size)
    return JsonResponse({"upload": f"/agency/uploads/{upload_id}", "part": PART})


def part(request: HttpRequest, upload_id: str) -> JsonResponse:
    """Append one part to the file, and return the state of the upload."""
    offset = _number(request.headers.get("Upload-Offset", ""))
    length = _number(request.headers.get("Content-Length", ""))
    body = cast(BinaryIO, request)  # the body is read as a stream, so no part is in memory twice
    return _state(add_part(instance_of(request), actor_of(request), upload_id, offset, body, length), 0)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Conflict(Code.UPLOAD_NOT_A_NUMBER)
    return int(text)


def upload(request: HttpRequest, upload_id: str) -> HttpResponseBase:
    """Return the page of an upload in its present state, or redirect to the batch once it is filed."""
    found = own_upload(instance_of(request), actor_of(request), upload_id)
    if found.state == UploadState.FILED:
        return redirect(f"/agency/batches/{found.digest}")
    return page(request, "agency/upload.html", upload=found, before=_before(request, found))


def state(request: HttpRequest, upload_id: str) -> JsonResponse:
    """Return the state of an upload, for the script that shows progress."""
    found = own_upload(instance_of(request), actor_of(request), upload_id)
    return _state(found, _before(request, found))


def _before(request: HttpRequest, found: Upload) -> int:
    """Return the number of signed files that wait before this one."""
    return instance_of(request).uploads.signed_before(found) if found.state == UploadState.SIGNED else 0


def _state(found: Upload, before: int) -> JsonResponse:
    names = "state", "received", "size", "stage", "done", "total"
    return JsonResponse({**{name: getattr(found, name) for name in names}, "before": before, "part": PART})


def challenge(request: HttpRequest, upload_id: str) -> JsonResponse:
    """Return what the signer's passkey signs: log, agency, signer, and the file as it was received, with its rows."""
    actor = actor_of(request)
    return to_sign(request, upload_challenge(instance_of(request), actor, upload_id), actor.person)


def sign(request: HttpRequest, upload_id: str) -> HttpResponseBase:
    """Sign the file, which puts it in the queue."""
    sign_upload(instance_of(request), actor_of(request), upload_id, assertion_of(request))
    return redirect(f"/agency/uploads/{upload_id}")


def discard(request: HttpRequest, upload_id: str) -> HttpResponseBase:
    """Discard a file that was not signed."""
    discard_upload(instance_of(request), actor_of(request), upload_id)
    return redirect("/agency/upload")
