"""Kills a working instance at random moments, a thousand times, and counts what was lost, which must be nothing.

    python -m bench.kill [--times 1000] [--every 100]

Each child opens the instance, appends events and publishes. It is killed with SIGKILL some milliseconds after it opens.
All that it had acknowledged must be there when the next one opens, and every `--every` kills `fsck` and `audit` must
find nothing. For example, ``--times 50 --every 10`` is a short run. It uses SQLite. Tests do the same on PostgreSQL.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.hammer import both
from support.home import HOME, START, template
from withhold.casework.audit.auditing import audit, fsck
from withhold.casework.opening.instance import Environment, open_instance
from withhold.records.database import close


def kill_one(root: Path, chance: random.Random) -> list[dict[str, Any]]:
    """Return what one child printed before it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        os.close(reading)
        try:
            both(open_instance(root / HOME, Environment(clock=lambda: START)), 30)
        finally:
            os._exit(1)
    os.close(writing)
    time.sleep(chance.uniform(0.05, 1.2))
    os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as pipe:
        lines = pipe.read().split("\n")[:-1]
    _, status = os.waitpid(child, 0)
    if os.WTERMSIG(status) != signal.SIGKILL:
        raise SystemExit(f"the child ended by itself: {lines[-3:]}")
    return [json.loads(line) for line in lines]


def check(root: Path, acknowledged: set[str], published: int) -> int:
    """Check the instance in a child, and return the log's size. This process never opens a database, since it forks."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        instance = open_instance(root / HOME, Environment(clock=lambda: START))
        held = {name.removeprefix("stay/") for name in instance.journal.streams("stay/")}
        audited = audit(instance)
        lost = len(acknowledged - held) + len(fsck(instance).findings) + len(audited.findings)
        os.write(writing, json.dumps([lost, audited.entries]).encode())
        close(instance.alias)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        lost, size = json.loads(pipe.read())
    os.waitpid(child, 0)
    if lost or size < published:
        raise SystemExit(f"{lost} acknowledged events or findings; log of {size}, {published} were published")
    return int(size)


def prepared() -> Path:
    """Return a copy of the little home. It is made in a child for the same reason."""
    root = Path(tempfile.mkdtemp(prefix="withhold-kill-"))
    if os.fork() == 0:
        shutil.copytree(template(), root, dirs_exist_ok=True)
        shutil.rmtree(template(), ignore_errors=True)
        os._exit(0)
    os.wait()
    return root


def main() -> None:
    """Kill children, check the instance, and print the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--every", type=int, default=100)
    chosen = parser.parse_args()
    root, chance = prepared(), random.Random(7)
    acknowledged: set[str] = set()
    published, began = 0, time.monotonic()
    for count in range(1, chosen.times + 1):
        lines = kill_one(root, chance)
        acknowledged |= {line["event"] for line in lines if "event" in line}
        published = max([published, *(line["published"] for line in lines if "published" in line)])
        if count % chosen.every == 0 or count == chosen.times:
            size = check(root, acknowledged, published)
            print(f"{count} kills, {len(acknowledged)} events acknowledged, log of {size} entries: nothing lost")
    print(f"{time.monotonic() - began:.0f} s")
    shutil.rmtree(root, ignore_errors=True)


if __name__ == "__main__":
    main()
