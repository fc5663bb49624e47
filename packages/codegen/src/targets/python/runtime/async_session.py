"""Runs statements of an async client."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from functools import partial
from typing import Any, TypeVar

import psycopg
from psycopg.errors import DivisionByZero
from psycopg.rows import tuple_row

from .adapters import AsyncRowCursor
from .async_pool import AsyncConnection, AsyncConnectionSource
from .async_transaction import OpenAsyncTransaction
from .bound_table import BoundTable, TableBinder
from .errors import ClientError, is_stale, stale_in_transaction, translate
from .prepared import forget_prepared_async, is_alone
from .raw import reading_rows
from .session import isolation_sql
from .statement import Operation, Plan, Statement
from .streams import Stream
from .types import IsolationLevel, RawParams, RawQuery
from .unread import commits_at_once, may_write, until_read_async

R = TypeVar("R")


class AsyncSession:
    """Runs each statement on a connection of its source."""

    def __init__(self, source: AsyncConnectionSource, binder: TableBinder) -> None:
        self._source = source
        self._binder = binder

    def bind(self, table: str) -> BoundTable[Any]:
        """The table called so, where this session looks for it."""
        return self._binder.bind(table)

    async def perform(self, make: Callable[[], Plan[R]], *, atomic: bool = False) -> R:
        """What a plan returns; ``atomic`` has all of its statements kept, or none."""
        if atomic:
            async with self.transaction() as session:
                return await session.perform(make)
        plan = make()
        try:
            statement = next(plan)
            while True:
                try:
                    result = await self.execute(statement)
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

    async def execute(self, statement: Statement[R] | Operation[R]) -> R:
        """The result of one statement."""
        if isinstance(statement, Operation):
            return await self._perform(partial(_driven, statement.work), is_stale)

        async def send(connection: AsyncConnection, check: str | None = None) -> R:
            cursor = AsyncRowCursor(connection, row_factory=tuple_row)
            sql = statement.sql if check is None else f"{statement.sql}, {check}"
            # As bytes, because the SQL is made here and is no literal.
            prepare = None if statement.prepare else False
            await cursor.execute(sql.encode(), statement.params, prepare=prepare)
            rows = await cursor.fetchall() if statement.returns_rows else []
            if check is not None:
                rows = [row[:-1] for row in rows]
            return statement.decode(rows, cursor.rowcount)

        async def attempt(connection: AsyncConnection) -> R:
            if not (statement.may_be_unreadable and commits_at_once(connection)):
                return await send(connection)
            if statement.check is not None:
                try:
                    return await send(connection, statement.check)
                except DivisionByZero:
                    # The database is not sure of the row: look at it.
                    pass
            async with until_read_async(connection):
                return await send(connection)

        def is_outdated(error: psycopg.Error) -> bool:
            return self._binder.proven.is_stale(statement.sql, error)

        result = await self._perform(attempt, is_outdated)
        self._binder.proven.add(statement.sql)
        return result

    @asynccontextmanager
    async def transaction(
        self, isolation: IsolationLevel | None = None
    ) -> AsyncGenerator[AsyncSession, None]:
        """A session whose statements become visible together, or not at all."""
        try:
            async with self._source.transaction() as begun:
                if isolation is not None:
                    async with begun.connection() as connection:
                        await connection.execute(isolation_sql(isolation))
                yield AsyncSession(begun, self._binder)
        except psycopg.Error as error:
            raise translate(error) from error

    def in_transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        """This session where a transaction is open, else one to read in."""
        if isinstance(self._source, OpenAsyncTransaction):
            return nullcontext(self)
        return self.transaction("repeatable read")

    def stream(self, stream: Stream) -> AsyncGenerator[Any, None]:
        """The rows of a stream."""
        return stream.rows_async(self)

    async def query_raw(
        self, query: RawQuery, params: RawParams, into: type[Any] | None = None
    ) -> list[Any]:
        """The rows of the caller's own SQL."""

        async def attempt(connection: AsyncConnection) -> list[Any]:
            is_kept_if_read = commits_at_once(connection) and may_write(query)
            async with connection.transaction() if is_kept_if_read else nullcontext():
                cursor = reading_rows(
                    psycopg.AsyncCursor(connection), into, self._binder.reading
                )
                await cursor.execute(query, params)
                return await cursor.fetchall() if cursor.description else []

        return await self._perform(attempt, is_stale)

    async def execute_raw(self, query: RawQuery, params: RawParams) -> int:
        """How many rows the caller's own SQL touched."""

        async def attempt(connection: AsyncConnection) -> int:
            cursor = psycopg.AsyncCursor(connection)
            await cursor.execute(query, params)
            return cursor.rowcount

        return await self._perform(attempt, is_stale)

    async def close(self) -> None:
        """Closes what the source opened."""
        await self._source.close()

    async def _perform(
        self,
        attempt: Callable[[AsyncConnection], Awaitable[R]],
        is_outdated: Callable[[psycopg.Error], bool],
    ) -> R:
        """What ``attempt`` returns; run once more as in a :class:`Session`."""
        async with self._source.connection() as connection:
            try:
                alone = is_alone(connection)
                try:
                    return await attempt(connection)
                except psycopg.Error as error:
                    if not is_outdated(error):
                        raise
                    if not alone:
                        raise stale_in_transaction(error) from error
                await forget_prepared_async(connection)
                return await attempt(connection)
            except psycopg.Error as error:
                raise translate(error) from error


async def _driven(
    work: Callable[[AsyncConnection], Generator[Any, Any, R]],
    connection: AsyncConnection,
) -> R:
    steps = work(connection)
    value: Any = None
    try:
        waiting = steps.send(None)
        while True:
            try:
                value = None if waiting is None else await waiting
            except BaseException as error:  # noqa: BLE001
                waiting = steps.throw(error)
            else:
                waiting = steps.send(value)
    except StopIteration as end:
        returned: R = end.value
        return returned
