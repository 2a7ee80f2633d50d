"""Opening the database of one home. Several homes can be open in one process, each under its own alias."""

import hashlib
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.management import call_command
from django.db import DatabaseError, connections

from withhold.model.errors import Unreadable

SQLITE = "records.sqlite3"
"""The records' file in the home."""

_SQLITE = {
    # Writers take the lock at BEGIN, so a check and the write it guards are one: no upgrade, no deadlock.
    "transaction_mode": "IMMEDIATE",
    "timeout": 60,
    # FULL: a commit is on the disk when it returns, which is what an append promises.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}


def database_at(home: Path, url: str = "") -> str:
    """The alias of the home's database: `url` (``postgresql://…``) if given, else SQLite inside the home.

    Raises Unreadable where the URL is of another kind; its text is not repeated, since it may hold a password.
    """
    config = _postgresql(url) if url else _sqlite(home / SQLITE)
    alias = "home-" + hashlib.sha256(repr(sorted(config.items())).encode()).hexdigest()[:16]
    if alias not in connections.settings:
        defaults = connections.configure_settings({"default": {}, alias: config})
        connections.settings[alias] = defaults[alias]
    return alias


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path.absolute()),
        "CONN_MAX_AGE": 300,
        "OPTIONS": _SQLITE,
    }


def _postgresql(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise Unreadable("DATABASE_URL", "must read postgresql://NAME:PASSWORD@HOST:PORT/DATABASE")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        # A connection serves many requests, and is looked at before each: the server may have been restarted.
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
    }


def migrate(alias: str) -> None:
    """Bring the tables up to date. Raises Unreadable where the database cannot be reached or used."""
    try:
        call_command("migrate", database=alias, verbosity=0, interactive=False)
    except DatabaseError as error:
        raise Unreadable("records", f"the database cannot be used ({type(error).__name__})") from None


def close(alias: str) -> None:
    """Close this thread's connection."""
    connections[alias].close()
