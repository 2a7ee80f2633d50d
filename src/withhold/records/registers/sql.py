"""A register in a SQL table or view, read through one of Django's connections."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any, Final

from django.db import Error, connections, transaction

from withhold.identity.register import RegisterRecord
from withhold.model.errors import Code, TemporarilyUnable, Unreadable
from withhold.records.database import is_passing
from withhold.records.registers.bounded import SECONDS
from withhold.records.registers.rows import COLUMNS, exact, records_from

_SETTINGS: Final = (
    "SELECT set_config('transaction_read_only', 'on', true), "
    "set_config('statement_timeout', %s, true), set_config('lock_timeout', %s, true)"
)
"""These settings end with the transaction, so a pooler's next client does not get a connection with them."""

# Django's quoting does not escape a quote inside a name, and a percent sign would be read as a parameter.
_UNQUOTABLE: Final = frozenset('"`[]%\0')


class SqlRegister:
    """Reads a table or view with one row for each address of a record.

    Each question is one SELECT with ``tin = %s``. On opening, SELECTs of no rows check the columns. Give its
    connection an account that may read this table and nothing else. Do not turn on Django's DEBUG, which keeps the
    parameters of queries. The column ``tin`` must contain nine digits as text. If it does not, make a view. For
    example, use ``lpad(tin::text, 9, '0') AS tin`` for a column of numbers on PostgreSQL.
    """

    __slots__ = ("_alias", "_columns", "_limit", "_schema", "_table")

    def __init__(
        self,
        alias: str,
        table: str,
        *,
        columns: Mapping[str, str] | None = None,
        schema: str = "",
        seconds: float = SECONDS,
    ) -> None:
        """Check that the table and its columns can be read.

        ``alias`` is one of ``django.db.connections``. ``columns`` maps a register's column to the table's name for it.
        PostgreSQL ends a question after ``seconds``.

        Raises Unreadable if the mapping has an unknown column, a name cannot be quoted, or a table or column cannot be
        read. Raises TemporarilyUnable if the database does not answer.
        """
        self._alias, self._table, self._schema = alias, table, schema
        self._limit = f"{max(1, int(seconds * 1000))}ms"
        self._columns = {column: column for column in COLUMNS}
        for column, name in (columns or {}).items():
            if column not in self._columns:
                raise Unreadable(Code.COLUMN_UNKNOWN, file=table, column=column)
            self._columns[column] = name
        if not table or any(_UNQUOTABLE & set(name) for name in (table, schema, *self._columns.values())):
            raise Unreadable(Code.REGISTER_NAME_UNQUOTABLE, file="register")
        self._check()

    def records(self, tin: str) -> Sequence[RegisterRecord]:
        """Return every record under exactly ``tin``.

        Raises NotAnExactTin. Raises Unreadable if the table cannot be read, and TemporarilyUnable if the database does
        not answer now.
        """
        try:
            rows = self._select(COLUMNS, f"{self._column('tin')} = %s", [exact(tin)])
        except Error as error:
            self._refuse_passing(error)
            raise Unreadable(Code.REGISTER_UNREADABLE, file=self._table, problem=type(error).__name__) from None
        return records_from(self._table, tin, (dict(zip(COLUMNS, row, strict=True)) for row in rows))

    def _check(self) -> None:
        if self._readable(COLUMNS):
            return
        missing = [column for column in COLUMNS if not self._readable((column,))]
        if len(missing) == 1:
            raise Unreadable(Code.REGISTER_COLUMN_UNREADABLE, file=self._table, column=self._columns[missing[0]])
        raise Unreadable(Code.REGISTER_TABLE_UNREADABLE, file=self._table)

    def _readable(self, columns: Sequence[str]) -> bool:
        # If a transaction is open, a savepoint protects it from a failed probe. If none is open, none is started: it
        # may ask for a writer's lock, which an account that can only read does not get.
        open_already = connections[self._alias].in_atomic_block
        try:
            with transaction.atomic(using=self._alias) if open_already else nullcontext():
                self._select(columns, "1 = 0", [])
        except Error as error:
            self._refuse_passing(error)
            return False
        return True

    def _refuse_passing(self, error: Error) -> None:
        """Raise TemporarilyUnable if the error comes from reaching the database now, not from the table."""
        if is_passing(error):
            raise TemporarilyUnable(
                Code.REGISTER_UNAVAILABLE, problem=type(error.__cause__ or error).__name__
            ) from None

    def _select(self, columns: Sequence[str], condition: str, parameters: list[str]) -> list[tuple[Any, ...]]:
        names = ", ".join(self._column(column) for column in columns)
        source = ".".join(self._quoted(part) for part in (self._schema, self._table) if part)
        # Every identifier is quoted by the database's own rule. The TIN is a parameter.
        statement = f"SELECT {names} FROM {source} r WHERE {condition}"  # noqa: S608
        with self._limited(), connections[self._alias].cursor() as cursor:
            cursor.execute(statement, parameters)
            return list(cursor.fetchall())

    @contextmanager
    def _limited(self) -> Iterator[None]:
        """On PostgreSQL, run the block in a read-only transaction. The server ends it when the caller has given up."""
        connection = connections[self._alias]
        if connection.vendor != "postgresql" or connection.in_atomic_block:
            yield
            return
        with transaction.atomic(using=self._alias):
            with connection.cursor() as cursor:
                cursor.execute(_SETTINGS, [self._limit, self._limit])
            yield

    def _column(self, column: str) -> str:
        # Qualified with the table: SQLite reads a quoted name that is not a column as a string otherwise.
        return f"r.{self._quoted(self._columns[column])}"

    def _quoted(self, name: str) -> str:
        return connections[self._alias].ops.quote_name(name)
