"""Reading a form with a passkey signature. A form that does not have the right members counts as unsigned."""

import json
from collections.abc import Callable

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from support.codes import raises
from withhold.casework.acts.challenges import answered, client_challenge
from withhold.casework.sign_in.enrolling import Registration
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Code, Conflict
from withhold.sealing import base64url
from withhold.web.passkey_forms import FIELD, assertion_of, registration_of

COVERS = ("withhold.casework.acts.challenges", "withhold.web.passkey_forms")

ASSERTION = {"credential_id": "AQ", "client_data": "Ag", "authenticator_data": "Aw", "signature": "BA"}
REGISTRATION = {"client_data": "Ag", "attestation": "Aw"}
READERS = [(assertion_of, ASSERTION), (registration_of, REGISTRATION)]


def sent(text: str) -> HttpRequest:
    return RequestFactory().post("/", {FIELD: text})


def test_the_members_of_a_form_are_read_and_others_are_ignored() -> None:
    assert assertion_of(sent(json.dumps({**ASSERTION, "transports": ["usb"]}))) == Assertion(**ASSERTION)
    assert registration_of(sent(json.dumps({**REGISTRATION, "more": 1}))) == Registration(b"\2", b"\3")


@pytest.mark.parametrize(("read", "form"), READERS)
@pytest.mark.parametrize("value", [None, 1, True, ["AQ"], {}, "A\0", "A\n", "Ä", "\ud800", "A\x7f"])
def test_a_member_is_printable_text(read: Callable[[HttpRequest], object], form: dict[str, str], value: object) -> None:
    for name in form:
        with raises(Conflict, Code.PASSKEY_NOT_SENT):
            read(sent(json.dumps({**form, name: value})))


@pytest.mark.parametrize(("read", "form"), READERS)
def test_no_member_may_be_missing(read: Callable[[HttpRequest], object], form: dict[str, str]) -> None:
    for missing in form:
        with raises(Conflict, Code.PASSKEY_NOT_SENT):
            read(sent(json.dumps({name: value for name, value in form.items() if name != missing})))


@pytest.mark.parametrize("read", [assertion_of, registration_of])
@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "7", '"AQ"', "{", '{"more":' + "[" * 10_000, json.dumps({**ASSERTION, "more": "x" * 17_000})],
)
def test_a_text_that_is_no_object_or_too_long_is_refused(read: Callable[[HttpRequest], object], text: str) -> None:
    with raises(Conflict, Code.PASSKEY_NOT_SENT):
        read(sent(text))


def test_a_registration_is_base64url() -> None:
    with raises(Conflict, Code.PASSKEY_NOT_SENT):
        registration_of(sent(json.dumps({**REGISTRATION, "attestation": "A w"})))


def test_client_data_names_the_challenge() -> None:
    assert client_challenge(b'{"type":"webauthn.get","challenge":"AQ","origin":"x"}') == b"\1"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff",
        b"null",
        b"[]",
        b"{}",
        b'{"challenge":null}',
        b'{"challenge":1}',
        b'{"challenge":["AQ"]}',
        b'{"challenge":"A w"}',
        b'{"challenge":"AQ","more":' + b"[" * 100_000,
    ],
)
def test_client_data_without_a_challenge_answers_none(raw: bytes) -> None:
    assert answered(Assertion("AQ", base64url.encode(raw), "Aw", "BA")) == b""
