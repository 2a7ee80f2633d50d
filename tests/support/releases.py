"""Checks for tests of a release: that nothing was released, and which message is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from support.home import LittleHome
from support.people import (
    AGENCY,
    OFFICIALS,
)
from withhold.model.errors import Forbidden, WithholdError
from withhold.model.kinds import Kind

MADE = int(Kind.DETERMINATION_MADE)


def stream(case_id: str) -> str:
    return f"case/{case_id}"


@contextmanager
def nothing_leaves(little: LittleHome, error: type[WithholdError], *, released: bool = False) -> Iterator[Any]:
    """Check that the block raises exactly this error, and records no release or hand-over."""
    kinds = (Kind.RETRIEVED,) if released else (Kind.RELEASED, Kind.RETRIEVED)
    before = [kind for kind in little.kinds() if kind in kinds]
    with pytest.raises(error) as raised:
        yield raised
    assert raised.type is error
    assert [kind for kind in little.kinds() if kind in kinds] == before


def stays_closed(little: LittleHome, case_id: str, error: type[WithholdError] = Forbidden) -> str:
    """Check that the named official gets nothing, and return the message that they get."""
    with nothing_leaves(little, error) as raised:
        little.retrieve(case_id)
    return str(raised.value)


def stay_value(scope: str, case_id: str) -> str:
    return {
        "everything": "",
        "agency": AGENCY,
        "official": OFFICIALS[0].person,
        "case": case_id,
        "subject": "900-70-1001",
    }[scope]


SCOPES = ("everything", "agency", "official", "case", "subject")
