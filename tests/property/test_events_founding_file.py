"""A founding statement is read strictly. What was written is read again, and a change is refused or another digest."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from support.statements import FOUNDERS, founder, statement
from withhold.events.founding_file import (
    dump_founding,
    founding_digest,
    grouped,
    origin_of,
    parse_digest,
    parse_founding,
)
from withhold.model.authority.founding import NO_WAITS, Founded, FounderSignature, Statement, founded_by
from withhold.model.cases.determination import Assertion
from withhold.model.errors import Unreadable
from withhold.model.vocabulary import Role

COVERS = ("withhold.events.founding_file", "withhold.model.authority.founding")

NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=20)


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    more = [
        founder(f"MORE-{number}", draw(st.sampled_from((Role.STEWARD, Role.INSPECTOR))), 10 + number)
        for number in range(draw(st.integers(0, 3)))
    ]
    demonstration = draw(st.booleans())
    witnesses = tuple(draw(st.lists(NAMES, min_size=1, max_size=4, unique=True)))
    return statement(
        base=draw(st.from_regex(r"[a-z0-9]([a-z0-9./-]{0,20}[a-z0-9])?", fullmatch=True)),
        custodian=draw(NAMES),
        demonstration=demonstration,
        waits=NO_WAITS if demonstration else statement().waits,
        founders=(*FOUNDERS, *more),
        witnesses=witnesses,
        quorum=draw(st.integers(1, len(witnesses))),
    )


def signed(made: Statement) -> Founded:
    return founded_by(
        made, tuple(FounderSignature(each.person, Assertion("a", "b", "c", "d")) for each in made.founders)
    )


@given(statements())
def test_what_is_written_is_read_again_and_the_log_is_named_after_it(made: Statement) -> None:
    founded = signed(made)
    assert parse_founding(dump_founding(founded)) == founded
    assert origin_of(made) == f"{made.base}/{founding_digest(made).hex()[:32]}"
    assert parse_digest(grouped(founding_digest(made)).upper()) == founding_digest(made)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths of all members."""
    items = value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    return [found for name, item in items for found in ((*path, name), *leaves(item, (*path, name)))]


JUNK = st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4) | st.just([]) | st.just({})


@given(statements(), st.data())
def test_a_member_that_is_changed_removed_or_added_is_refused_or_is_another_statement(
    made: Statement, data: st.DataObject
) -> None:
    content = dump_founding(signed(made))
    document = json.loads(content)
    *before, last = data.draw(st.sampled_from(leaves(document)))
    at: Any = document
    for step in before:
        at = at[step]
    change = data.draw(st.sampled_from(("set", "remove", "add")))
    if change == "set":
        at[last] = data.draw(JUNK)
    elif change == "remove":
        del at[last]
    elif isinstance(at, dict):
        at[f"{last}2"] = data.draw(JUNK)
    else:
        at.append(data.draw(JUNK))
    altered = rfc8785.dumps(document)
    try:
        read = parse_founding(altered)
    except Unreadable:
        return
    assert dump_founding(read) == altered
    assert altered == content or read != signed(made)
    assert (founding_digest(read.statement) == founding_digest(made)) == (read.statement == made)


@given(statements(), st.integers(0, 10_000), st.binary(min_size=1, max_size=3))
def test_bytes_that_are_not_canonical_are_refused(made: Statement, place: int, junk: bytes) -> None:
    content = dump_founding(signed(made))
    cut = place % len(content)
    altered = content[:cut] + junk + content[cut:]
    with suppress(Unreadable):
        assert dump_founding(parse_founding(altered)) == altered


@given(st.text(max_size=70))
def test_only_64_hex_digits_are_a_digest(text: str) -> None:
    digest = parse_digest(text)
    plain = "".join(text.split()).lower()
    assert (digest is not None) == (len(plain) == 64 and all(each in "0123456789abcdef" for each in plain))
