"""Measures appending: a peer in memory, our tree alone, our directory, and an instance with its records."""

import time
from collections.abc import Callable
from hashlib import sha256
from itertools import count
from pathlib import Path

from bench.ledger_logs import hashing, keyed_hashing, leaves, median, note, scratch
from pymerkle import InmemoryTree

from support.home import LittleHome, little_home
from support.people import AGENCY, STEWARD
from withhold.casework.publication.publishing import publish
from withhold.ledger.leaf import Leaf
from withhold.model.identifiers import BatchDigest
from withhold.model.kinds import Kind
from withhold.model.occurrences import AccreditationRevoked, BatchReceived
from withhold.records.writing import write_transaction
from withhold.sealing.files import replace
from withhold.tlog.stores.directory_store import DirectoryStore
from withhold.tlog.stores.storing import CHECKPOINT
from withhold.tlog.tree.building import Builder, RightEdge

BATCHES = {1: 60, 100: 40, 1_000: 40, 10_000: 10, 100_000: 5}
"""Entries a batch, and how often each is measured."""
GOALS = {("directory", 1_000): 100_000, ("sequencer", 1_000): 100_000, ("tree", 100_000): 300_000}
_MOST_EVENTS = 1_000
DAY = 20_000
HAPPENED = AccreditationRevoked("NOBODY", "bench")
Step = Callable[[], None]


def compare(where: Path | None, *, quick: bool) -> None:
    """Prints entries a second for each way and batch size."""
    print("\nappend: entries/s by entries a batch (median; one batch is one publication, durable when it returns)")
    for name, why in MEASURES.items():
        print(f"  {name:<10} {why}")
    for batch, times in BATCHES.items():
        if quick and batch > 1_000:
            continue
        print(f"  {batch:>7,} a batch:")
        for name, measure in _MEASURE.items():
            if name == "events" and batch > _MOST_EVENTS:
                continue
            with scratch(where) as place:
                rate = batch / measure(place, batch, 5 if quick else times)
            goal = GOALS.get((name, batch))
            met = "" if goal is None else f"   goal {goal:,}: {'met' if rate >= goal else 'MISSED'}"
            print(f"    {name:<10} {rate:>12,.0f}{met}", flush=True)


MEASURES = {
    "floor": "hashlib: a leaf and a node SHA-256 for each",
    "with HMACs": "the same, and the two HMACs that making a leaf takes",
    "pymerkle": "peer: an RFC 9162 tree in memory, nothing durable",
    "tree": "our leaf and tree work: tiles and bundles in memory",
    "directory": "the same, durable in a directory, checkpoint signed and published",
    "sequencer": "rows through a home: leaves file, database, summary, tiles, checkpoint",
    "events": "single events through a home: payload, encryption, database row; then as above",
}


def _floor(_: Path, batch: int, times: int) -> float:
    entries = leaves(batch)
    return median(lambda: hashing(entries), times)


def _with_hmacs(_: Path, batch: int, times: int) -> float:
    entries = leaves(batch)
    return median(lambda: hashing(entries) + keyed_hashing(batch), times)


def _pymerkle(_: Path, batch: int, times: int) -> float:
    tree, entries = InmemoryTree(algorithm="sha256"), leaves(batch)

    def run() -> float:
        began = time.perf_counter()
        for entry in entries:
            tree.append_entry(entry)
        tree.get_state()
        return time.perf_counter() - began

    return median(run, min(times, 5))


def _tree(_: Path, batch: int, times: int) -> float:
    entries, builder = leaves(batch), Builder(RightEdge())

    def run() -> float:
        began = time.perf_counter()
        for _ in builder.add(entries):
            pass
        assert builder.edge.root
        return time.perf_counter() - began

    return median(run, times)


def _directory(place: Path, batch: int, times: int) -> float:
    store, entries = DirectoryStore(place / "log"), leaves(batch)
    edge = RightEdge()

    def run() -> float:
        nonlocal edge
        began = time.perf_counter()
        builder = Builder(edge)
        standing = {tile for tile, _ in edge.files()}
        full = list(builder.add(entries))
        store.write((*full, *(file for file in builder.edge.files() if file[0] not in standing)), edge.size)
        edge = builder.edge
        store.publish(CHECKPOINT, note(edge), edge.size)
        return time.perf_counter() - began

    return median(run, times)


def _sequencer(place: Path, batch: int, times: int) -> float:
    def rows(home: LittleHome, number: int) -> Step:
        path = f"evidence/bench-{number}.leaves"
        content = b"".join(Leaf(Kind.ROW_RETURNED, DAY, each[:32], each[32:64]).encode() for each in leaves(batch))
        recorder, at, name = home.instance.recorder, home.instance.now(), BatchDigest(f"{number:064}")

        def step() -> None:
            replace(home.home / path, content)
            digest = sha256(content).hexdigest()
            received = BatchReceived(AGENCY, STEWARD.person, name, "", "", "", digest, batch, batch, 0, 0)
            with write_transaction(home.instance.alias):
                recorder.record(recorder.tail(f"batch/{name}"), [received], STEWARD, at)
                home.instance.journal.append_block(name, path, batch, digest)

        return step

    return _through_a_home(place, rows, times)


def _events(place: Path, batch: int, times: int) -> float:
    def events(home: LittleHome, number: int) -> Step:
        recorder, at = home.instance.recorder, home.instance.now()

        def step() -> None:
            with write_transaction(home.instance.alias):
                recorder.record(recorder.tail(f"bench/{number}"), [HAPPENED] * batch, STEWARD, at)

        return step

    return _through_a_home(place, events, min(times, 5))


def _through_a_home(place: Path, prepare: Callable[[LittleHome, int], Step], times: int) -> float:
    """Append what was prepared, and publish."""
    with little_home(place) as home:
        numbers = count(1)

        def run() -> float:
            step = prepare(home, next(numbers))
            began = time.perf_counter()
            step()
            publish(home.instance)
            return time.perf_counter() - began

        return median(run, times)


_MEASURE = {
    "floor": _floor,
    "with HMACs": _with_hmacs,
    "pymerkle": _pymerkle,
    "tree": _tree,
    "directory": _directory,
    "sequencer": _sequencer,
    "events": _events,
}
