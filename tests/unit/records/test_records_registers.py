"""Both register adapters, over the same rows: they must answer alike."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from django.db import connections, transaction

from support.codes import raises
from withhold.identity.corroborate import IdentityPolicy, claim_of, corroborate
from withhold.identity.register import Register, most_recent_address
from withhold.model.errors import Code, TemporarilyUnable, Unreadable
from withhold.model.vocabulary import IdentityOutcome
from withhold.records.database import database_at
from withhold.records.registers import ParquetRegister, SqlRegister
from withhold.records.registers.rows import COLUMNS, NotAnExactTin, records_from

COVERS = ("withhold.records.registers",)

TODAY = date(2026, 3, 1)
Row = dict[str, object]


def row(**changes: object) -> Row:
    base: Row = {
        "tin": "123456789",
        "record_id": "R-1",
        "first_name": "José",
        "middle_name": "A",
        "last_name": "García López",
        "suffix": None,
        "date_of_birth": "1980-04-05",
        "protected": False,
        "address_line1": "123 N Main St",
        "address_line2": None,
        "city": "Springfield",
        "state": "IL",
        "zip": "62704",
        "effective": "2018-01-01",
    }
    return base | changes


ROWS = [
    row(),
    row(address_line1="PO Box 12", zip="61602", effective="2024-05-06"),
    row(tin="234567890", record_id="R-2", protected=True),
    row(tin="345678901", record_id="R-3"),
    row(tin="345678901", record_id="R-4", first_name="Ana"),
    row(tin="", record_id="R-5"),
    row(tin="456789012", record_id="R-6", protected=None),
    row(tin="567890123", record_id="R-7", date_of_birth="unknown", effective=None),
]


def parquet(folder: Path, rows: list[Row]) -> Register:
    types = {column: pl.Boolean if column == "protected" else pl.String for column in COLUMNS}
    pl.DataFrame(rows, schema=types).write_parquet(folder / "register.parquet")
    return ParquetRegister(folder / "register.parquet")


@pytest.fixture
def alias(tmp_path: Path) -> Iterator[str]:
    alias = database_at(tmp_path)
    yield alias
    connections[alias].close()


def fill(alias: str, rows: list[Row], table: str = "register", **names: str) -> None:
    columns = [f'"{names.get(column, column)}"' for column in COLUMNS]
    marks = ", ".join(["%s"] * len(columns))
    with connections[alias].cursor() as cursor:
        cursor.execute(f'CREATE TABLE "{table}" ({", ".join(columns)})')
        cursor.executemany(f'INSERT INTO "{table}" VALUES ({marks})', [list(row.values()) for row in rows])


def sql(alias: str, rows: list[Row]) -> Register:
    fill(alias, rows)
    return SqlRegister(alias, "register")


@pytest.fixture(params=["parquet", "sql"])
def holding(request: pytest.FixtureRequest, tmp_path: Path, alias: str) -> Callable[[list[Row]], Register]:
    if request.param == "parquet":
        return lambda rows: parquet(tmp_path, rows)
    return lambda rows: sql(alias, rows)


Holding = Callable[[list[Row]], Register]


def test_one_record_with_its_addresses(holding: Holding) -> None:
    (record,) = holding(ROWS).records("123456789")
    assert (record.tin, record.record_id, record.protected) == ("123456789", "R-1", False)
    assert (record.name.first, record.name.last, record.name.suffix) == ("JOSE", "GARCIA LOPEZ", "")
    assert record.date_of_birth == date(1980, 4, 5)
    assert [address.line1 for address in record.addresses] == ["123 N Main St", "PO Box 12"]
    assert most_recent_address(record, today=TODAY).zip == "61602"


def test_two_people_under_one_tin_are_two_records(holding: Holding) -> None:
    assert [record.record_id for record in holding(ROWS).records("345678901")] == ["R-3", "R-4"]


def test_nobody(holding: Holding) -> None:
    assert holding(ROWS).records("987501234") == ()


@pytest.mark.parametrize("tin", ["", "123-45-6789", "12345678", "%", "123456789' OR '1'='1", "000456789"])
def test_a_question_that_is_not_one_exact_tin_is_not_answered(holding: Holding, tin: str) -> None:
    with pytest.raises(NotAnExactTin):
        holding(ROWS).records(tin)


@pytest.mark.parametrize("tin", ["234567890", "456789012"])
def test_anything_but_a_plain_no_protects(holding: Holding, tin: str) -> None:
    (record,) = holding(ROWS).records(tin)
    assert record.protected is True


def test_dates_that_cannot_be_read_lead_to_abstaining(holding: Holding) -> None:
    (record,) = holding(ROWS).records("567890123")
    assert record.date_of_birth is None
    assert record.addresses[0].effective is None


def test_a_confirmation_over_a_real_adapter(holding: Holding) -> None:
    given = {column: str(value or "") for column, value in row(last_name="GARCIA-LOPEZ").items()}
    claim = claim_of(given)
    records = holding(ROWS).records(claim.tin)
    found = corroborate(claim, records, IdentityPolicy(), today=TODAY)
    assert found.outcome is IdentityOutcome.CONFIRMED


@pytest.mark.parametrize("column", ["first_name", "date_of_birth", "protected", "last_name"])
def test_rows_of_one_record_that_disagree_are_a_fault(holding: Holding, column: str) -> None:
    other = row(**{column: True if column == "protected" else "Secret"})
    with pytest.raises(Unreadable, match=f"column {column}: The rows of one record disagree") as caught:
        holding([row(), other]).records("123456789")
    assert "Secret" not in str(caught.value)


@pytest.mark.parametrize("record_id", [None, ""])
def test_a_row_of_no_record_is_a_fault(holding: Holding, record_id: str | None) -> None:
    with pytest.raises(Unreadable, match="record_id"):
        holding([row(record_id=record_id)]).records("123456789")


# Rows as a database driver may hand them over.


def test_native_dates_and_numbers_are_read() -> None:
    native = row(
        record_id=7, protected=0, date_of_birth=date(1980, 4, 5), effective=datetime(2018, 1, 1, 9, tzinfo=UTC)
    )
    (record,) = records_from("register", "123456789", [native])
    assert (record.record_id, record.protected, record.date_of_birth) == ("7", False, date(1980, 4, 5))
    assert record.addresses[0].effective == date(2018, 1, 1)


def test_a_value_that_is_not_text_is_a_fault() -> None:
    with pytest.raises(Unreadable, match="column zip: A value is not text"):
        records_from("register", "123456789", [row(zip=62704)])


def test_an_answer_with_another_tin_is_a_fault() -> None:
    with pytest.raises(Unreadable, match="another TIN") as caught:
        records_from("register", "234567890", [row()])
    assert "123456789" not in str(caught.value)


# Opening a Parquet file.


def test_a_missing_file_a_folder_and_other_bytes_are_not_registers(tmp_path: Path) -> None:
    other = tmp_path / "other.parquet"
    other.write_bytes(b"PAR1 but not really PAR1")
    truncated = tmp_path / "truncated.parquet"
    parquet(tmp_path, ROWS)
    truncated.write_bytes((tmp_path / "register.parquet").read_bytes()[:-40])
    empty = tmp_path / "empty.parquet"
    empty.write_bytes(b"")
    for path in (tmp_path / "missing.parquet", tmp_path, other, truncated, empty):
        with pytest.raises(Unreadable, match=path.name) as caught:
            ParquetRegister(path)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda frame: frame.drop("suffix"), "column suffix: The column is missing. Add it."),
        (lambda frame: frame.with_columns(income=1), "column income: The column is unknown. Remove it."),
        (
            lambda frame: frame.with_columns(pl.col("zip").str.to_integer()),
            "column zip: The column is not of type String",
        ),
        (
            lambda frame: frame.with_columns(protected=pl.lit("no")),
            "column protected: The column is not of type Boolean",
        ),
    ],
)
def test_columns_are_strict(tmp_path: Path, change: Callable[[pl.DataFrame], pl.DataFrame], reason: str) -> None:
    parquet(tmp_path, ROWS)
    path = tmp_path / "changed.parquet"
    change(pl.read_parquet(tmp_path / "register.parquet")).write_parquet(path)
    with pytest.raises(Unreadable, match=reason):
        ParquetRegister(path)


def test_a_file_name_is_never_a_pattern(tmp_path: Path) -> None:
    parquet(tmp_path, ROWS)
    with pytest.raises(Unreadable):
        ParquetRegister(tmp_path / "*.parquet")
    (tmp_path / "register.parquet").rename(tmp_path / "reg[i]ster.parquet")
    assert len(ParquetRegister(tmp_path / "reg[i]ster.parquet").records("345678901")) == 2


def test_a_file_that_vanishes_is_not_an_empty_answer(tmp_path: Path) -> None:
    register = parquet(tmp_path, ROWS)
    (tmp_path / "register.parquet").unlink()
    with raises(TemporarilyUnable, Code.REGISTER_MISSING):
        register.records("123456789")


# Opening a table.


def test_columns_of_other_names(alias: str) -> None:
    fill(alias, ROWS, "Tax Payer", tin="TIN No", last_name="order")
    register = SqlRegister(alias, "Tax Payer", schema="main", columns={"tin": "TIN No", "last_name": "order"})
    assert len(register.records("345678901")) == 2


def test_a_mapping_of_an_unknown_column(alias: str) -> None:
    with pytest.raises(Unreadable, match="column income"):
        SqlRegister(alias, "register", columns={"income": "income"})


def test_a_missing_column_is_named(alias: str) -> None:
    # SQLite would read "no_such" as a string, were it not qualified: every lookup would then find nobody.
    fill(alias, ROWS)
    with pytest.raises(Unreadable, match="register, column no_such: The column cannot be read"):
        SqlRegister(alias, "register", columns={"tin": "no_such"})


def test_a_missing_table(alias: str) -> None:
    with pytest.raises(Unreadable, match="The table, or several of its columns"):
        SqlRegister(alias, "nowhere")


@pytest.mark.parametrize("name", ["", 'register" --', '"register"', "re%sgister", "re`gister", "[register]", "a\0b"])
def test_names_that_cannot_be_quoted(alias: str, name: str) -> None:
    fill(alias, ROWS)
    with pytest.raises(Unreadable, match="cannot be quoted"):
        SqlRegister(alias, name)


def test_a_table_that_vanishes_is_not_an_empty_answer(alias: str) -> None:
    register = sql(alias, ROWS)
    with connections[alias].cursor() as cursor:
        cursor.execute("DROP TABLE register")
    with pytest.raises(Unreadable, match="cannot be read") as caught:
        register.records("123456789")
    assert "123456789" not in str(caught.value)


def test_nothing_but_reading_reaches_the_database(alias: str) -> None:
    fill(alias, ROWS)
    statements: list[str] = []

    def noting(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connections[alias].execute_wrapper(noting):
        SqlRegister(alias, "register").records("123456789")
    assert len(statements) == 2
    assert all(sql.startswith("SELECT ") and "123456789" not in sql for sql in statements)


def test_opening_within_a_transaction_leaves_it_whole(alias: str) -> None:
    fill(alias, ROWS)
    with transaction.atomic(using=alias):
        with pytest.raises(Unreadable):
            SqlRegister(alias, "nowhere")
        assert len(SqlRegister(alias, "register").records("345678901")) == 2


def test_a_database_that_can_only_be_read_is_enough(alias: str) -> None:
    fill(alias, ROWS)
    connections[alias].close()
    with connections[alias].cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    assert len(SqlRegister(alias, "register").records("345678901")) == 2
