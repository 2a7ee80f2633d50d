"""The place of an instance's log: a directory, or a prefix of a bucket on S3-compatible object storage."""

from pathlib import Path

from withhold.model.errors import Code, Unreadable
from withhold.tlog.stores.directory_store import DirectoryStore
from withhold.tlog.stores.storing import TileStore

LOG = "log"
"""The log's directory in the instance's directory, unless `home.toml` names another place."""

_S3 = "s3://"


def log_store(home: Path, where: str = LOG) -> TileStore:
    """Return the store at ``where``: a directory, or ``s3://BUCKET/PREFIX``.

    A directory is absolute or relative to ``home``. For example, ``/srv/log`` or ``log``. Raises Unreadable if an S3
    address is of another form, or if the extra `s3` is not installed.
    """
    return s3_log(where) if where.startswith(_S3) else DirectoryStore(home / where)


def s3_log(where: str) -> TileStore:
    """Return the store at ``s3://BUCKET/PREFIX``. Raises Unreadable as `log_store` does."""
    try:
        from withhold.records.log.object_store import object_store
    except ModuleNotFoundError:
        raise Unreadable(Code.MACHINE_NO_OBJECT_STORAGE, file=where) from None
    return object_store(where)
