"""What a witness remembers: for each log, the latest checkpoint it cosigned. One SQLite file."""

import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from withhold.model.errors import Unreadable, WithholdError
from withhold.sealing.files import sync_directory
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.note import Note
from withhold.tlog.witnesses.protocol import Forked, Head

_WAIT = 10.0
"""Seconds that a request waits for others that write."""

_DISPUTES_KEPT = 100
"""Per log, the first ones. Only proven ones are kept, which nobody but a log with two histories can make."""

_TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE store (id TEXT NOT NULL) STRICT;
CREATE TABLE head (
  origin TEXT PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, time INTEGER NOT NULL, note BLOB NOT NULL
) STRICT;
CREATE TABLE dispute (
  origin TEXT NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, time INTEGER NOT NULL, note BLOB NOT NULL,
  cosigned BLOB, proof BLOB NOT NULL,
  PRIMARY KEY (origin, size, root)
) STRICT;
CREATE TRIGGER head_goes_forward BEFORE UPDATE ON head
WHEN NEW.origin <> OLD.origin OR NEW.size < OLD.size OR NEW.time < OLD.time
  OR (NEW.size = OLD.size AND NEW.root <> OLD.root)
BEGIN SELECT RAISE(ABORT, 'a head only goes forward'); END;
CREATE TRIGGER head_stays BEFORE DELETE ON head BEGIN SELECT RAISE(ABORT, 'a head is never forgotten'); END;
INSERT INTO store VALUES (:id);
COMMIT;
"""

_DISPUTE = (
    "INSERT OR IGNORE INTO dispute (origin, size, root, time, note, cosigned, proof) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
"""``cosigned`` is the note that was cosigned before. With ``note`` and the hashes of ``proof`` it proves the fork."""
_FIRST = "INSERT INTO head (size, root, time, note, origin) VALUES (?, ?, ?, ?, ?)"
_NEXT = "UPDATE head SET size = ?, root = ?, time = ?, note = ? WHERE origin = ? AND size = ? AND root = ?"


class StoreRefused(WithholdError):
    """The witness's database did not take the new checkpoint; nothing was cosigned."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Known:
    """What the witness knows of one log. ``time``, in seconds since 1970-01-01 UTC, is that of its cosignature."""

    origin: str
    size: int
    root: bytes
    time: int
    disputes: int
    """Checkpoints that the log has signed and that prove another history than the witness cosigned before."""


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The latest checkpoint of a log that was cosigned, as a note signed by the log, and the time that was stated."""

    note: bytes
    time: int


class Store:
    """The heads, on disk. Safe for several threads and processes: each call has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def create(cls, path: Path) -> "Store":
        """An empty store in a new file, mode 0600, whole or not at all. Raises Unreadable if it cannot be made."""
        identity = uuid.uuid4().hex
        temporary = path.with_name(f".{path.name}.{identity}")
        try:
            temporary.touch(mode=0o600, exist_ok=False)
            with closing(_connect(temporary)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.executescript(_TABLES.replace(":id", f"'{identity}'"))
            path.hardlink_to(temporary)
            temporary.unlink()
            sync_directory(path.parent)
        except (OSError, sqlite3.Error) as error:
            temporary.unlink(missing_ok=True)
            raise Unreadable(str(path), f"the witness's database cannot be made ({type(error).__name__})") from None
        return cls(path)

    def id(self) -> str:
        """What tells this store from any other. Raises Unreadable if the file is no witness's database."""
        try:
            with closing(_connect(self._path)) as connection:
                return str(connection.execute("SELECT id FROM store").fetchone()[0])
        except (sqlite3.Error, TypeError) as error:
            reason = f"is not a witness's database, or is damaged ({type(error).__name__})"
            raise Unreadable(str(self._path), reason) from None

    def known(self) -> list[Known]:
        """Every log that was cosigned, by origin."""
        with _connected(self._path) as connection:
            rows = connection.execute(
                "SELECT origin, size, root, time, (SELECT count(*) FROM dispute WHERE dispute.origin = head.origin)"
                " FROM head ORDER BY origin"
            )
            return [Known(*row) for row in rows]

    def latest(self, origin: str) -> Cosigned | None:
        """The latest checkpoint of a log that was cosigned; None if there is none."""
        with _connected(self._path) as connection:
            row = connection.execute("SELECT note, time FROM head WHERE origin = ?", [origin]).fetchone()
            return None if row is None else Cosigned(*row)

    def advance(
        self, new: Checkpoint, note: Note, proof: Sequence[bytes], extend: Callable[[Head], Head], now: int
    ) -> int:
        """Move a log's head to where ``extend`` leads from it; the time to state in the cosignature.

        What ``extend`` checks and the write it allows are one transaction. Were they two, a request for N entries
        checked first and a request for N + K checked second could be written in the other order: the head would roll
        back K entries after they were cosigned, and the next request could extend N another way. So the head that was
        checked is also named in the write, which then changes one row or is no write at all.

        When this returns the head is on the disk. Only then may it be cosigned. The time never goes back, however the
        clock is set, since a cosignature says that at its time no larger checkpoint had been seen. Raises what
        ``extend`` raises, or StoreRefused; nothing has changed then, but that the proof of a fork is kept.
        """
        with _connected(self._path) as connection, _transaction(connection):
            row = connection.execute(
                "SELECT size, root, time, note FROM head WHERE origin = ?", [new.origin]
            ).fetchone()
            before = Head() if row is None else Head(*row[:2])
            try:
                after = extend(before)
            except Forked:
                _dispute(connection, new, note, proof, now, None if row is None else row[3])
                connection.execute("COMMIT")
                raise
            time = now if row is None else max(now, row[2])
            values = (after.size, after.root, time, note.encode(), new.origin)
            if row == values[:4]:
                return time  # asked again within a second: nobody makes the disk work by sending the same
            if row is None:
                written = connection.execute(_FIRST, values)
            else:
                written = connection.execute(_NEXT, (*values, before.size, before.root))
            if written.rowcount != 1:
                raise StoreRefused("the head moved while it was being checked")
        return time


def _dispute(
    connection: sqlite3.Connection,
    new: Checkpoint,
    note: Note,
    proof: Sequence[bytes],
    now: int,
    cosigned: bytes | None,
) -> None:
    """Keep what proves a fork: the refused checkpoint beside the one that was cosigned, and the proof between them."""
    kept = connection.execute("SELECT count(*) FROM dispute WHERE origin = ?", [new.origin]).fetchone()[0]
    if kept < _DISPUTES_KEPT:
        values = (new.origin, new.size, new.root, now, note.encode(), cosigned, b"".join(proof))
        connection.execute(_DISPUTE, values)


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    try:
        with closing(_connect(path)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise StoreRefused(f"the witness's database failed ({type(error).__name__})") from None


def _connect(path: Path) -> sqlite3.Connection:
    """A connection that makes no file, begins no transaction by itself, and has every commit on the disk."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Holds the database's one write lock from the first statement on; undone where anything is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
