"""A little home for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.appointed_witnesses import appoint
from support.erased_batch import Past, take_in
from support.further import OneCase, brought_to
from support.home import LittleHome, little_home
from support.story import story
from support.witness_process import WitnessProcess, running
from withhold.casework.publication.publishing import publish
from withhold.model.cases.case import State


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


@pytest.fixture
def process(little: LittleHome) -> Iterator[WitnessProcess]:
    """A witness that the instance knows, and that runs."""
    process = WitnessProcess(little.root / "w1")
    appoint(little, process)
    with running(process):
        publish(little.instance)
        yield process


@pytest.fixture
def past(little: LittleHome) -> Past:
    """A batch that came to its end five years ago."""
    filed = little.through(take_in)
    little.clock.advance(days=5 * 366)
    return Past(little, filed)


@pytest.fixture
def under_review(tmp_path: Path) -> Iterator[OneCase]:
    with brought_to(State.UNDER_REVIEW, tmp_path, "robin") as (little, (case_id,)):
        yield little, case_id


@pytest.fixture
def approved(tmp_path: Path) -> Iterator[OneCase]:
    with brought_to(State.APPROVED, tmp_path, "robin") as (little, (case_id,)):
        yield little, case_id


@pytest.fixture
def retrieved(tmp_path: Path) -> Iterator[OneCase]:
    with brought_to(State.RETRIEVED, tmp_path, "robin") as (little, (case_id,)):
        yield little, case_id
