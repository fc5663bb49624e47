"""Where statements get their connection."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol, TypeAlias

import psycopg
from psycopg.pq import TransactionStatus

from .errors import (
    ClientClosedError,
    ForkedConnectionError,
    PoolTimeoutError,
    translate,
)
from .process import Ownership, PerProcess
from .transaction import OpenTransaction

Connection: TypeAlias = psycopg.Connection[Any]


class ConnectionSource(Protocol):
    """Lends connections, one caller at a time each."""

    def connection(self) -> AbstractContextManager[Connection]:
        """A connection for one statement."""
        ...

    def transaction(self) -> AbstractContextManager[OpenTransaction]:
        """A connection for the statements of a transaction."""
        ...

    def close(self) -> None:
        """Closes what the source opened."""
        ...


class BorrowedConnection:
    """A connection that someone else opened and will close."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._ownership = Ownership()
        self._is_closed = False

    @contextmanager
    def connection(self) -> Generator[Connection, None, None]:
        yield self._lent()

    def transaction(self) -> OpenTransaction:
        return OpenTransaction(self._lent())

    def close(self) -> None:
        self._is_closed = True

    def _lent(self) -> Connection:
        if self._is_closed:
            raise ClientClosedError()
        if self._ownership.is_elsewhere():
            raise ForkedConnectionError(self._ownership.process)
        return self._connection


class Pool:
    """Opens connections as they are needed and keeps them for the next caller.

    A forked process has connections of its own and leaves its parent's alone: what
    either sends on the parent's would come back to the other.
    """

    def __init__(
        self, conninfo: str, max_size: int, timeout: float, options: dict[str, Any]
    ) -> None:
        self._conninfo = conninfo
        self._max_size = max_size
        self._timeout = timeout
        self._options = options
        self._is_closed = False
        self._connections = PerProcess(_Connections)

    @contextmanager
    def connection(self) -> Generator[Connection, None, None]:
        connections = self._connections.get()
        connection = self._take(connections)
        try:
            yield connection
        finally:
            if connections is self._connections.get():
                self._give_back(connections, connection)

    @contextmanager
    def transaction(self) -> Generator[OpenTransaction, None, None]:
        with self.connection() as connection, OpenTransaction(connection) as begun:
            yield begun

    def close(self) -> None:
        self._is_closed = True
        connections = self._connections.get()
        with connections.changed:
            while connections.idle:
                connections.discard(connections.idle.pop())
            connections.changed.notify_all()

    def _take(self, connections: _Connections) -> Connection:
        deadline = time.monotonic() + self._timeout
        with connections.changed:
            while True:
                if self._is_closed:
                    raise ClientClosedError()
                while connections.idle:
                    connection = connections.idle.pop()
                    if not connection.closed:
                        return connection
                    connections.size -= 1
                if connections.size < self._max_size:
                    connections.size += 1
                    break
                if not connections.changed.wait(deadline - time.monotonic()):
                    raise PoolTimeoutError(
                        f"All {self._max_size} connections stayed busy for "
                        f"{self._timeout} s. Raise max_connections or pool_timeout."
                    )
        return self._open(connections)

    def _open(self, connections: _Connections) -> Connection:
        try:
            return psycopg.connect(self._conninfo, autocommit=True, **self._options)
        except BaseException as error:
            with connections.changed:
                connections.size -= 1
                connections.changed.notify()
            if isinstance(error, psycopg.Error):
                raise translate(error) from error
            raise

    def _give_back(self, connections: _Connections, connection: Connection) -> None:
        clean = connection.info.transaction_status is TransactionStatus.IDLE
        with connections.changed:
            if clean and not self._is_closed:
                connections.idle.append(connection)
            else:
                connections.discard(connection)
            connections.changed.notify()


class _Connections:
    """The open connections of one process."""

    def __init__(self) -> None:
        self.idle: deque[Connection] = deque()
        self.size = 0
        self.changed = threading.Condition()

    def discard(self, connection: Connection) -> None:
        self.size -= 1
        connection.close()
