"""What a leaf commits to: one text for every event, and every event back from its text."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from types import UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import polars as pl
import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from support.codes import raises
from support.histories import DOCKETED, NEXT
from support.statements import statement
from withhold.casework.intake.row_payloads import payloads, request_texts
from withhold.events.codec import (
    SALT_SIZE,
    TYPES,
    Event,
    canonical,
    digest_of_content,
    join,
    named_content,
    read,
    split,
)
from withhold.model.authority.events import GrantProposed
from withhold.model.authority.founding import Statement
from withhold.model.authority.grants import GRANTS, Grant, TermGrant
from withhold.model.cases import events
from withhold.model.cases.request import COLUMNS
from withhold.model.errors import Code, Fault
from withhold.model.identifiers import PersonId
from withhold.model.kinds import Kind
from withhold.model.occurrences import PersonAccredited

COVERS = (
    "withhold.casework.intake.row_payloads",
    "withhold.events.codec",
    "withhold.model.authority",
    "withhold.model.occurrences",
)

WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
AWKWARD = st.sampled_from(["", "\x00", "\x1f\x7f", '"\\/', "\b\f\n\r\t", "\u2028\u2029", "é", "😀", "\ufeff", "\uffff"])
TEXT = st.text(max_size=8) | AWKWARD
LEAVES = {str: TEXT, int: WHOLE, bool: st.booleans()}


def of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type as an event's annotations name it."""
    hint = getattr(hint, "__supertype__", hint)  # what a NewType stands for
    if hint is events.Docketed:
        return st.builds(_docketed, TEXT, TEXT, WHOLE, TEXT, of(events.DocketedContent))
    if hint is Statement:
        # Most values are refused: tests/property/test_events_founding_file.py has them.
        return st.builds(statement, passkey_domain=TEXT, passkey_origin=TEXT, recovery_key=TEXT, vault_key=TEXT)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return st.builds(hint, **{field.name: of(hints[field.name]) for field in fields(hint)})
    arguments = get_args(hint)
    if hint is Grant:
        return st.one_of(*map(of, GRANTS.values()))
    if get_origin(hint) is Literal:
        return st.sampled_from(arguments)
    if get_origin(hint) is tuple:
        return st.lists(of(arguments[0]), max_size=3).map(tuple)
    if get_origin(hint) is UnionType:
        return st.one_of(*(of(each) for each in arguments if each is not type(None)))  # no content is written as None
    if get_origin(hint) is Mapping:
        return st.dictionaries(of(arguments[0]), of(arguments[1]), max_size=3)
    return st.sampled_from(hint) if issubclass(hint, Enum) else LEAVES[hint]


def _docketed(agency: str, batch: str, row: int, pack: str, content: events.DocketedContent) -> events.Docketed:
    asked = content.request
    return events.Docketed(agency, batch, row, asked.official_id, asked.signer_id, asked.purpose, pack, content)


SALT = bytes(range(SALT_SIZE))
any_event = st.one_of(*map(of, TYPES.values()))
BATCH_ROWS = [Kind.ROW_RETURNED, Kind.ROW_REFUSED]


def test_every_kind_but_a_batchs_rows_has_its_type() -> None:
    assert set(TYPES) == set(Kind) - set(BATCH_ROWS) - {Kind.STEP}


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@given(data=st.data())
@settings(max_examples=15)
def test_every_event_comes_back_as_it_went(kind: Kind, data: st.DataObject) -> None:
    comes_back_as_it_went(kind, data)


@pytest.mark.trial
@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@given(data=st.data())
@settings(max_examples=300)
def test_every_event_comes_back_as_it_went_more_often(kind: Kind, data: st.DataObject) -> None:
    comes_back_as_it_went(kind, data)


def comes_back_as_it_went(kind: Kind, data: st.DataObject) -> None:
    event = data.draw(of(TYPES[kind]))
    permanent, content = split(event, SALT)
    payload = canonical({"v": 2, "event": permanent})
    back = join(kind, read(payload)["event"], content)
    assert back == event
    assert type(back) is TYPES[kind]
    assert split(back, SALT) == (permanent, content)


