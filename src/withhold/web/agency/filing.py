"""A file of requests: it comes in parts, its signer signs it, and its taking in can be watched."""

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
from withhold.model.errors import Conflict
from withhold.records.models import Upload
from withhold.records.projections.uploads import UploadState
from withhold.screening.reading import NAMES
from withhold.web.context import desk_of, page
from withhold.web.middleware.callers import actor_of
from withhold.web.passkey_forms import assertion_of, to_sign


def choose(request: HttpRequest) -> HttpResponse:
    """Choose a file, which the page's script then sends in parts."""
    under_way = [each for each in desk_of(request).uploads.of(actor_of(request).person, 20) if _goes_on(each)]
    return page(
        request,
        "agency/choose.html",
        suffixes=",".join(NAMES),
        columns=COLUMNS,
        largest=LARGEST // 1024**3,
        under_way=under_way,
    )


def _goes_on(upload: Upload) -> bool:
    return upload.state in (UploadState.RECEIVING, UploadState.RECEIVED)


def begin(request: HttpRequest) -> JsonResponse:
    """Begin a file; where the script sends its parts, and how large they may be."""
    size = _number(request.POST.get("size", ""))
    upload_id = begin_upload(desk_of(request), actor_of(request), request.POST.get("suffix", ""), size)
    return JsonResponse({"upload": f"/agency/uploads/{upload_id}", "part": PART})


def part(request: HttpRequest, upload_id: str) -> JsonResponse:
    """Take in one part, which goes where the file ends now."""
    offset = _number(request.headers.get("Upload-Offset", ""))
    length = _number(request.headers.get("Content-Length", ""))
    body = cast(BinaryIO, request)  # read as it comes: no part is held in memory twice
    return _state(add_part(desk_of(request), actor_of(request), upload_id, offset, body, length), 0)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Conflict("a size or place was not given as a number of bytes")
    return int(text)


def upload(request: HttpRequest, upload_id: str) -> HttpResponseBase:
    """Where the file stands: to be sent on, to be signed, waiting its turn, being taken in, or done."""
    found = own_upload(desk_of(request), actor_of(request), upload_id)
    if found.state == UploadState.FILED:
        return redirect(f"/agency/batches/{found.digest}")
    return page(request, "agency/upload.html", upload=found, before=_before(request, found))


def state(request: HttpRequest, upload_id: str) -> JsonResponse:
    """The same for the script that shows progress."""
    found = own_upload(desk_of(request), actor_of(request), upload_id)
    return _state(found, _before(request, found))


def _before(request: HttpRequest, found: Upload) -> int:
    """How many signed files wait before this one."""
    return desk_of(request).uploads.signed_before(found) if found.state == UploadState.SIGNED else 0


def _state(found: Upload, before: int) -> JsonResponse:
    names = "state", "received", "size", "stage", "done", "total"
    return JsonResponse({**{name: getattr(found, name) for name in names}, "before": before, "part": PART})


def challenge(request: HttpRequest, upload_id: str) -> JsonResponse:
    """What the signer's passkey signs: the digest of the file as it stands here, the agency, and the signer."""
    actor = actor_of(request)
    return to_sign(request, upload_challenge(desk_of(request), actor, upload_id), actor.person)


def sign(request: HttpRequest, upload_id: str) -> HttpResponseBase:
    """Sign the file, which puts it in the queue."""
    sign_upload(desk_of(request), actor_of(request), upload_id, assertion_of(request))
    return redirect(f"/agency/uploads/{upload_id}")


def discard(request: HttpRequest, upload_id: str) -> HttpResponseBase:
    """Give up a file that was not signed."""
    discard_upload(desk_of(request), actor_of(request), upload_id)
    return redirect("/agency/upload")
