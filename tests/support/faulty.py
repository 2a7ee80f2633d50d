"""A process that has everything imported, and forks one child for each thing that is to go wrong.

``python -m support.faulty``: each line on standard input is a task, each line on standard output its result, both JSON.
A child of a fresh process is as good as a process of its own, and thirty times as quick to start.
"""

import json
import os
import sys
import traceback
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from support.founding import around
from support.home import HOME, START
from support.people import INSPECTORS, OFFICIALS
from support.write_shim import Shim, Wrong
from withhold.casework.audit.auditing import audit, fsck
from withhold.casework.instance import Instance
from withhold.casework.intake.filing import file_batch
from withhold.casework.opening.instance import open_instance
from withhold.casework.publication.proving import latest_checkpoint
from withhold.casework.publication.publishing import publish
from withhold.casework.review.identifying import confirm_docketed
from withhold.casework.stays.placing import place_stay
from withhold.law.zips import state_of_zip
from withhold.model.cases.case import State
from withhold.model.errors import WithholdError

BATCH = "batch.csv"


@dataclass(frozen=True, slots=True)
class Task:
    """Work in the home under `root` while the `point`-th write goes wrong; or, at point -1, look at what is left."""

    root: str
    point: int
    wrong: str
    database_url: str = ""


def work(task: Task, tell: Any) -> None:
    """Do something of every kind that writes, and report each promise with `tell` when it is made."""
    shim = Shim(task.point, Wrong(task.wrong))
    shim.install()
    shim.begin()
    root = Path(task.root)
    try:
        instance = open_at(task, hours=1)
        stay = stay_from_console(instance, "Order of a court.")
        tell({"event": f"stay/{stay}"})
        tell({"published": publish(instance).size})
        filed = file_batch(instance, root / BATCH, (root / f"{BATCH}.sig").read_bytes())
        tell({"batch": filed.batch, "cases": filed.cases})
        confirm_docketed(instance, filed.cases)
        tell({"identity": True})
        tell({"published": publish(instance).size})
    except Exception as error:  # noqa: BLE001 - it is reported to the test
        tell({"failed": type(error).__name__, "said": str(error)[:200]})
    tell({"writes": shim.names, "imported": sorted(sys.modules)})


def look(task: Task, tell: Any) -> None:
    """Open what is left, check all of it, and go on working."""
    root = Path(task.root)
    instance = open_at(task, hours=2)
    tell({"fsck": [asdict(each) for each in fsck(instance).findings]})
    tell({"audit": [asdict(each) for each in audit(instance).findings]})
    tell({"size": latest_checkpoint(instance).checkpoint.size})
    tell(
        {
            "streams": instance.journal.streams("stay/")
            + instance.journal.streams("case/")
            + instance.journal.streams("batch/")
        }
    )
    _go_on(instance, root)
    tell(
        {
            "after": [asdict(each) for each in audit(instance).findings],
            "grown": latest_checkpoint(instance).checkpoint.size,
        }
    )


def _go_on(instance: Instance, root: Path) -> None:
    stay_from_console(instance, "Another order.")
    publish(instance)
    _file_again(instance, root)
    publish(instance)


def stay_from_console(instance: Instance, reason: str) -> str:
    """Place a stay as the console does. No authenticator writes anything then, only the program."""
    official = OFFICIALS[2].person
    return place_stay(instance, INSPECTORS[0], "official", official, reason, None, confirm_none=True).stay_id


def _file_again(instance: Instance, root: Path) -> None:
    batch = root / BATCH
    try:
        filed = file_batch(instance, batch, batch.with_name(f"{BATCH}.sig").read_bytes())
    except WithholdError as refusal:
        # Filed before the fault, and told so: then its identities are what may be left to do.
        if "filed before" not in str(refusal):
            raise
        confirm_docketed(instance, instance.cases.in_state(State.DOCKETED))
        return
    confirm_docketed(instance, filed.cases)


def open_at(task: Task, hours: int) -> Instance:
    """Open the instance, with a clock some hours after it was made."""
    instant = START + timedelta(hours=hours)
    home = Path(task.root) / HOME
    return open_instance(home, around(home, task.database_url, clock=lambda: instant))


def in_child(task: Task) -> dict[str, Any]:
    """Run a task in a child. Returns how it ended, and everything that it reported before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _child(task, writing)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = [json.loads(line) for line in pipe]
    _, status = os.waitpid(child, 0)
    return {"signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, "told": told}


def _child(task: Task, writing: int) -> None:
    raw = os.write

    def tell(what: dict[str, Any]) -> None:
        raw(writing, json.dumps(what).encode() + b"\n")

    try:
        (look if task.point < 0 else work)(task, tell)
    except BaseException:  # noqa: BLE001 - whatever it is, the test must see it
        tell({"crash": traceback.format_exc()[-3000:]})
    finally:
        os._exit(0)


def import_all(names: Iterable[str]) -> None:
    """Import what a child had to import for its work, once for all children."""
    for name in names:
        if name not in sys.modules:
            import_module(name)


def main() -> None:
    """Serve tasks until standard input ends."""
    state_of_zip("10001")  # reads its table, once for all children
    for line in sys.stdin:
        answer = in_child(Task(**json.loads(line)))
        for each in answer["told"]:
            import_all(each.pop("imported", ()))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
