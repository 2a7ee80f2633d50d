"""Reading the logs, keys and files that people name on the command line."""

from pathlib import Path

from withhold.model.errors import Unreadable
from withhold.tlog.notes.key_list import KeyList
from withhold.tlog.notes.vkey import VerifierKey
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
        raise Unreadable(log, "is neither a log's directory nor an http(s) URL nor s3://BUCKET/PREFIX")
    return DirectoryReader(Path(log))


def key_list(text: str) -> KeyList:
    """Return a log's keys, from the text of a verifier key or from a file that contains one or more of them.

    Raises Unreadable. For example, the text may be ``log/vkey``.
    """
    path = Path(text)
    if "+" not in text or path.is_file():
        return KeyList.parse(read_given(path).decode("utf-8", "replace"))
    return KeyList.parse(text)


def verifier_key(text: str) -> VerifierKey:
    """Return a verifier key, from its text or from a file. If the file lists several, it is the current one.

    Raises Unreadable.
    """
    return key_list(text).current


def read_given(path: Path, cap: int = MOST) -> bytes:
    """Return the content of a regular file of at most ``cap`` bytes. Raises Unreadable.

    It never waits. For example, a named pipe is refused.
    """
    try:
        content = read_regular(str(path), cap)
    except NotRegular:
        raise Unreadable(str(path), "is not a regular file; copy its content to one, and name that") from None
    except OSError as error:
        raise Unreadable(str(path), f"cannot be read ({error.strerror})") from None
    except ValueError:
        raise Unreadable(str(path), "cannot be the name of a file") from None
    if len(content) > cap:
        raise Unreadable(str(path), f"is longer than the {cap:,} bytes that such a file can have")
    return content
