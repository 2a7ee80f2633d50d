"""Expecting an error by its code, so that a test does not depend on the wording of a message."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import pytest

from withhold.model.errors import Code, WithholdError

Error = TypeVar("Error", bound=WithholdError)


@contextmanager
def raises(kind: type[Error], *codes: Code) -> Iterator[pytest.ExceptionInfo[Error]]:
    """The block raises an error of this class with one of these codes, and its message can be read."""
    with pytest.raises(kind) as caught:
        yield caught
    assert caught.value.code in codes
    assert str(caught.value)
