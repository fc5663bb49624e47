"""Runs statements."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg.rows import dict_row, tuple_row

from .bound_table import BoundTable
from .errors import InvalidQueryError, translate
from .pool import BorrowedConnection, ConnectionSource
from .statement import Statement
from .table import Table
from .types import IsolationLevel, RawParams, RawQuery

R = TypeVar("R")
Row = TypeVar("Row")


_ISOLATION_LEVELS: dict[str, bytes] = {
    "read committed": b"SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
    "repeatable read": b"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ",
    "serializable": b"SET TRANSACTION ISOLATION LEVEL SERIALIZABLE",
}


def isolation_sql(isolation: IsolationLevel) -> bytes:
    """The first statement of a transaction with this isolation level."""
    sql = _ISOLATION_LEVELS.get(isolation)
    if sql is None:
        raise InvalidQueryError(
            f"There is no isolation level {isolation!r}. "
            f"Allowed: {', '.join(_ISOLATION_LEVELS)}."
        )
    return sql


class TableBinder:
    """Binds every table once, for a client and all of its transactions."""

    def __init__(self, schema: str | None) -> None:
        self.schema = schema
        self._bound: dict[str, BoundTable[Any]] = {}

    def bind(self, table: Table[Row]) -> BoundTable[Row]:
        bound = self._bound.get(table.name)
        if bound is None:
            bound = self._bound[table.name] = BoundTable(table, self.schema)
        return bound


class Session:
    """Runs each statement on a connection of its source."""

    def __init__(self, source: ConnectionSource, binder: TableBinder) -> None:
        self._source = source
        self._binder = binder

    def bind(self, table: Table[Row]) -> BoundTable[Row]:
        """The table where this session looks for it."""
        return self._binder.bind(table)

    def run(self, statement: Statement[R]) -> R:
        """The result of one statement."""
        with self._source.connection() as connection:
            try:
                cursor = psycopg.RawCursor(connection, row_factory=tuple_row)
                # As bytes, because the SQL is made here and is no literal.
                cursor.execute(statement.sql.encode(), statement.params)
                rows = cursor.fetchall() if cursor.description else []
            except psycopg.Error as error:
                raise translate(error) from error
            return statement.decode(rows, cursor.rowcount)

    @contextmanager
    def transaction(
        self, isolation: IsolationLevel | None = None
    ) -> Generator[Session, None, None]:
        """A session whose statements become visible together, or not at all."""
        with self._source.connection() as connection:
            try:
                with connection.transaction():
                    if isolation is not None:
                        connection.execute(isolation_sql(isolation))
                    yield Session(BorrowedConnection(connection), self._binder)
            except psycopg.Error as error:
                raise translate(error) from error

    def query_raw(self, query: RawQuery, params: RawParams) -> list[dict[str, Any]]:
        """The rows of the caller's own SQL."""
        with self._source.connection() as connection:
            try:
                cursor = psycopg.Cursor(connection, row_factory=dict_row)
                return cursor.execute(query, params).fetchall()
            except psycopg.Error as error:
                raise translate(error) from error

    def execute_raw(self, query: RawQuery, params: RawParams) -> int:
        """How many rows the caller's own SQL touched."""
        with self._source.connection() as connection:
            try:
                return psycopg.Cursor(connection).execute(query, params).rowcount
            except psycopg.Error as error:
                raise translate(error) from error

    def close(self) -> None:
        """Closes what the source opened."""
        self._source.close()
