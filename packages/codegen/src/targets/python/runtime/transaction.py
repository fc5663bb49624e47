"""The connection of a transaction, for as long as its block is open."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self, TypeAlias

import psycopg

from .errors import TransactionExpiredError
from .process import Ownership

Connection: TypeAlias = psycopg.Connection[Any]


class OpenTransaction:
    """Begins a transaction, or a savepoint inside ``outer``, as a context manager."""

    def __init__(
        self, connection: Connection, outer: OpenTransaction | None = None
    ) -> None:
        self._connection = connection
        self._outer = outer
        self._block = connection.transaction()
        #: Held by a statement that runs: the block waits for it before it ends.
        self._lock: threading.Lock = outer._lock if outer else threading.Lock()
        self._state = BlockState()

    def __enter__(self) -> Self:
        if self._outer is None:
            self._block.__enter__()
        else:
            with self._outer.connection():
                self._block.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        if self._state.is_elsewhere():
            # The end of it is the parent's to send.
            return False
        self._state.end()
        with self._lock:
            return self._block.__exit__(kind, error, trace)

    @contextmanager
    def connection(self) -> Generator[Connection, None, None]:
        """The connection for one statement."""
        self._require_open()
        with self._lock:
            self._require_open()
            yield self._connection

    def transaction(self) -> OpenTransaction:
        """A savepoint."""
        return OpenTransaction(self._connection, self)

    def close(self) -> None:
        """Nothing: the connection goes back to where it came from."""

    def _require_open(self) -> None:
        self._state.require_open()
        if self._outer is not None:
            self._outer._require_open()


class BlockState(Ownership):
    """Whether the block of a transaction is open, and in which process."""

    def __init__(self) -> None:
        super().__init__()
        self._has_ended = False

    def end(self) -> None:
        """Has every later use refused."""
        self._has_ended = True

    def require_open(self) -> None:
        """Raises :class:`TransactionExpiredError` unless it can be used."""
        if self.is_elsewhere():
            raise TransactionExpiredError(
                f"The transaction belongs to process {self.process}, from which this "
                "one was forked. Begin one here: with client.transaction() as tx."
            )
        if self._has_ended:
            raise TransactionExpiredError(
                "The block of this transaction has ended: nothing can be added to it. "
                "Use the client, or begin another: with client.transaction() as tx."
            )
