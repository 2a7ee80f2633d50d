"""Changes that a person with the database, or also with the instance's keys, could make to a stored event."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import rfc8785

from support.home import LittleHome
from withhold.events.codec import SALT_SIZE, digest_of_content
from withhold.events.recorder import content_label_of
from withhold.ledger.leaf import Leaf, commit
from withhold.records.database import SQLITE, close
from withhold.records.log.journal import Stored


def stored_of(little: LittleHome, stream: str, kind: int) -> Stored:
    """The first event of that kind in a stream."""
    return next(each for each in little.instance.journal.stream(stream) if each.kind == kind)


def rewrite(little: LittleHome, stored: Stored, change: Callable[[dict[str, Any]], None]) -> Stored:
    """Return the event with its payload changed and encrypted again with the instance's keys, and the same leaf."""
    payload = json.loads(little.instance.recorder.payload_bytes(stored))
    change(payload)
    context = f"payload {stored.stream}#{stored.version}".encode()
    label = f"events-{stored.recorded_at:%Y-%m}"
    return replace(stored, payload=little.instance.at_rest.seal(rfc8785.dumps(payload), context, label=label))


def rewrite_content(little: LittleHome, stored: Stored, change: Callable[[dict[str, Any]], None]) -> Stored:
    """Return the event with its content changed, encrypted again, and named by its payload, and the same leaf."""
    context = f"content {stored.stream}#{stored.version}".encode()
    assert stored.content is not None
    before = little.instance.at_rest.open(stored.content, context)
    content = json.loads(before[SALT_SIZE:])
    change(content)
    after = before[:SALT_SIZE] + rfc8785.dumps(content)
    label = content_label_of(stored.stream, stored.recorded_at)

    def name(payload: dict[str, Any]) -> None:
        payload["event"]["content"] = digest_of_content(after)

    sealed = little.instance.at_rest.seal(after, context, label=label)
    return rewrite(little, replace(stored, content=sealed), name)


def with_new_leaf(little: LittleHome, stored: Stored) -> Stored:
    """The event with a leaf that commits to the payload as it is now: consistent in itself, and nowhere published."""
    leaf = Leaf.parse(stored.leaf)
    payload = little.instance.recorder.payload_bytes(stored)
    committed = commit(little.instance.recorder.opening(stored), leaf.kind, payload)
    return replace(stored, leaf=replace(leaf, commitment=committed).encode())


def put(little: LittleHome, stored: Stored) -> None:
    """Put the event's columns in place of those in the table, past every trigger."""
    little.alter(
        "UPDATE records_event SET stream=?, version=?, kind=?, recorded_at=?, actor=?, role=?, payload=?, content=?, "
        "opening=?, leaf=?, tag=? WHERE id=?",
        stored.stream,
        stored.version,
        stored.kind,
        stored.recorded_at.replace(tzinfo=None).isoformat(" "),
        stored.actor,
        stored.role,
        stored.payload,
        stored.content,
        *map(sqlite3.Binary, (stored.opening, stored.leaf, stored.tag)),
        stored.event_id,
    )


@contextmanager
def put_back(little: LittleHome) -> Iterator[None]:
    """Put the records back after the block as they were before it."""
    close(little.instance.alias)
    file = little.home / SQLITE
    before = file.read_bytes()
    try:
        yield
    finally:
        close(little.instance.alias)
        assert not Path(f"{file}-wal").exists()  # a log left there would be applied to what is put back
        file.write_bytes(before)


def flipped(content: bytes, place: int = -1) -> bytes:
    """The content with one bit of one byte changed."""
    changed = bytearray(content)
    changed[place] ^= 1
    return bytes(changed)
