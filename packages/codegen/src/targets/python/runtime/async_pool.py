"""Where statements of an async client get their connection."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol, TypeAlias

import psycopg
from psycopg.pq import TransactionStatus

from .async_transaction import OpenAsyncTransaction
from .errors import (
    ClientClosedError,
    ForkedConnectionError,
    PoolTimeoutError,
    translate,
)
from .process import Ownership, PerProcess

AsyncConnection: TypeAlias = psycopg.AsyncConnection[Any]


class AsyncConnectionSource(Protocol):
    """Lends connections, one caller at a time each."""

    def connection(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A connection for one statement."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[OpenAsyncTransaction]:
        """A connection for the statements of a transaction."""
        ...

    async def close(self) -> None:
        """Closes what the source opened."""
        ...


class BorrowedAsyncConnection:
    """A connection that someone else opened and will close."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._ownership = Ownership()
        self._is_closed = False

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[AsyncConnection, None]:
        yield self._lent()

    def transaction(self) -> OpenAsyncTransaction:
        return OpenAsyncTransaction(self._lent())

    async def close(self) -> None:
        self._is_closed = True

    def _lent(self) -> AsyncConnection:
        if self._is_closed:
            raise ClientClosedError()
        if self._ownership.is_elsewhere():
            raise ForkedConnectionError(self._ownership.process)
        return self._connection


class AsyncPool:
    """Opens connections as they are needed and keeps them for the next caller.

    A forked process has connections of its own and leaves its parent's alone.
    """

    def __init__(
        self, conninfo: str, max_size: int, timeout: float, options: dict[str, Any]
    ) -> None:
        self._conninfo = conninfo
        self._max_size = max_size
        self._timeout = timeout
        self._options = options
        self._is_closed = False
        self._connections = PerProcess(lambda: _Connections(max_size))

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[AsyncConnection, None]:
        connections = self._connections.get()
        self._require_open()
        try:
            async with asyncio.timeout(self._timeout):
                await connections.free.acquire()
        except TimeoutError:
            raise PoolTimeoutError(
                f"All {self._max_size} connections stayed busy for "
                f"{self._timeout} s. Raise max_connections or pool_timeout."
            ) from None
        try:
            connection = await self._take(connections)
            try:
                yield connection
            finally:
                if connections is self._connections.get():
                    await self._give_back(connections, connection)
        finally:
            if connections is self._connections.get():
                connections.free.release()

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[OpenAsyncTransaction, None]:
        async with (
            self.connection() as connection,
            OpenAsyncTransaction(connection) as begun,
        ):
            yield begun

    async def close(self) -> None:
        self._is_closed = True
        connections = self._connections.get()
        while connections.idle:
            await connections.idle.pop().close()

    def _require_open(self) -> None:
        if self._is_closed:
            raise ClientClosedError()

    async def _take(self, connections: _Connections) -> AsyncConnection:
        # It may have been closed while this caller waited.
        self._require_open()
        while connections.idle:
            connection = connections.idle.pop()
            if not connection.closed:
                return connection
        try:
            return await psycopg.AsyncConnection.connect(
                self._conninfo, autocommit=True, **self._options
            )
        except psycopg.Error as error:
            raise translate(error) from error

    async def _give_back(
        self, connections: _Connections, connection: AsyncConnection
    ) -> None:
        clean = connection.info.transaction_status is TransactionStatus.IDLE
        if clean and not self._is_closed:
            connections.idle.append(connection)
        else:
            await connection.close()


class _Connections:
    """The open connections of one process."""

    def __init__(self, max_size: int) -> None:
        self.idle: deque[AsyncConnection] = deque()
        self.free = asyncio.Semaphore(max_size)
