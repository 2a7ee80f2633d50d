"""A log on object storage, against a real server process on this machine."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.db import connections

from support.founding import found_home
from support.home import REGISTER, Clock, configuration
from support.object_storage import BUCKET, s3_server
from support.people import register_of
from withhold.casework.audit.auditing import audit
from withhold.casework.opening.instance import Environment, log_key, open_instance
from withhold.casework.publication.publishing import publish
from withhold.model.errors import Unreadable
from withhold.records.database import close
from withhold.records.log.log_store import log_store
from withhold.records.log.object_store import ObjectStore, object_store
from withhold.sealing.keys import check_ed25519
from withhold.tlog.errors import LogUnreachable, Malformed, StoreFailed, TileConflict, TileMissing
from withhold.tlog.notes.checkpoint import LogTrust
from withhold.tlog.stores.url import UrlReader
from withhold.tlog.tree.building import RightEdge, extend
from withhold.tlog.tree.tiles import Tile
from withhold.tlog.verify import verify_log

COVERS = ("withhold.records.log.log_store", "withhold.records.log.object_store")

FILES = [(Tile(0, index), bytes([index % 256]) * 8192) for index in range(300)]
EVERYONE_READS = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/*",
    },
}
_numbers = count()


@pytest.fixture(scope="session")
def server() -> Iterator[dict[str, str]]:
    with s3_server() as environment:
        yield dict(environment)


@pytest.fixture
def client(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in server.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3")
    client.create_bucket(Bucket=BUCKET)
    return client


@pytest.fixture
def where(client: Any) -> str:
    return f"s3://{BUCKET}/log-{next(_numbers)}"


@pytest.fixture
def store(where: str) -> ObjectStore:
    return object_store(where)


def keys(client: Any, where: str) -> list[str]:
    prefix = where.removeprefix(f"s3://{BUCKET}/") + "/"
    listed = client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", ())
    return [each["Key"].removeprefix(prefix) for each in listed if not each["Key"].endswith(".conditions")]


class Deaf:
    """A client whose server takes no notice of conditions."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def put_object(self, **given: Any) -> Any:
        return self._client.put_object(**{name: value for name, value in given.items() if not name.startswith("If")})


@pytest.fixture(params=["conditions", "none"])
def either(request: pytest.FixtureRequest, store: ObjectStore) -> ObjectStore:
    if request.param == "none":
        store._client = Deaf(store._client)
    return store


def test_written_tiles_are_read(either: ObjectStore, where: str):
    either.write(FILES)
    assert [(tile, either.read(tile)) for tile, _ in FILES[::50]] == FILES[::50]
    assert object_store(where).read(FILES[7][0]) == FILES[7][1]
    assert list(either.partial_widths(Tile(0, 0))) == []
    with pytest.raises(TileMissing, match=r"^tile/0/300: missing$"):
        either.read(Tile(0, 300))


def test_the_same_again_is_taken_and_other_content_is_not(either: ObjectStore, where: str):
    either.write(FILES[:2])
    object_store(where).write(FILES[:2])
    for settled in (None, 512):
        with pytest.raises(TileConflict, match=r"^tile/0/001: a tile with other content"):
            either.write([(Tile(0, 1), bytes(8192))], settled)
    assert either.read(Tile(0, 1)) == FILES[1][1]


def test_what_no_checkpoint_covers_gives_way(either: ObjectStore):
    either.write(FILES[:2])
    either.write([(Tile(0, 1), bytes(8192))], settled=511)
    assert either.read(Tile(0, 1)) == bytes(8192)


