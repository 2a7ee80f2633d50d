"""Opening a home to look at it: nothing is migrated, published, resumed, made or written.

For what must not change what it looks at, and must run on a read-only copy: an audit, the annual report, receipts.
The register is not opened. Whatever tries to write is refused by `records.writing.write_transaction`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from withhold.casework.configuration import load_configuration
from withhold.casework.desk import Desk
from withhold.casework.opening.founding import proven_demonstration
from withhold.casework.opening.instance import KEYS, Environment, NoRegister, assemble
from withhold.model.errors import Unreadable
from withhold.records.reading import read_only_database, reading


@contextmanager
def read_only_desk(home: Path, world: Environment) -> Iterator[Desk]:
    """The desk of a home, to look at and not to work at.

    Raises Unreadable if it is none or its tables are of an earlier version, TemporarilyUnable if the database does not
    answer, Fault if its keys are not those that the ledger names.
    """
    configuration = load_configuration(home)
    if not (home / KEYS / "data").is_dir():
        raise Unreadable(f"{KEYS}/data", "is not there; a copy of a home needs its keys to be looked at")
    with read_only_database(home, world.database_url) as alias:
        with reading(alias):
            desk = assemble(home, configuration, world, alias, NoRegister(), reading=True)
            desk = replace(desk, demonstration=proven_demonstration(desk))
        yield desk
