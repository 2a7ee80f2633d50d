"""The founding statement: what it may have, and what no instance can be founded on."""

from typing import Any

import pytest

from support.statements import FOUNDERS, MODELS, REFUSED, statement
from withhold.model.authority.founding import (
    NO_WAITS,
    DemonstrationFounded,
    Founded,
    Waits,
    founded_by,
)
from withhold.model.errors import Unreadable
from withhold.model.identifiers import PersonId
from withhold.model.kinds import Kind

COVERS = ("withhold.model.authority.founding",)


@pytest.mark.parametrize(("field", "value"), REFUSED)
def test_no_instance_is_founded_on_this(field: str, value: Any) -> None:
    with pytest.raises(Unreadable) as refused:
        statement(**{field: value})
    assert refused.value.file == "founding statement"
    assert (refused.value.column or "").split(".")[0] == ("quorum" if field == "witnesses" else field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("base", "a"),
        ("base", "x" * 87),
        ("custodian", ""),
        ("founders", FOUNDERS[::-1]),
        ("quorum", 1),
        ("waits", Waits(30, 30, 30)),
        ("models", MODELS),
    ],
)
def test_an_instance_is_founded_on_this(field: str, value: Any) -> None:
    assert getattr(statement(**{field: value}), field) == value


def test_only_a_demonstration_has_no_waits_and_its_founding_is_of_another_kind() -> None:
    real, demonstration = statement(), statement(demonstration=True, waits=NO_WAITS)
    assert founded_by(real, ()) == Founded(real, ())
    assert founded_by(demonstration, ()) == DemonstrationFounded(demonstration, ())
    assert (Founded.kind, DemonstrationFounded.kind) == (Kind.FOUNDED, Kind.DEMONSTRATION_FOUNDED)
    assert founded_by(demonstration, ()) != Founded(demonstration, ())


def test_a_founder_is_found_by_id_and_a_model_of_authenticator_is_allowed_or_not() -> None:
    assert statement().founder(FOUNDERS[1].person) == FOUNDERS[1]
    assert statement().founder(PersonId("CUS-9")) is None
    assert statement().allows("anything")
    assert statement(models=MODELS[:1]).allows(MODELS[0])
    assert not statement(models=MODELS[:1]).allows(MODELS[1])