@given(any_event)
def test_a_payload_is_canonical(event: events.CaseEvent) -> None:
    payload = canonical(event)
    assert payload == canonical(event)
    assert rfc8785.dumps(json.loads(payload)) == payload


WRONG: dict[type, list[object]] = {
    str: [None, [], {}, 1, True],
    int: [None, [], {}, "1", 1.0, True],
    bool: [None, [], {}, "true", 1, 0],
}


def spoilt(value: Any) -> list[object]:
    """Every way to spoil a plain value a little: a member gone or added, or one value in it of another type."""
    if isinstance(value, dict):
        without = [{name: value[name] for name in value if name != gone} for gone in value]
        changed = [{**value, name: other} for name, inner in value.items() for other in spoilt(inner)]
        return [{**value, "color": "x"}, *without, *changed, *WRONG[str][:2]]
    if isinstance(value, list):
        changed = [[*value[:n], other, *value[n + 1 :]] for n, inner in enumerate(value) for other in spoilt(inner)]
        return [*changed, {}, "x", None]
    return WRONG[type(value)]


EVERY = (DOCKETED, *NEXT)
EXACT = [event for event in EVERY if not isinstance(event, events.ReviewOpened)]
TWO_PARTS = [event for event in EVERY if split(event, SALT)[1] is not None]


@pytest.mark.parametrize("event", EXACT, ids=lambda event: type(event).__name__)
def test_a_payload_that_is_not_exactly_its_kind_is_a_fault(event: events.CaseEvent) -> None:
    permanent, content = split(event, SALT)
    for other in spoilt(permanent):
        with pytest.raises(Fault):
            join(event.kind, other, content)
    for other in spoilt(json.loads(content[SALT_SIZE:])) if content is not None else ():
        with pytest.raises(Fault):
            join(event.kind, *naming(permanent, other))


def naming(permanent: dict[str, Any], value: object) -> tuple[dict[str, Any], bytes]:
    """Both parts of an event with this plain value as its content."""
    content = SALT + canonical(value)
    return {**permanent, "content": digest_of_content(content)}, content


@pytest.mark.parametrize("event", TWO_PARTS, ids=lambda event: type(event).__name__)
def test_the_content_is_named_by_a_salted_digest_and_may_be_gone(event: Any) -> None:
    permanent, content = split(event, SALT)
    assert content is not None
    assert content.startswith(SALT)
    assert named_content(permanent) == permanent["content"] == digest_of_content(content)
    assert named_content(split(event, SALT[::-1])[0]) != named_content(permanent)
    erased = join(event.kind, permanent, None)
    assert erased == replace(event, content=None)
    with pytest.raises(ValueError, match="erased"):
        split(erased, SALT)
    for salt in (SALT[1:], b"", SALT + b"0"):
        with pytest.raises(ValueError, match="32 bytes"):
            split(event, salt)


@pytest.mark.parametrize("event", TWO_PARTS, ids=lambda event: type(event).__name__)
def test_a_content_that_is_not_the_one_named_is_a_fault(event: Event) -> None:
    permanent, content = split(event, SALT)
    assert content is not None
    for other in (b"", SALT, content[1:], content[:-1] + b" ", SALT[::-1] + content[SALT_SIZE:]):
        with raises(Fault, Code.PAYLOAD_CONTENT_DIFFERS):
            join(event.kind, permanent, other)
    for name in ("", "ab", permanent["content"].upper(), permanent["content"] + "0", None, 7, {}):
        with raises(Fault, Code.PAYLOAD_ANOTHER_SHAPE):
            join(event.kind, {**permanent, "content": name}, content)


def test_an_event_without_content_has_one_part() -> None:
    approved = events.Approved()
    assert split(approved, b"") == ({}, None)
    assert named_content({}) is None
    with raises(Fault, Code.PAYLOAD_CONTENT_DIFFERS):
        join(approved.kind, {}, SALT + b"{}")


