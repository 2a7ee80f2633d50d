"""Instances whose cases went further: each is made once per process, and copied for a test."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from functools import cache
from pathlib import Path

from support.home import LittleHome, little_home
from withhold.model.cases.case import State

Further = tuple[LittleHome, tuple[str, ...]]
"""An instance, and its cases."""
OneCase = tuple[LittleHome, str]
"""An instance, and its only case."""


class _Copy(LittleHome):
    """A copy of an instance, in which time and numbers continue where they were."""

    def __init__(self, root: Path, of: LittleHome) -> None:
        super().__init__(root)
        self.clock.advance(seconds=(of.clock.instant - self.clock.instant).total_seconds())
        self._count, self._reasons = of._count, deepcopy(of._reasons)


@cache
def _kept(state: State, subjects: tuple[str, ...]) -> tuple[Path, LittleHome, tuple[str, ...]]:
    root = Path(tempfile.mkdtemp(prefix="withhold-further-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    with little_home(root) as little:
        cases = little.docket(*subjects)
        for case_id in cases:
            if state is not State.UNDER_REVIEW:
                little.approve(case_id)
            if state is State.RETRIEVED:
                little.retrieve(case_id)
        little.close()
        shutil.copytree(little.root, root / "kept")
    return root / "kept", little, cases


@contextmanager
def brought_to(state: State, parent: Path, *subjects: str) -> Iterator[Further]:
    """Yield an instance with a case about each subject, under review, approved or retrieved. It is closed after."""
    kept, little, cases = _kept(state, subjects)
    root = Path(tempfile.mkdtemp(prefix="withhold-home-", dir=parent))
    shutil.copytree(kept, root, dirs_exist_ok=True)
    copy = _Copy(root, little)
    try:
        yield copy, cases
    finally:
        copy.close()
        shutil.rmtree(root)
