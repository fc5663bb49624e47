"""Runs statements of an async client."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import psycopg
from psycopg.rows import dict_row, tuple_row

from .async_pool import AsyncConnectionSource, BorrowedAsyncConnection
from .bound_table import BoundTable
from .errors import translate
from .session import TableBinder, isolation_sql
from .statement import Statement
from .table import Table
from .types import IsolationLevel, RawParams, RawQuery

R = TypeVar("R")
Row = TypeVar("Row")


class AsyncSession:
    """Runs each statement on a connection of its source."""

    def __init__(self, source: AsyncConnectionSource, binder: TableBinder) -> None:
        self._source = source
        self._binder = binder

    def bind(self, table: Table[Row]) -> BoundTable[Row]:
        """The table where this session looks for it."""
        return self._binder.bind(table)

    async def run(self, statement: Statement[R]) -> R:
        """The result of one statement."""
        async with self._source.connection() as connection:
            try:
                cursor = psycopg.AsyncRawCursor(connection, row_factory=tuple_row)
                # As bytes, because the SQL is made here and is no literal.
                await cursor.execute(statement.sql.encode(), statement.params)
                rows = await cursor.fetchall() if cursor.description else []
            except psycopg.Error as error:
                raise translate(error) from error
            return statement.decode(rows, cursor.rowcount)

    @asynccontextmanager
    async def transaction(
        self, isolation: IsolationLevel | None = None
    ) -> AsyncGenerator[AsyncSession, None]:
        """A session whose statements become visible together, or not at all."""
        async with self._source.connection() as connection:
            try:
                async with connection.transaction():
                    if isolation is not None:
                        await connection.execute(isolation_sql(isolation))
                    source = BorrowedAsyncConnection(connection)
                    yield AsyncSession(source, self._binder)
            except psycopg.Error as error:
                raise translate(error) from error

    async def query_raw(
        self, query: RawQuery, params: RawParams
    ) -> list[dict[str, Any]]:
        """The rows of the caller's own SQL."""
        async with self._source.connection() as connection:
            try:
                cursor = psycopg.AsyncCursor(connection, row_factory=dict_row)
                await cursor.execute(query, params)
                return await cursor.fetchall()
            except psycopg.Error as error:
                raise translate(error) from error

    async def execute_raw(self, query: RawQuery, params: RawParams) -> int:
        """How many rows the caller's own SQL touched."""
        async with self._source.connection() as connection:
            try:
                cursor = psycopg.AsyncCursor(connection)
                await cursor.execute(query, params)
                return cursor.rowcount
            except psycopg.Error as error:
                raise translate(error) from error

    async def close(self) -> None:
        """Closes what the source opened."""
        await self._source.close()
