"""Reading the logs, keys and files that people name on the command line."""

from pathlib import Path

import click

from withhold.model.errors import Code, Unreadable
from withhold.tlog.errors import NotReadable
from withhold.tlog.notes.checkpoint import LogTrust
from withhold.tlog.notes.key_list import KeyList
from withhold.tlog.notes.vkey import KeyType, VerifierKey
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.reading import LogReader
from withhold.tlog.stores.regular import NotRegular, read_regular
from withhold.tlog.stores.retry import RetryingReader
from withhold.tlog.stores.url import UrlReader

MOST = 3_000_000
"""The largest size, in bytes, of a key file, a checkpoint or a receipt."""


def reader_of(log: str) -> LogReader:
    """Return a reader for a log at a directory, an http(s) URL or ``s3://BUCKET/PREFIX``.

    Raises Unreadable if it is none of these.
    """
    if log.startswith("s3://"):
        from withhold.records.log.log_store import s3_log  # it imports Django, which other logs do not need

        return s3_log(log)
    if "://" in log:
        return RetryingReader(UrlReader(log))
    if not Path(log).is_dir():
        raise Unreadable(Code.LEDGER_PLACE_UNKNOWN, file=log)
    return DirectoryReader(Path(log))


def log_keys(text: str, option: str) -> KeyList:
    """Return a log's keys, from the text of a verifier key or from a file that contains one or more of them.

    For example, the text may be ``log/vkey``. ``option`` is the option that it was given with. Raises Unreadable, and a
    usage error for a witness's key or for keys that do not belong to one log.
    """
    keys = _keys(text, option)
    if KeyType.COSIGNATURE in (keys.current.type, *(each.key.type for each in keys.retired)):
        raise click.UsageError(
            f"{option} {text} is a witness's key, and a log's is needed. Give the log's `vkey` file, or the key in it."
        )
    try:
        LogTrust((keys.current,), retired=keys.retired)
    except ValueError as error:
        raise click.UsageError(f"{option} {text} cannot be used: {error}.") from None
    return keys


def witness_key(text: str, option: str) -> VerifierKey:
    """Return a witness's verifier key, from its text or from a file. If the file lists several, it is the first.

    ``option`` is the option that it was given with. Raises Unreadable, and a usage error for a log's key.
    """
    key = _keys(text, option).current
    if key.type is not KeyType.COSIGNATURE:
        raise click.UsageError(
            f"{option} {text} is a log's key, and a witness's is needed. Give the key that the witness published."
        )
    return key


def _keys(text: str, option: str) -> KeyList:
    path = Path(text)
    if "+" in text and not path.is_file():
        try:
            return KeyList.parse(text)
        except NotReadable as fault:
            raise Unreadable(Code.KEY_NOT_A_VERIFIER, file=option, problem=fault.reason, option=option) from None
    try:
        content = read_given(path)
    except Unreadable as fault:
        if fault.code is not Code.FILE_UNREADABLE:
            raise
        problem = fault.values["problem"]
        raise Unreadable(Code.KEY_FILE_UNREADABLE, file=str(path), problem=problem, option=option) from None
    try:
        return KeyList.parse(content.decode("utf-8", "replace"))
    except NotReadable as fault:
        raise Unreadable(Code.KEY_NONE_IN_FILE, file=str(path), problem=fault.reason, option=option) from None


def read_given(path: Path, cap: int = MOST) -> bytes:
    """Return the content of a regular file of at most ``cap`` bytes. Raises Unreadable.

    It never waits. For example, a named pipe is refused.
    """
    try:
        content = read_regular(str(path), cap)
    except NotRegular:
        raise Unreadable(Code.FILE_NOT_REGULAR, file=str(path)) from None
    except OSError as error:
        raise Unreadable(Code.FILE_UNREADABLE, file=str(path), problem=str(error.strerror)) from None
    except ValueError:
        raise Unreadable(Code.FILE_NAME_IMPOSSIBLE, file=str(path)) from None
    if len(content) > cap:
        raise Unreadable(Code.FILE_TOO_LONG, file=str(path), limit=cap)
    return content
