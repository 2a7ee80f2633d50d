"""The limits of texts, and the texts that a database refuses."""

import pytest

from support.histories import REQUEST
from withhold.model import limits
from withhold.model.errors import Conflict
from withhold.model.limits import column_limit, defect, require_text, require_texts
from withhold.model.occurrences import AccreditationRevoked, PersonAccredited

COVERS = ("withhold.model.limits",)


def test_the_longest_text_is_accepted_and_one_more_character_is_not() -> None:
    assert defect("😀" * 80, 80) is None
    assert defect("x" * 81, 80) == "is longer than 80 characters"
    assert defect("x" * 100_000) is None
    require_text("reason", "x" * 4_000)
    with pytest.raises(Conflict, match=r"^The reason is longer than 4,000 characters\. Change it and try again\.$"):
        require_text("reason", "x" * 4_001)


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "é\udfff"])
def test_a_text_that_a_database_refuses_is_refused_without_repeating_it(text: str) -> None:
    problem = defect(text, 80)
    assert problem is not None
    assert text not in problem


def test_the_longest_credential_id_has_room_in_base64url() -> None:
    from withhold.sealing import base64url

    assert len(base64url.encode(bytes(limits.CREDENTIAL_ID_BYTES))) == limits.CREDENTIAL_ID


def test_each_column_of_a_request_has_a_limit() -> None:
    assert {name: column_limit(name) for name in REQUEST.as_text()} == {
        **dict.fromkeys(REQUEST.as_text(), 4_000),
        "request_ref": 80,
        **dict.fromkeys(("first_name", "middle_name", "last_name", "suffix"), 100),
    }


def person(**changed: object) -> PersonAccredited:
    fields = dict.fromkeys(("name", "title", "role", "agency", "office", "address", "valid_from", "valid_until"), "")
    return PersonAccredited(**{"person": "OFF-1", **fields, "keys": {}, "passkeys": (), **changed})  # type: ignore[arg-type]


def test_every_field_of_an_event_is_checked_at_every_depth() -> None:
    require_texts(person(passkeys=({"credential_id": "x" * limits.CREDENTIAL_ID, "counter": 0},)))
    for wrong, field in [
        (person(person="x" * 81), "person"),
        (person(name="x" * 201), "name"),
        (person(keys={"sealing": "a\0b"}), "sealing"),
        (person(keys={"a\0b": "x"}), "name of a field"),
        (person(passkeys=({"credential_id": "x" * (limits.CREDENTIAL_ID + 1)},)), "credential id"),
        (AccreditationRevoked("OFF-1", "x" * 4_001), "reason"),
    ]:
        with pytest.raises(Conflict, match=f"^The {field} "):
            require_texts(wrong)
