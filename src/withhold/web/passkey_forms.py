"""What the pages' script and a form that a passkey signs tell each other (see static/site/passkey.js)."""

import json
from pathlib import Path

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
    """The assertion that a form carries. Raises Conflict where it carries none."""
    return Assertion(**_texts(request, ("credential_id", "client_data", "authenticator_data", "signature")))


def registration_of(request: HttpRequest) -> Registration:
    """The registration that a form carries. Raises Conflict where it carries none."""
    texts = _texts(request, ("client_data", "attestation"))
    try:
        return Registration(*(base64url.decode(text) for text in texts.values()))
    except ValueError:
        raise Conflict(_UNSIGNED) from None


_UNSIGNED = "this form was sent without a passkey; it needs scripts: load the page again"


def _texts(request: HttpRequest, names: tuple[str, ...]) -> dict[str, str]:
    try:
        given = json.loads(request.POST.get(FIELD, "")[:_LONGEST])
        texts = {name: given[name] for name in names}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Conflict(_UNSIGNED) from None
    # What is not printable ASCII is no base64url; PostgreSQL refuses even to look for a NUL character.
    if not all(isinstance(text, str) and text.isascii() and text.isprintable() for text in texts.values()):
        raise Conflict(_UNSIGNED)
    return texts
