"""Instances whose cases went further: each is made once per process, and copied for a test."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path

from support.home import LittleHome, little_home
from support.kept import Kept
from withhold.model.cases.case import State

Further = tuple[LittleHome, tuple[str, ...]]
"""An instance, and its cases."""
OneCase = tuple[LittleHome, str]
"""An instance, and its only case."""


class _Copy(LittleHome):
    """A copy of an instance, in which time and numbers continue where they were."""

    def __init__(self, root: Path, of: Kept) -> None:
        super().__init__(root)
        self.clock.advance(seconds=(of.instant - self.clock.instant).total_seconds())
        self._count, self._reasons = of.count, deepcopy(of.reasons)


@cache
def _kept(state: State, subjects: tuple[str, ...]) -> Kept:
    with little_home() as little:
        cases = little.docket(*subjects)
        for case_id in cases:
            if state is not State.UNDER_REVIEW:
                little.approve(case_id)
            if state is State.RETRIEVED:
                little.retrieve(case_id)
        little.close()
        return Kept.of(little.root, little.clock.instant, little._count, little._reasons, cases)


@contextmanager
def brought_to(state: State, parent: Path, *subjects: str) -> Iterator[Further]:
    """Yield an instance with a case about each subject, under review, approved or retrieved. It is closed after."""
    kept = _kept(state, subjects)
    root = Path(tempfile.mkdtemp(prefix="withhold-home-", dir=parent))
    shutil.copytree(kept.root, root, dirs_exist_ok=True)
    copy = _Copy(root, kept)
    try:
        yield copy, kept.result
    finally:
        copy.close()
        shutil.rmtree(root)
