"""The connection of an async transaction, for as long as its block is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self, TypeAlias

import psycopg

from .transaction import BlockState

AsyncConnection: TypeAlias = psycopg.AsyncConnection[Any]


class OpenAsyncTransaction:
    """Begins a transaction, or a savepoint inside ``outer``, as a context manager."""

    def __init__(
        self, connection: AsyncConnection, outer: OpenAsyncTransaction | None = None
    ) -> None:
        self._connection = connection
        self._outer = outer
        self._block = connection.transaction()
        #: Held by a statement that runs: the block waits for it before it ends.
        self._lock: asyncio.Lock = outer._lock if outer else asyncio.Lock()
        self._state = BlockState()

    async def __aenter__(self) -> Self:
        if self._outer is None:
            await self._block.__aenter__()
        else:
            async with self._outer.connection():
                await self._block.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        if self._state.is_elsewhere():
            # The end of it is the parent's to send.
            return False
        self._state.end()
        async with self._lock:
            return await self._block.__aexit__(kind, error, trace)

    @asynccontextmanager
    async def connection(self) -> AsyncGenerator[AsyncConnection, None]:
        """The connection for one statement."""
        self._require_open()
        async with self._lock:
            self._require_open()
            yield self._connection

    def transaction(self) -> OpenAsyncTransaction:
        """A savepoint."""
        return OpenAsyncTransaction(self._connection, self)

    async def close(self) -> None:
        """Nothing: the connection goes back to where it came from."""

    def _require_open(self) -> None:
        self._state.require_open()
        if self._outer is not None:
            self._outer._require_open()
