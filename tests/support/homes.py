"""A little home on either database."""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from support.home import HOME, PEOPLE, REGISTER, LittleHome, make_home, template
from support.people import register_of
from support.postgres import new_database

TEMPLATE = "withhold_template"


@contextmanager
def home_on(parent: Path, database_url: str, *, copied: bool = True, **world: Any) -> Iterator[LittleHome]:
    """A home with everyone in it, its records on that database: a copy of the one that all tests of a server share.

    With `copied` false the instance is made there, with every migration. `world` is as for `LittleHome`.
    """
    parent.mkdir(exist_ok=True)
    root = Path(tempfile.mkdtemp(prefix="withhold-home-", dir=parent))
    if not database_url:
        shutil.copytree(template(), root, dirs_exist_ok=True)
    elif copied:
        server, _, name = database_url.rpartition("/")
        shutil.copytree(_template_on(server), root, dirs_exist_ok=True)
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            for statement in ("DROP DATABASE {0}", "CREATE DATABASE {0} TEMPLATE {1}"):
                names = map(sql.Identifier, (name, TEMPLATE))
                connection.execute(sql.SQL(statement).format(*names))  # type: ignore[arg-type]
    else:
        _made(root, database_url)
    little = LittleHome(root, database_url=database_url, **world)
    try:
        yield little
    finally:
        little.close()
        shutil.rmtree(root)


@cache
def _template_on(server: str) -> Path:
    """Return the root of an instance with its records in the database TEMPLATE of that server.

    It is removed when the process ends.
    """
    root = Path(tempfile.mkdtemp(prefix="withhold-template-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    _made(root, new_database(f"{server}/postgres", TEMPLATE))
    return root


def _made(root: Path, database_url: str) -> None:
    for directory in (root / HOME, root / PEOPLE):
        directory.mkdir(mode=0o700)
    register_of().write_parquet(root / HOME / REGISTER)
    make_home(root, database_url)
