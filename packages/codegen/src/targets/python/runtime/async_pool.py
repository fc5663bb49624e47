"""Where statements of an async client get their connection."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol, TypeAlias

import psycopg
from psycopg.pq import TransactionStatus

from .errors import PoolTimeoutError, translate

AsyncConnection: TypeAlias = psycopg.AsyncConnection[Any]


class AsyncConnectionSource(Protocol):
    """Lends connections, one caller at a time each."""

    def connection(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection for the length of an ``async with`` block."""
        ...

    async def close(self) -> None:
        """Closes what the source opened."""
        ...


class BorrowedAsyncConnection:
    """A connection that someone else opened and will close."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[AsyncConnection, None]:
        yield self._connection

    async def close(self) -> None:
        pass


class AsyncPool:
    """Opens connections as they are needed and keeps them for the next caller."""

    def __init__(
        self, conninfo: str, max_size: int, timeout: float, options: dict[str, Any]
    ) -> None:
        self._conninfo = conninfo
        self._max_size = max_size
        self._timeout = timeout
        self._options = options
        self._idle: deque[AsyncConnection] = deque()
        self._free = asyncio.Semaphore(max_size)
        self._closed = False

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[AsyncConnection, None]:
        if self._closed:
            raise RuntimeError("The client is closed.")
        try:
            async with asyncio.timeout(self._timeout):
                await self._free.acquire()
        except TimeoutError:
            raise PoolTimeoutError(
                f"All {self._max_size} connections stayed busy for "
                f"{self._timeout} s. Raise max_connections or pool_timeout."
            ) from None
        try:
            connection = await self._take()
            try:
                yield connection
            finally:
                await self._give_back(connection)
        finally:
            self._free.release()

    async def close(self) -> None:
        self._closed = True
        while self._idle:
            await self._idle.pop().close()

    async def _take(self) -> AsyncConnection:
        while self._idle:
            connection = self._idle.pop()
            if not connection.closed:
                return connection
        try:
            return await psycopg.AsyncConnection.connect(
                self._conninfo, autocommit=True, **self._options
            )
        except psycopg.Error as error:
            raise translate(error) from error

    async def _give_back(self, connection: AsyncConnection) -> None:
        clean = connection.info.transaction_status is TransactionStatus.IDLE
        if clean and not self._closed:
            self._idle.append(connection)
        else:
            await connection.close()
