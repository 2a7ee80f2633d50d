"""One of the many that work on a home at once: ``python -m support.hammer ROLE ROOT SECONDS``.

Appenders append events and print each as it is acknowledged. The sequencer publishes. Readers prove inclusion and
consistency against every checkpoint that they saw. Each prints one line of JSON for each thing done.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from support.founding import around
from support.home import HOME
from support.people import INSPECTORS, OFFICIALS
from support.stays import stay_on
from withhold.casework.instance import Instance
from withhold.casework.opening.instance import open_instance
from withhold.casework.publication.publishing import publish
from withhold.sealing.keys import check_ed25519
from withhold.tlog.notes.checkpoint import VerifiedCheckpoint, verify_checkpoint
from withhold.tlog.notes.proven import prove
from withhold.tlog.stores.directory import DirectoryReader
from withhold.tlog.stores.proofs import consistency_proof, inclusion_path
from withhold.tlog.stores.reading import fetch_entries
from withhold.tlog.tree.consistency import verify_consistency
from withhold.tlog.tree.tiles import WIDTH, tile_at


def say(**what: Any) -> None:
    """Print one line at once. What is printed is a promise that the test checks."""
    os.write(1, json.dumps(what).encode() + b"\n")


LEAST = 10
"""How often each goes round at the least, however slow the machine is."""


def until(seconds: float) -> Iterator[int]:
    """Counts, until the time is up and the least is done."""
    deadline, count = time.monotonic() + seconds, 0
    while count < LEAST or time.monotonic() < deadline:
        yield count
        count += 1


def appender(instance: Instance, seconds: float) -> None:
    """Append, and print it when it is durable."""
    for _ in until(seconds):
        say(event=stay_on(instance, INSPECTORS[0], "official", OFFICIALS[2].person))


def sequencer(instance: Instance, seconds: float) -> None:
    """Publish, and print the size of the log."""
    for _ in until(seconds):
        say(published=publish(instance).size)
        time.sleep(0.02)


def both(instance: Instance, seconds: float) -> None:
    """Append, and publish every few: what is killed at random."""
    for count in until(seconds):
        say(event=stay_on(instance, INSPECTORS[0], "official", OFFICIALS[2].person))
        if count % 3 == 2:
            say(published=publish(instance).size)


def reader(instance: Instance, seconds: float) -> None:
    """Verify against every checkpoint seen, as an outsider would: from the files alone."""
    log = DirectoryReader(instance.home / "log")
    seen: list[VerifiedCheckpoint] = []
    chance = random.Random(os.getpid())
    for _ in until(seconds):
        head = verify_checkpoint(log.checkpoint(), instance.trust, check_ed25519)
        if not seen or head.checkpoint.size != seen[-1].checkpoint.size:
            seen.append(head)
        _verify_one(log, chance.choice(seen), chance)
        _verify_two(log, chance.choice(seen), head)
        say(verified=head.checkpoint.size)


def _verify_one(log: DirectoryReader, head: VerifiedCheckpoint, chance: random.Random) -> None:
    size = head.checkpoint.size
    index = chance.randrange(size)
    entry = fetch_entries(log, tile_at(None, index // WIDTH, size))[index % WIDTH]
    prove(entry, index, inclusion_path(log, index, size), head)


def _verify_two(log: DirectoryReader, old: VerifiedCheckpoint, new: VerifiedCheckpoint) -> None:
    first, second = old.checkpoint, new.checkpoint
    proof = consistency_proof(log, first.size, second.size)
    verify_consistency(first.size, first.root, second.size, second.root, proof)


ROLES: dict[str, Callable[[Instance, float], None]] = {
    "appender": appender,
    "sequencer": sequencer,
    "reader": reader,
    "both": both,
}


def main(role: str, root: str, seconds: str) -> None:
    """Open the instance, print that it is open, and work."""
    home = Path(root) / HOME
    instance = open_instance(home, around(home, os.environ.get("DATABASE_URL", "")))
    say(open=True)
    with suppress(BrokenPipeError):
        ROLES[role](instance, float(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
