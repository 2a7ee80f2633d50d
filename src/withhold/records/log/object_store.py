"""A log on S3-compatible object storage, through the extra `s3` (boto3).

An object is durable when its PUT is answered with success. Every reader sees it then. After any other answer, or none,
the object is complete or absent. So a batch is durable when all of its PUTs have succeeded. They run in parallel, and
the PUT of the checkpoint starts only after them. If one fails, nothing is undone: the same batch is written again.

Conditions protect against a second writer, which the lock in the records should prevent already. A tile is PUT with
``If-None-Match: *``. If the tile exists, its content is compared. A checkpoint is PUT with ``If-Match`` and the tag of
the one that was read last. Some servers ignore such conditions silently. The store tests this at its first write. If
the server ignores them, the store reads before each PUT instead.

Objects have the content type and the caching headers of C2SP tlog-tiles.md, so that the public can read a bucket
directly. A listing costs one request for each tile, so partial forms beside a tile are not listed for readers.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from typing import Any

import boto3
from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from withhold.model.errors import Code, Unreadable
from withhold.tlog.errors import LogUnavailable, LogUnreachable, Malformed, StoreFailed, TileConflict, TileMissing
from withhold.tlog.notes.note import MAX_NOTE_BYTES
from withhold.tlog.stores.storing import CHECKPOINT, NAMED_HEADERS, TILE_HEADERS
from withhold.tlog.tree.building import File
from withhold.tlog.tree.tiles import Tile

_ADDRESS = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[A-Za-z0-9._/-]*))?", re.ASCII)
_ABSENT = frozenset({"NoSuchKey", "404", "NotFound"})
_MET = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict", "409"})
_FAULTS = (BotoCoreError, ClientError, Boto3Error)
_THREADS = 16
_TOGETHER = 128
"""PUTs that are submitted to the threads at once, at most."""
_PROBE = ".conditions"


def object_store(where: str) -> "ObjectStore":
    """Return the store at ``s3://BUCKET/PREFIX``.

    boto3 reads credentials, region and endpoint (AWS_ENDPOINT_URL) from the environment. Raises Unreadable if the
    address is not of that form, or if boto3 cannot make a client with these settings.
    """
    found = _ADDRESS.fullmatch(where)
    if found is None:
        raise Unreadable(Code.LEDGER_ADDRESS_MALFORMED, file=where)
    config = Config(
        connect_timeout=10,
        read_timeout=30,
        retries={"mode": "standard", "max_attempts": 5},
        max_pool_connections=_THREADS,
    )
    try:
        client = boto3.client("s3", config=config)
    except (BotoCoreError, ValueError) as fault:
        raise Unreadable(Code.LEDGER_STORAGE_UNUSABLE, file=where, problem=type(fault).__name__) from None
    return ObjectStore(client, found["bucket"], (found["prefix"] or "").strip("/"))


class ObjectStore:
    """A log under a prefix of a bucket, as a TileStore and a TileReader."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self._client = client
        self._bucket = bucket
        self._prefix = f"{prefix}/" if prefix else ""
        self._seen: dict[str, str | None] = {}
        self._conditions: bool | None = None
        self._filled: list[Tile] = []

    def checkpoint(self) -> bytes:
        """Return the latest checkpoint. Raises LogUnreachable."""
        content = self.named(CHECKPOINT)
        if content is None:
            raise LogUnreachable(self._where(CHECKPOINT), "no checkpoint there")
        return content

    def named(self, name: str) -> bytes | None:
        """Return what was published last under this name. None if nothing was. Raises LogUnreachable."""
        content, self._seen[name] = self._get(name, MAX_NOTE_BYTES)
        return content

    def read(self, tile: Tile) -> bytes:
        """Return the content of a tile. Raises TileMissing, Malformed or LogUnreachable."""
        content, _ = self._get(tile.path, tile.max_bytes)
        if content is None:
            raise TileMissing(tile.path)
        if len(content) > tile.max_bytes:
            raise Malformed(f"{tile.path}: longer than {tile.max_bytes} bytes")
        return content

    def partial_widths(self, tile: Tile) -> Sequence[int]:
        """Return nothing: this store does not list partial forms."""
        return ()

    def write(self, files: Iterable[File], settled: int | None = None) -> None:
        """Make the tiles durable, as `TileStore.write`. After StoreFailed it may be tried again."""
        written: list[Tile] = []
        with self._refusals(), ThreadPoolExecutor(_THREADS, "put") as pool:
            if self._conditions is None:
                self._conditions = self._knows_conditions()
            for group in _groups(files, _TOGETHER):
                list(pool.map(lambda file: self._put_tile(file[0], file[1], settled), group))
                written += (tile for tile, _ in group)
        self._filled = [tile for tile in written if tile.is_full]

    def publish(self, name: str, content: bytes, settled: int = 0) -> None:
        """Replace what is published under a name, as `TileStore.publish`. Raises StoreFailed."""
        with self._refusals():
            if name not in self._seen:
                self.named(name)
            known = self._seen.pop(name)
            condition = {"IfNoneMatch": "*"} if known is None else {"IfMatch": known}
            try:
                answer = self._put(name, content, NAMED_HEADERS[name], **condition)
            except ClientError as fault:
                if _code(fault) in _MET:
                    raise StoreFailed(f"{name}: somebody else has replaced it meanwhile") from None
                raise
            self._seen[name] = answer["ETag"]
        self._prune(settled)

    def _put_tile(self, tile: Tile, content: bytes, settled: int | None) -> None:
        if self._conditions:
            with _met():
                self._put(tile.path, content, TILE_HEADERS, IfNoneMatch="*")
                return
        present, tag = self._get(tile.path, tile.max_bytes)
        if present == content:
            return
        if present is not None and (settled is None or tile.end <= settled):
            raise TileConflict(f"{tile.path}: a tile with other content lies there")
        self._put(tile.path, content, TILE_HEADERS, **({"IfMatch": tag} if tag else {}))

    def _knows_conditions(self) -> bool:
        """Return whether the server obeys If-None-Match: it must reject a second PUT of the same object."""
        self._put(_PROBE, b"", TILE_HEADERS)
        with _met():
            self._put(_PROBE, b"", TILE_HEADERS, IfNoneMatch="*")
            return False
        return True

    def _prune(self, settled: int) -> None:
        """Remove the partial forms of each level's tile that is full now. A failure does no harm."""
        first = {tile.level: tile for tile in reversed(self._filled) if tile.end <= settled}
        with suppress(*_FAULTS):
            for tile in first.values():
                listed = self._client.list_objects_v2(Bucket=self._bucket, Prefix=f"{self._prefix}{tile.path}.p/")
                if keys := [{"Key": each["Key"]} for each in listed.get("Contents", ())]:
                    self._client.delete_objects(Bucket=self._bucket, Delete={"Objects": keys, "Quiet": True})
        self._filled = []

    def _put(self, path: str, content: bytes, headers: dict[str, str], **condition: str) -> Any:
        return self._client.put_object(
            Bucket=self._bucket,
            Key=self._prefix + path,
            Body=content,
            ContentType=headers["Content-Type"],
            CacheControl=headers["Cache-Control"],
            **condition,
        )

    def _get(self, path: str, cap: int) -> tuple[bytes | None, str | None]:
        """Return at most ``cap`` + 1 bytes of an object, and its entity tag. Both are None if it does not exist."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + path)
            with closing(answer["Body"]) as body:
                return body.read(cap + 1), answer["ETag"]
        except ClientError as fault:
            if _code(fault) in _ABSENT:
                return None, None
            raise LogUnreachable(self._where(path), f"the object store answers {_code(fault)}") from None
        except _FAULTS as fault:
            raise LogUnavailable(self._where(path), f"no answer ({type(fault).__name__})") from None

    def _where(self, path: str) -> str:
        return f"s3://{self._bucket}/{self._prefix}{path}"

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except ClientError as fault:
            raise StoreFailed(f"the log cannot be written (the object store answers {_code(fault)})") from None
        except _FAULTS as fault:
            raise StoreFailed(f"the log cannot be written ({type(fault).__name__})") from None
        except LogUnreachable as fault:
            raise StoreFailed(f"the log cannot be written ({fault.reason})") from None


@contextmanager
def _met() -> Iterator[None]:
    """Run the block, and ignore the error if the server rejects it because a condition is not met."""
    try:
        yield
    except ClientError as fault:
        if _code(fault) not in _MET:
            raise


def _code(fault: ClientError) -> str:
    return str(fault.response.get("Error", {}).get("Code", "nothing"))


def _groups(files: Iterable[File], size: int) -> Iterator[list[File]]:
    group: list[File] = []
    for file in files:
        group.append(file)
        if len(group) == size:
            yield group
            group = []
    yield group
