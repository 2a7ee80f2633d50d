"""Opens an instance for reading only. Nothing is migrated, published, resumed, made or written.

Commands use it that must not change what they read and must run on a read-only copy, for example the audit, the annual
report and receipts. The register is not opened. `records.writing.write_transaction` refuses any attempt to write.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from withhold.casework.configuration import load_configuration
from withhold.casework.instance import Instance
from withhold.casework.opening.founding import proven_founding
from withhold.casework.opening.instance import KEYS, Environment, NoRegister, assemble
from withhold.model.errors import Code, Unreadable
from withhold.records.reading import read_only_database, reading


@contextmanager
def read_only_instance(home: Path, world: Environment) -> Iterator[Instance]:
    """Yield the application context of an instance, for reading only.

    Raises Unreadable if there is no instance or its tables are of an earlier version, TemporarilyUnable if the database
    does not answer, Fault if its keys are not those that the ledger names.
    """
    configuration = load_configuration(home)
    if not (home / KEYS / "data").is_dir():
        raise Unreadable(Code.INSTANCE_KEYS_MISSING, file=f"{KEYS}/data")
    with read_only_database(home, world.database_url) as alias:
        with reading(alias):
            instance = assemble(home, configuration, world, alias, NoRegister(), reading=True)
            instance = replace(instance, founding=proven_founding(instance, world.pin))
        yield instance
