"""What every refusal of a batch must look like."""

import re
from pathlib import Path

import pytest

from withhold.model.errors import Unreadable
from withhold.screening import read_batch

SECRETS = ("Marchetti", "123-45", "Cedar", "Ledgers", "1980-02-03", "SECRET")


def refused(path: Path, *, row: int | None = None, column: str | None = None, saying: str = "") -> Unreadable:
    """Reads, expects the one line, and that nothing of the content or of ours is in it or beside the file."""
    before = sorted(path.parent.iterdir())
    with pytest.raises(Unreadable) as caught:
        read_batch(path)
    error, message = caught.value, str(caught.value)
    assert error.exit_code == 3
    assert "\n" not in message
    assert message.isprintable()
    assert path.name in message
    assert not any(secret in message for secret in SECRETS)
    assert error.__cause__ is None or isinstance(error.__cause__, OSError)
    assert (error.row, error.column) == (row, column)
    assert re.search(saying, message)
    assert sorted(path.parent.iterdir()) == before
    return error
