"""What a test of a release asks: that nothing left the house, and in which words."""

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
    """The block raises exactly this, and no release or hand-over is recorded by it."""
    kinds = (Kind.RETRIEVED,) if released else (Kind.RELEASED, Kind.RETRIEVED)
    before = [kind for kind in little.kinds() if kind in kinds]
    with pytest.raises(error) as raised:
        yield raised
    assert raised.type is error
    assert [kind for kind in little.kinds() if kind in kinds] == before


def stays_closed(little: LittleHome, case_id: str, error: type[WithholdError] = Forbidden) -> str:
    """The named official gets nothing; the words they are told."""
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
