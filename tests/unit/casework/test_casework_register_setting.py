"""The register by its setting: a Parquet file, or a table of a database."""

import dataclasses

import polars as pl
import pytest

from support.home import HOME, LittleHome
from withhold.casework.configuration import FILE
from withhold.casework.instance import Instance
from withhold.casework.opening.instance import Environment, open_instance
from withhold.identity.register import RegisterRecord
from withhold.model.errors import Unreadable
from withhold.records.database import close

COVERS = ("withhold.casework.configuration", "withhold.casework.instance")


def set_register(little: LittleHome, register: str) -> None:
    changed = dataclasses.replace(little.instance.configuration, register=register)
    (little.home / FILE).write_text(changed.dump())


def test_a_table_answers_as_the_file_does(little: LittleHome) -> None:
    rows = pl.read_parquet(little.home / little.instance.configuration.register)
    with little.database() as database:
        database.execute(f"CREATE TABLE taxpayers ({', '.join(rows.columns)})")
        database.executemany(f"INSERT INTO taxpayers VALUES ({', '.join('?' * rows.width)})", rows.rows())
    from_file = {tin: records_of(little.instance, tin) for tin in rows["tin"].unique()}
    set_register(little, "sql:taxpayers")
    instance = open_instance(little.home, Environment(clock=little.clock))
    assert len(from_file) > 3
    assert {tin: records_of(instance, tin) for tin in from_file} == from_file
    close(instance.alias)


def records_of(instance: Instance, tin: str) -> set[RegisterRecord]:
    return {
        dataclasses.replace(record, addresses=tuple(sorted(record.addresses, key=lambda each: str(each.effective))))
        for record in instance.register.records(tin)
    }


def test_a_table_that_is_not_there_is_named(little: LittleHome) -> None:
    set_register(little, "sql:nowhere")
    with pytest.raises(Unreadable, match="nowhere"):
        open_instance(little.root / HOME, Environment(clock=little.clock))
