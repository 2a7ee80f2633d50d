"""What the pages' script and a form that a passkey signs tell each other (see static/site/passkey.js)."""

from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from django.http import HttpRequest, JsonResponse

from withhold.casework.desk import Desk
from withhold.casework.sign_in.enrolling import Registration
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Conflict
from withhold.sealing import base64url
from withhold.web.context import desk_of

FIELD = "passkey"
TOUR = "/tour/assertion"
_LONGEST = 16 * 1024
_UNSIGNED = "this form was sent without a passkey; it needs scripts: load the page again"
_Text = Annotated[str, msgspec.Meta(pattern=r"\A[ -~]*\Z")]
"""Printable ASCII. Nothing else is base64url, and PostgreSQL refuses even to look for a NUL character."""


class _Assertion(msgspec.Struct):
    credential_id: _Text
    client_data: _Text
    authenticator_data: _Text
    signature: _Text


class _Registration(msgspec.Struct):
    client_data: _Text
    attestation: _Text


_Form = TypeVar("_Form", _Assertion, _Registration)


def to_sign(request: HttpRequest, challenge: bytes, person: str) -> JsonResponse:
    """What the script needs to have the person's passkey sign; with "" any passkey of the custodian's domain may."""
    desk = desk_of(request)
    allowed = [each.credential_id for each in desk.people.passkeys(person)] if person else []
    tour = TOUR if person and _on_tour(desk, person) else ""
    return JsonResponse({**_common(desk, challenge), "allowed": allowed, "tour": tour})


def to_register(request: HttpRequest, challenge: bytes, person: str) -> JsonResponse:
    """What the script needs to have an authenticator make a passkey for the person."""
    desk = desk_of(request)
    held = [each.credential_id for each in desk.people.passkeys(person)]
    return JsonResponse({**_common(desk, challenge), "person": person, "held": held, "tour": ""})


def _common(desk: Desk, challenge: bytes) -> dict[str, object]:
    return {
        "challenge": base64url.encode(challenge),
        "domain": desk.configuration.passkey_domain,
        "custodian": desk.configuration.custodian,
    }


def _on_tour(desk: Desk, person: str) -> bool:
    """Whether it is a demonstration's person, whose authenticator is a file of the demonstration."""
    return desk.demonstration and tour_authenticator(desk, person).is_file()


def tour_authenticator(desk: Desk, person: str) -> Path:
    """Where a demonstration keeps a person's software authenticator."""
    return desk.home / "sample" / "keys" / f"{person}.passkey"


def assertion_of(request: HttpRequest) -> Assertion:
    """The assertion that a form carries. Raises Conflict if it carries none."""
    return Assertion(**msgspec.structs.asdict(_read(request, _Assertion)))


def registration_of(request: HttpRequest) -> Registration:
    """The registration that a form carries. Raises Conflict if it carries none."""
    given = _read(request, _Registration)
    try:
        return Registration(base64url.decode(given.client_data), base64url.decode(given.attestation))
    except ValueError:
        raise Conflict(_UNSIGNED) from None


def _read(request: HttpRequest, form: type[_Form]) -> _Form:
    try:
        return msgspec.json.decode(request.POST.get(FIELD, "")[:_LONGEST], type=form)
    except (ValueError, RecursionError):
        raise Conflict(_UNSIGNED) from None