@pytest.mark.parametrize("member", ["official", "signer", "purpose"])
def test_a_request_for_other_people_than_its_event_names_is_a_fault(member: str) -> None:
    permanent, content = split(DOCKETED, SALT)
    with raises(Fault, Code.PAYLOAD_ANOTHER_SHAPE):
        join(DOCKETED.kind, {**permanent, member: "somebody else"}, content)


TERM = {"person": "SIG-1", "valid_from": "2026-01-01", "valid_until": "2026-12-31", "what": "term"}


def test_a_grant_is_read_as_what_it_says_it_is() -> None:
    event = GrantProposed(TermGrant(PersonId("SIG-1"), "2026-01-01", "2026-12-31"), "")
    assert join(Kind.GRANT_PROPOSED, {"grant": TERM, "reason": ""}, None) == event


@pytest.mark.parametrize(
    "grant",
    [
        *(other for other in spoilt(TERM) if other != TERM),
        {**TERM, "what": "keys"},
        {**TERM, "what": ["term"]},
        {name: TERM[name] for name in ("person", "valid_from", "valid_until")},
        "term",
        None,
        [],
    ],
)
def test_a_grant_of_another_shape_is_a_fault(grant: object) -> None:
    with raises(Fault, Code.PAYLOAD_ANOTHER_SHAPE):
        join(Kind.GRANT_PROPOSED, {"grant": grant, "reason": ""}, None)


@pytest.mark.parametrize("factors", [None, [], "x", {"name": 1}, {"name": "maybe"}, {"name": None}, {"name": {}}])
def test_a_factor_is_named_and_has_one_of_three_values(factors: object) -> None:
    parts = naming({"digest": ""}, {"factors": factors, "dossier": "{}"})
    with raises(Fault, Code.PAYLOAD_ANOTHER_SHAPE):
        join(Kind.REVIEW_OPENED, *parts)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("row", True),
        ("row", 1.0),
        ("row", "1"),
        ("agency", None),
        ("agency", 1),
        ("pack", None),
    ],
)
def test_a_member_is_of_its_very_type(member: str, value: object) -> None:
    permanent, content = split(DOCKETED, SALT)
    with pytest.raises(Fault):
        join(Kind.REQUEST_DOCKETED, {**permanent, member: value}, content)


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("earlier", "CASE-0"),
        ("earlier", [1]),
        ("earlier", {"0": "CASE-0"}),
        ("request", {}),
        ("request", dict.fromkeys(COLUMNS, 1)),
        ("request", dict.fromkeys((*COLUMNS, "salary"), "")),
        ("request", dict.fromkeys(COLUMNS[1:], "")),
    ],
)
def test_a_member_of_a_content_is_of_its_very_type(member: str, value: object) -> None:
    permanent, content = split(DOCKETED, SALT)
    assert content is not None
    plain = json.loads(content[SALT_SIZE:])
    assert join(Kind.REQUEST_DOCKETED, *naming(permanent, plain)) == DOCKETED
    with pytest.raises(Fault):
        join(Kind.REQUEST_DOCKETED, *naming(permanent, {**plain, member: value}))


@pytest.mark.parametrize("value", [True, None, 1.5, [], {}])
def test_a_passkeys_member_is_text_or_a_whole_number(value: object) -> None:
    person = PersonAccredited("P", "n", "t", "r", "a", "o", "x", {"signing": "k"}, ({"id": "c", "counter": 3},), "", "")
    plain = json.loads(canonical(person))
    assert join(person.kind, plain, None) == person
    plain["passkeys"][0]["counter"] = value
    with pytest.raises(Fault):
        join(person.kind, plain, None)


@pytest.mark.parametrize("manner", ["approved", "DESTROYED", "", 1, None])
def test_a_word_is_one_of_its_vocabulary(manner: object) -> None:
    with pytest.raises(Fault):
        join(Kind.DISPOSED, {"manner": manner}, None)


