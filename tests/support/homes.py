"""A little home on either database."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from support.home import HOME, PEOPLE, REGISTER, LittleHome, make_home, template
from support.people import register_of


@contextmanager
def home_on(parent: Path, database_url: str, **world: Any) -> Iterator[LittleHome]:
    """A home with everyone in it, its records on that database; on SQLite a copy of the one that all tests share.

    `world` says what else is outside, as for `LittleHome`.
    """
    parent.mkdir(exist_ok=True)
    root = Path(tempfile.mkdtemp(prefix="withhold-home-", dir=parent))
    if database_url:
        for directory in (root / HOME, root / PEOPLE):
            directory.mkdir(mode=0o700)
        register_of().write_parquet(root / HOME / REGISTER)
        make_home(root, database_url)
    else:
        shutil.copytree(template(), root, dirs_exist_ok=True)
    little = LittleHome(root, database_url=database_url, **world)
    try:
        yield little
    finally:
        little.close()
        shutil.rmtree(root)
