"""Instances on either database: a little home, and copies of what a test makes once."""

import atexit
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import psycopg
from psycopg import sql

from support.home import HOME, PEOPLE, REGISTER, LittleHome, make_home, template
from support.people import register_of
from support.postgres import new_database

Result = TypeVar("Result")


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
        copy_of(_made, root, database_url)
    else:
        _made(root, database_url)
    little = LittleHome(root, database_url=database_url, **world)
    try:
        yield little
    finally:
        little.close()
        shutil.rmtree(root)


def copy_of(make: Callable[[Path, str], Result], root: Path, database_url: str) -> Result:
    """Copy to `root` and to that database what `make` makes in a directory and a database. Return what it returned.

    It is called once per process and server, and must leave no connection open.
    """
    server, _, name = database_url.rpartition("/")
    original, template_name, result = _original(make, server)
    shutil.copytree(original, root, dirs_exist_ok=True)
    if server:
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            for statement in ("DROP DATABASE {0}", "CREATE DATABASE {0} TEMPLATE {1} STRATEGY FILE_COPY"):
                names = map(sql.Identifier, (name, template_name))
                connection.execute(sql.SQL(statement).format(*names))  # type: ignore[arg-type]
    return result


@cache
def _original(make: Callable[[Path, str], Result], server: str) -> tuple[Path, str, Result]:
    """Return the directory and the database that copies are made of. The directory is removed when the process ends."""
    root = Path(tempfile.mkdtemp(prefix="withhold-original-"))
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    name = f"withhold_{uuid.uuid4().hex}"
    return root, name, make(root, new_database(f"{server}/postgres", name) if server else "")


def _made(root: Path, database_url: str) -> None:
    for directory in (root / HOME, root / PEOPLE):
        directory.mkdir(mode=0o700)
    register_of().write_parquet(root / HOME / REGISTER)
    make_home(root, database_url)
