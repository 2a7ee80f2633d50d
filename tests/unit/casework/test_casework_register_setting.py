"""The register by its setting: a Parquet file, or a table of a database."""

import dataclasses

import polars as pl
import pytest

from support.home import HOME, LittleHome
from withhold.casework.configuration import FILE
from withhold.casework.desk import Desk
from withhold.casework.opening.instance import Environment, open_desk
from withhold.identity.register import RegisterRecord
from withhold.model.errors import Unreadable
from withhold.records.database import close

COVERS = ("withhold.casework.configuration", "withhold.casework.desk")


def set_register(little: LittleHome, register: str) -> None:
    changed = dataclasses.replace(little.desk.configuration, register=register)
    (little.home / FILE).write_text(changed.dump())


def test_a_table_answers_as_the_file_does(little: LittleHome) -> None:
    rows = pl.read_parquet(little.home / little.desk.configuration.register)
    with little.database() as database:
        database.execute(f"CREATE TABLE taxpayers ({', '.join(rows.columns)})")
        database.executemany(f"INSERT INTO taxpayers VALUES ({', '.join('?' * rows.width)})", rows.rows())
    from_file = {tin: records_of(little.desk, tin) for tin in rows["tin"].unique()}
    set_register(little, "sql:taxpayers")
    desk = open_desk(little.home, Environment(clock=little.clock))
    assert len(from_file) > 3
    assert {tin: records_of(desk, tin) for tin in from_file} == from_file
    close(desk.alias)


def records_of(desk: Desk, tin: str) -> set[RegisterRecord]:
    return {
        dataclasses.replace(record, addresses=tuple(sorted(record.addresses, key=lambda each: str(each.effective))))
        for record in desk.register.records(tin)
    }


def test_a_table_that_is_not_there_is_named(little: LittleHome) -> None:
    set_register(little, "sql:nowhere")
    with pytest.raises(Unreadable, match="nowhere"):
        open_desk(little.root / HOME, Environment(clock=little.clock))