@pytest.mark.parametrize("kind", [0, 99, 256, -1, *BATCH_ROWS])
def test_a_kind_without_an_event_is_a_fault(kind: int) -> None:
    with pytest.raises(Fault):
        join(kind, {}, None)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{",
        b"not json",
        b"\xff\xfe",
        b'{"a":1} ',
        b' {"a":1}',
        b'{"a": 1}',
        b'{"b":1,"a":1}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":01}',
        b'{"a":-0}',
        b'{"a":1e2}',
        b'{"a":NaN}',
        b'{"a":Infinity}',
        b'{"a":9007199254740992}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":"\\u0041"}',
        b'{"a":"\\u001F"}',
        b'{"a":"\\/"}',
        b'{"a":"\\ud800"}',
        b'{"\\ud800":1}',
        b'{"a":"\xed\xa0\x80"}',
        b'{"a":"\n"}',
        b'\xef\xbb\xbf{"a":1}',
        '{"a":1}'.encode("utf-16"),
        b"[]",
        b"1",
        b'"x"',
        b"null",
        b'{"a":' + b"[" * 100_000,
        b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
    ],
    ids=lambda payload: repr(payload[:24]),
)
def test_what_is_not_canonical_json_of_an_object_is_a_fault(payload: bytes) -> None:
    with pytest.raises(Fault):
        read(payload)


@given(any_event, st.data())
def test_a_payload_with_one_byte_changed_is_not_the_same_event(event: events.CaseEvent, data: st.DataObject) -> None:
    permanent, content = split(event, SALT)
    payload = bytearray(canonical(permanent))
    at = data.draw(st.integers(0, len(payload) - 1))
    payload[at] ^= data.draw(st.integers(1, 255))
    try:
        back = join(event.kind, read(bytes(payload)), content)
    except Fault:
        return
    assert back != event
    assert canonical(split(back, SALT)[0]) == bytes(payload)


CELLS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), min_size=1, max_size=4), st.data())
@settings(max_examples=25)
def test_the_text_of_a_batchs_rows_is_the_canonical_one(requests: list[dict[str, str]], data: st.DataObject) -> None:
    short = [data.draw(st.lists(st.sampled_from(["tin", "name", "statute"]), max_size=3)) for _ in requests]
    _hold_text(requests, short)


def test_every_character_is_written_canonically() -> None:
    every = [chr(point) for point in range(0x110000) if not 0xD800 <= point <= 0xDFFF]
    plain = dict.fromkeys(COLUMNS, "plain")
    _hold_text([{**plain, "reason": "".join(every)}, plain], [[], ["tin"]])


def _hold_text(requests: list[dict[str, str]], short: list[list[str]]) -> None:
    rows = [
        {"row": row, "outcome": "returned", "deficiencies": deficiencies, "checks": deficiencies, "request": request}
        for row, (request, deficiencies) in enumerate(zip(requests, short, strict=True), 1)
    ]
    frame = pl.DataFrame(
        [{**row, **request} for row, request in zip(rows, requests, strict=True)],
        schema={
            "row": pl.UInt32,
            "outcome": pl.String,
            "deficiencies": pl.List(pl.String),
            "checks": pl.List(pl.String),
            **dict.fromkeys(COLUMNS, pl.String),
        },
    )
    at = "2026-03-02T12:00:00+00:00"
    expected = [rfc8785.dumps({"v": 2, "batch": "0" * 64, "at": at, **row}).decode() for row in rows]
    texts = request_texts(frame)
    assert texts.to_list() == [rfc8785.dumps(row["request"]).decode() for row in rows]
    assert payloads("0" * 64, at, frame.with_columns(texts)).to_list() == expected


@pytest.mark.parametrize("text", ["\ud800", "a\udfff", "\udc00\ud800"])
def test_half_a_surrogate_pair_has_no_canonical_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"surrogates|UTF-8"):
        canonical({"reason": text})
