"""The witness's database: for each log, the latest checkpoint that it cosigned. One SQLite file."""

import sqlite3
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from withhold.model.errors import Code, Unreadable, WithholdError
from withhold.sealing.files import sync_directory
from withhold.tlog.notes.checkpoint import Checkpoint
from withhold.tlog.notes.note import Note
from withhold.tlog.witnesses.protocol import Forked, Head

_WAIT = 10.0
"""Seconds that a request waits while others write."""

_DISPUTES_KEPT = 100
"""For each log, the first ones. A dispute is kept only with its proof, which only a log with two histories can make."""

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
"""``cosigned`` is the note that was cosigned before. With ``note`` and the hashes in ``proof``, it proves the fork."""
_FIRST = "INSERT INTO head (size, root, time, note, origin) VALUES (?, ?, ?, ?, ?)"
_NEXT = "UPDATE head SET size = ?, root = ?, time = ?, note = ? WHERE origin = ? AND size = ? AND root = ?"


class StoreRefused(WithholdError):
    """The witness's database did not store the new checkpoint, so nothing was cosigned."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Known:
    """What the witness knows of one log. ``time`` is the time of its cosignature, in seconds since 1970-01-01 UTC."""

    origin: str
    size: int
    root: bytes
    time: int
    disputes: int
    """How many checkpoints the log signed that prove another history than the witness had cosigned."""


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The latest checkpoint of a log that was cosigned, as a note with the log's signature, and the time stated."""

    note: bytes
    time: int


class Store:
    """The heads of the logs, on disk. Several threads and processes may use it: each call opens its own connection."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def create(cls, path: Path) -> "Store":
        """Return an empty store in a new file, mode 0600. Raises Unreadable if it cannot be made.

        The file gets its name only when it is complete.
        """
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
            raise Unreadable(Code.WITNESS_DATABASE_NOT_MADE, file=str(path), problem=type(error).__name__) from None
        return cls(path)

    def id(self) -> str:
        """Return the store's id, which no other store has. Raises Unreadable if the file is no witness's database."""
        try:
            with closing(_connect(self._path)) as connection:
                return str(connection.execute("SELECT id FROM store").fetchone()[0])
        except (sqlite3.Error, TypeError) as error:
            problem = type(error).__name__
            raise Unreadable(Code.WITNESS_DATABASE_DAMAGED, file=str(self._path), problem=problem) from None

    def known(self) -> list[Known]:
        """Return what is known of every log that was cosigned, in order of origin."""
        with _connected(self._path) as connection:
            rows = connection.execute(
                "SELECT origin, size, root, time, (SELECT count(*) FROM dispute WHERE dispute.origin = head.origin)"
                " FROM head ORDER BY origin"
            )
            return [Known(*row) for row in rows]

    def latest(self, origin: str) -> Cosigned | None:
        """Return the latest checkpoint of a log that was cosigned. None if there is none."""
        with _connected(self._path) as connection:
            row = connection.execute("SELECT note, time FROM head WHERE origin = ?", [origin]).fetchone()
            return None if row is None else Cosigned(*row)

    def advance(
        self, new: Checkpoint, note: Note, proof: Sequence[bytes], extend: Callable[[Head], Head], now: int
    ) -> int:
        """Replace a log's head with what ``extend`` returns for it, and return the time for the cosignature.

        When this returns, the head is on disk. Only then may it be cosigned. Raises what ``extend`` raises, or
        StoreRefused. The head is unchanged then. If ``extend`` raises Forked, the proof of the fork is stored.
        """
        # The check and the write are one transaction. If they were two, a request for N entries that was checked first
        # could be written after a request for N + K. The head would then go back to N after N + K were cosigned, and
        # the next request could extend N in another way. The write also names the head that was checked.
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
            # A cosignature states that no larger checkpoint was seen at its time, so the time never goes back.
            time = now if row is None else max(now, row[2])
            values = (after.size, after.root, time, note.encode(), new.origin)
            if row == values[:4]:
                return time  # the same request again within a second: it causes no write to the disk
            if row is None:
                written = connection.execute(_FIRST, values)
            else:
                written = connection.execute(_NEXT, (*values, before.size, before.root))
            if written.rowcount != 1:
                raise StoreRefused(Code.WITNESS_HEAD_MOVED)
        return time


def _dispute(
    connection: sqlite3.Connection,
    new: Checkpoint,
    note: Note,
    proof: Sequence[bytes],
    now: int,
    cosigned: bytes | None,
) -> None:
    """Store the proof of a fork: the refused checkpoint, the one that was cosigned, and the hashes between them."""
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
        raise StoreRefused(Code.WITNESS_DATABASE_FAILED, problem=type(error).__name__) from None


def _connect(path: Path) -> sqlite3.Connection:
    """Return a connection. It creates no file, starts no transaction by itself, and syncs every commit to disk."""
    uri = f"{path.absolute().as_uri()}?mode=rw"
    connection = sqlite3.connect(uri, uri=True, timeout=_WAIT, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Run the block in one transaction. If it raises, the transaction is rolled back."""
    connection.execute("BEGIN IMMEDIATE")  # takes the write lock at once
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
