"""Runs statements."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from typing import Any, TypeVar

import psycopg
from psycopg.errors import DivisionByZero
from psycopg.rows import tuple_row

from .adapters import RowCursor
from .bound_table import BoundTable, TableBinder
from .errors import (
    ClientError,
    InvalidQueryError,
    is_stale,
    stale_in_transaction,
    translate,
)
from .pool import Connection, ConnectionSource
from .prepared import forget_prepared, is_alone
from .raw import reading_rows
from .statement import Operation, Plan, Statement
from .streams import Stream
from .transaction import OpenTransaction
from .types import IsolationLevel, RawParams, RawQuery
from .unread import commits_at_once, may_write, until_read

R = TypeVar("R")

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


class Session:
    """Runs each statement on a connection of its source."""

    def __init__(self, source: ConnectionSource, binder: TableBinder) -> None:
        self._source = source
        self._binder = binder

    def bind(self, table: str) -> BoundTable[Any]:
        """The table called so, where this session looks for it."""
        return self._binder.bind(table)

    def perform(self, make: Callable[[], Plan[R]], *, atomic: bool = False) -> R:
        """What a plan returns; ``atomic`` has all of its statements kept, or none."""
        if atomic:
            with self.transaction() as session:
                return session.perform(make)
        plan = make()
        try:
            statement = next(plan)
            while True:
                try:
                    result = self.execute(statement)
                except ClientError as error:
                    # The plan may know better what was wrong.
                    statement = plan.throw(error)
                else:
                    statement = plan.send(result)
        except StopIteration as end:
            returned: R = end.value
            return returned
        finally:
            plan.close()

    def execute(self, statement: Statement[R] | Operation[R]) -> R:
        """The result of one statement."""
        if isinstance(statement, Operation):
            return self._perform(partial(_driven, statement.work), is_stale)

        def send(connection: Connection, check: str | None = None) -> R:
            cursor = RowCursor(connection, row_factory=tuple_row)
            sql = statement.sql if check is None else f"{statement.sql}, {check}"
            # As bytes, because the SQL is made here and is no literal.
            prepare = None if statement.prepare else False
            cursor.execute(sql.encode(), statement.params, prepare=prepare)
            rows = cursor.fetchall() if statement.returns_rows else []
            if check is not None:
                rows = [row[:-1] for row in rows]
            return statement.decode(rows, cursor.rowcount)

        def attempt(connection: Connection) -> R:
            if not (statement.may_be_unreadable and commits_at_once(connection)):
                return send(connection)
            if statement.check is not None:
                try:
                    return send(connection, statement.check)
                except DivisionByZero:
                    # The database is not sure of the row: look at it.
                    pass
            with until_read(connection):
                return send(connection)

        def is_outdated(error: psycopg.Error) -> bool:
            return self._binder.proven.is_stale(statement.sql, error)

        result = self._perform(attempt, is_outdated)
        self._binder.proven.add(statement.sql)
        return result

    @contextmanager
    def transaction(
        self, isolation: IsolationLevel | None = None
    ) -> Generator[Session, None, None]:
        """A session whose statements become visible together, or not at all."""
        try:
            with self._source.transaction() as begun:
                if isolation is not None:
                    with begun.connection() as connection:
                        connection.execute(isolation_sql(isolation))
                yield Session(begun, self._binder)
        except psycopg.Error as error:
            raise translate(error) from error

    def in_transaction(self) -> AbstractContextManager[Session]:
        """This session where a transaction is open, else one to read in."""
        if isinstance(self._source, OpenTransaction):
            return nullcontext(self)
        return self.transaction("repeatable read")

    def stream(self, stream: Stream) -> Generator[Any, None, None]:
        """The rows of a stream."""
        return stream.rows(self)

    def query_raw(
        self, query: RawQuery, params: RawParams, into: type[Any] | None = None
    ) -> list[Any]:
        """The rows of the caller's own SQL."""

        def attempt(connection: Connection) -> list[Any]:
            is_kept_if_read = commits_at_once(connection) and may_write(query)
            with connection.transaction() if is_kept_if_read else nullcontext():
                cursor = reading_rows(
                    psycopg.Cursor(connection), into, self._binder.reading
                )
                cursor.execute(query, params)
                return cursor.fetchall() if cursor.description else []

        return self._perform(attempt, is_stale)

    def execute_raw(self, query: RawQuery, params: RawParams) -> int:
        """How many rows the caller's own SQL touched."""

        def attempt(connection: Connection) -> int:
            return psycopg.Cursor(connection).execute(query, params).rowcount

        return self._perform(attempt, is_stale)

    def close(self) -> None:
        """Closes what the source opened."""
        self._source.close()

    def _perform(
        self,
        attempt: Callable[[Connection], R],
        is_outdated: Callable[[psycopg.Error], bool],
    ) -> R:
        """What ``attempt`` returns.

        A statement that is its own transaction is run once more where the connection
        only has to prepare it anew: the failed one has left nothing behind.
        """
        with self._source.connection() as connection:
            try:
                alone = is_alone(connection)
                try:
                    return attempt(connection)
                except psycopg.Error as error:
                    if not is_outdated(error):
                        raise
                    if not alone:
                        raise stale_in_transaction(error) from error
                forget_prepared(connection)
                return attempt(connection)
            except psycopg.Error as error:
                raise translate(error) from error


def _driven(
    work: Callable[[Connection], Generator[Any, Any, R]], connection: Connection
) -> R:
    steps = work(connection)
    value: Any = None
    try:
        while True:
            value = steps.send(value)
    except StopIteration as end:
        returned: R = end.value
        return returned
