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

from .errors import PoolTimeoutError, translate

Connection: TypeAlias = psycopg.Connection[Any]


class ConnectionSource(Protocol):
    """Lends connections, one caller at a time each."""

    def connection(self) -> AbstractContextManager[Connection]:
        """A connection for the length of a ``with`` block."""
        ...

    def close(self) -> None:
        """Closes what the source opened."""
        ...


class BorrowedConnection:
    """A connection that someone else opened and will close."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def connection(self) -> Generator[Connection, None, None]:
        yield self._connection

    def close(self) -> None:
        pass


class Pool:
    """Opens connections as they are needed and keeps them for the next caller."""

    def __init__(
        self, conninfo: str, max_size: int, timeout: float, options: dict[str, Any]
    ) -> None:
        self._conninfo = conninfo
        self._max_size = max_size
        self._timeout = timeout
        self._options = options
        self._idle: deque[Connection] = deque()
        self._size = 0
        self._closed = False
        self._changed = threading.Condition()

    @contextmanager
    def connection(self) -> Generator[Connection, None, None]:
        connection = self._take()
        try:
            yield connection
        finally:
            self._give_back(connection)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            while self._idle:
                self._discard(self._idle.pop())
            self._changed.notify_all()

    def _take(self) -> Connection:
        deadline = time.monotonic() + self._timeout
        with self._changed:
            while True:
                if self._closed:
                    raise RuntimeError("The client is closed.")
                while self._idle:
                    connection = self._idle.pop()
                    if not connection.closed:
                        return connection
                    self._size -= 1
                if self._size < self._max_size:
                    self._size += 1
                    break
                if not self._changed.wait(deadline - time.monotonic()):
                    raise PoolTimeoutError(
                        f"All {self._max_size} connections stayed busy for "
                        f"{self._timeout} s. Raise max_connections or pool_timeout."
                    )
        return self._open()

    def _open(self) -> Connection:
        try:
            return psycopg.connect(self._conninfo, autocommit=True, **self._options)
        except BaseException as error:
            with self._changed:
                self._size -= 1
                self._changed.notify()
            if isinstance(error, psycopg.Error):
                raise translate(error) from error
            raise

    def _give_back(self, connection: Connection) -> None:
        clean = connection.info.transaction_status is TransactionStatus.IDLE
        with self._changed:
            if clean and not self._closed:
                self._idle.append(connection)
            else:
                self._discard(connection)
            self._changed.notify()

    def _discard(self, connection: Connection) -> None:
        self._size -= 1
        connection.close()
