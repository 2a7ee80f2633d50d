"""The JSON that the script of the pages and a form with a passkey signature exchange (see static/site/passkey.js)."""

from pathlib import Path
from typing import Annotated, TypeVar

import msgspec
from django.http import HttpRequest, JsonResponse

from withhold.casework.acts.signing import act_challenge, new_terms
from withhold.casework.instance import Instance
from withhold.casework.sign_in.enrolling import Registration
from withhold.events.acts import Draft, Terms, Touch
from withhold.model.cases.determination import Assertion
from withhold.model.cases.permissions import Actor
from withhold.model.errors import Code, Conflict
from withhold.model.identifiers import PersonId
from withhold.sealing import base64url
from withhold.web.context import instance_of

FIELD = "passkey"
TERMS = "terms"
TOUR = "/tour/assertion"
_LONGEST = 16 * 1024
_Text = Annotated[str, msgspec.Meta(pattern=r"\A[ -~]*\Z")]
"""Printable ASCII, which includes base64url. PostgreSQL raises an error on a look-up with a NUL character."""


class _Assertion(msgspec.Struct):
    credential_id: _Text
    client_data: _Text
    authenticator_data: _Text
    signature: _Text


class _Registration(msgspec.Struct):
    client_data: _Text
    attestation: _Text


class _Terms(msgspec.Struct):
    nonce: _Text
    until: _Text
    salt: _Text


_Form = TypeVar("_Form", _Assertion, _Registration, _Terms)


def to_sign(request: HttpRequest, challenge: bytes, person: PersonId, terms: Terms | None = None) -> JsonResponse:
    """Return what the script needs for a signature by one of the person's passkeys.

    If ``person`` is "", any passkey of the custodian's domain may sign. This is the case at sign-in. ``terms`` are
    those of the act that is signed. The script sends them back with the signature.
    """
    instance = instance_of(request)
    allowed = [each.credential_id for each in instance.people.passkeys(person)] if person else []
    tour = TOUR if person and _on_tour(instance, person) else ""
    sent = msgspec.to_builtins(terms) if terms else {}
    return JsonResponse({**_common(instance, challenge), "allowed": allowed, "tour": tour, "terms": sent})


def to_act(request: HttpRequest, actor: Actor, draft: Draft, terms: Terms | None = None) -> JsonResponse:
    """Return what the script needs for the actor's signature of an act. `terms` are new ones, unless they are given."""
    instance = instance_of(request)
    agreed = terms or new_terms(instance)
    return to_sign(request, act_challenge(instance, actor, draft, agreed), actor.person, agreed)


def to_register(request: HttpRequest, challenge: bytes, person: PersonId) -> JsonResponse:
    """Return what the script needs so that an authenticator makes a passkey for the person."""
    instance = instance_of(request)
    registered = [each.credential_id for each in instance.people.passkeys(person)]
    return JsonResponse({**_common(instance, challenge), "person": person, "held": registered, "tour": ""})


def _common(instance: Instance, challenge: bytes) -> dict[str, object]:
    return {
        "challenge": base64url.encode(challenge),
        "domain": instance.configuration.passkey_domain,
        "custodian": instance.configuration.custodian,
    }


def _on_tour(instance: Instance, person: PersonId) -> bool:
    """Whether the person belongs to a demonstration, with a file as authenticator."""
    return instance.demonstration and tour_authenticator(instance, person).is_file()


def tour_authenticator(instance: Instance, person: PersonId) -> Path:
    """Return the path of a person's software authenticator in a demonstration."""
    return instance.home / "sample" / "keys" / f"{person}.passkey"


def assertion_of(request: HttpRequest) -> Assertion:
    """Return the assertion in a form. Raises Conflict if the form has none."""
    return Assertion(**msgspec.structs.asdict(_read(request, _Assertion)))


def touch_of(request: HttpRequest) -> Touch:
    """Return the signature of an act in a form. Raises Conflict if the form has none."""
    terms = _read(request, _Terms, TERMS)
    return Touch(Terms(terms.nonce, terms.until, terms.salt), assertion_of(request))


def registration_of(request: HttpRequest) -> Registration:
    """Return the registration in a form. Raises Conflict if the form has none."""
    given = _read(request, _Registration)
    try:
        return Registration(base64url.decode(given.client_data), base64url.decode(given.attestation))
    except ValueError:
        raise Conflict(Code.PASSKEY_NOT_SENT) from None


def _read(request: HttpRequest, form: type[_Form], field: str = FIELD) -> _Form:
    try:
        return msgspec.json.decode(request.POST.get(field, "")[:_LONGEST], type=form)
    except (ValueError, RecursionError):
        raise Conflict(Code.PASSKEY_NOT_SENT) from None
