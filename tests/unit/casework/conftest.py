"""A little home for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.home import LittleHome, little_home
from support.story import story


@pytest.fixture
def little(tmp_path: Path) -> Iterator[LittleHome]:
    with little_home(tmp_path) as home:
        yield home


@pytest.fixture
def told(tmp_path: Path) -> Iterator[LittleHome]:
    shutil.copytree(story(), tmp_path / "root")
    little = LittleHome(tmp_path / "root")
    yield little
    little.close()
