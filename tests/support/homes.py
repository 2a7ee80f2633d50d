"""A little home on either database."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.home import HOME, PEOPLE, REGISTER, Clock, LittleHome, configuration, little_home
from support.home import _accreditation as accreditation_of
from support.people import STEWARD, register_of
from withhold.casework.accrediting import accredit_all
from withhold.casework.desk import Desk
from withhold.casework.opening import World, create_home, open_desk
from withhold.casework.publishing import publish
from withhold.records.database import close


class HomeOn(LittleHome):
    """A little home whose records are at a URL."""

    def __init__(self, root: Path, database_url: str) -> None:
        self._database_url = database_url
        super().__init__(root)

    def _open(self) -> Desk:
        return open_desk(self.home, World(self._database_url, clock=self.clock))


@contextmanager
def home_on(parent: Path, database_url: str) -> Iterator[LittleHome]:
    """A home with everyone in it; on SQLite a copy of the one that all tests share."""
    if not database_url:
        with little_home(parent) as little:
            yield little
        return
    root = parent / "root"
    for directory in (root / HOME, root / PEOPLE):
        directory.mkdir(mode=0o700, parents=True)
    register_of().write_parquet(root / HOME / REGISTER)
    desk = create_home(root / HOME, configuration(), World(database_url, clock=Clock()))
    accredit_all(desk, STEWARD, accreditation_of(root / PEOPLE))
    publish(desk)
    close(desk.alias)
    little = HomeOn(root, database_url)
    try:
        yield little
    finally:
        little.close()
        shutil.rmtree(root)