def test_a_checkpoint_is_replaced_and_its_headers_are_those_of_the_format(store: ObjectStore, client: Any, where: str):
    assert store.named("checkpoint") is None
    with pytest.raises(LogUnreachable, match="no checkpoint there"):
        store.checkpoint()
    store.publish("checkpoint", b"one")
    store.publish("checkpoint", b"two")
    object_store(where).publish("checkpoint", b"three")
    assert store.checkpoint() == b"three"
    store.write(FILES[:1])
    headers = {}
    for key in ("checkpoint", "tile/0/000"):
        headers[key] = client.head_object(Bucket=BUCKET, Key=where.removeprefix(f"s3://{BUCKET}/") + f"/{key}")
    assert headers["checkpoint"]["ContentType"] == "text/plain; charset=utf-8"
    assert headers["checkpoint"]["CacheControl"] == "no-cache"
    assert headers["tile/0/000"]["ContentType"] == "application/octet-stream"
    assert "immutable" in headers["tile/0/000"]["CacheControl"]


def test_of_two_who_replace_one_checkpoint_the_second_is_refused(store: ObjectStore, where: str):
    store.publish("checkpoint", b"one")
    other = object_store(where)
    other.named("checkpoint")
    store.publish("checkpoint", b"two")
    with pytest.raises(StoreFailed, match="somebody else"):
        other.publish("checkpoint", b"three")
    assert store.checkpoint() == b"two"


def test_partial_forms_of_a_tile_that_filled_go_with_the_next_checkpoint(store: ObjectStore, client: Any, where: str):
    edge = RightEdge()
    for size in (100, 200, 300):
        extension = extend(edge, [b"entry"] * (size - edge.size))
        store.write(extension.files, edge.size)
        edge = extension.edge
        store.publish("checkpoint", b"%d" % size, size)
    assert keys(client, where) == [
        "checkpoint",
        "tile/0/000",
        "tile/0/001.p/44",
        "tile/1/000.p/1",
        "tile/entries/000",
        "tile/entries/001.p/44",
    ]


def test_a_tile_that_is_longer_than_any(store: ObjectStore):
    store.write([(Tile(0, 0), bytes(9000))])
    with pytest.raises(Malformed, match="longer than 8192"):
        store.read(Tile(0, 0))


def test_a_bucket_that_is_not_there(client: Any):
    store = object_store("s3://withhold-elsewhere/log")
    with pytest.raises(LogUnreachable, match=r"s3://withhold-elsewhere/log/checkpoint: .*NoSuchBucket"):
        store.checkpoint()
    with pytest.raises(StoreFailed, match="NoSuchBucket"):
        store.write(FILES[:1])
    with pytest.raises(StoreFailed, match="NoSuchBucket"):
        store.publish("checkpoint", b"one")


def test_a_server_that_is_not_there(client: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    store = object_store("s3://withhold-tests/log")
    with pytest.raises(LogUnreachable, match="no answer"):
        store.read(Tile(0, 0))
    with pytest.raises(StoreFailed, match="cannot be written"):
        store.write(FILES[:1])


@pytest.mark.parametrize("where", ["s3://", "s3://B", "s3://bucket?x", "s3:///prefix", "s3://bucket/a b"])
def test_what_is_no_address(where: str):
    with pytest.raises(Unreadable, match="Write it as s3://BUCKET/PREFIX"):
        log_store(Path(), where)


def test_an_endpoint_that_is_no_url(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "nonsense")
    with pytest.raises(Unreadable, match="The object storage cannot be used"):
        object_store("s3://withhold-tests/log")


def test_a_home_whose_log_is_in_a_bucket(tmp_path: Path, where: str, client: Any, server: dict[str, str]):
    home = tmp_path / "home"
    home.mkdir()
    register_of().write_parquet(home / REGISTER)
    world = Environment(clock=Clock())
    instance = found_home(home, replace(configuration(), log=where), world, tmp_path / "people")
    publish(instance)
    close(instance.alias)
    instance = open_instance(home, world)
    head = publish(instance)
    assert head.size > 0
    assert audit(instance).findings == ()
    assert not (home / "log").exists()
    client.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(EVERYONE_READS))
    public = f"{server['AWS_ENDPOINT_URL']}/{where.removeprefix('s3://')}"
    verified = verify_log(UrlReader(public), LogTrust((log_key(home),)), check_ed25519)
    assert verified.head.checkpoint == head
    close(instance.alias)
    connections.settings.pop(instance.alias, None)
