"""A little home for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.home import LittleHome, little_home


@pytest.fixture
def little(tmp_path: Path) -> Iterator[LittleHome]:
    with little_home(tmp_path) as home:
        yield home
