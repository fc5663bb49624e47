"""The connection of a transaction, for as long as its block is open."""

from __future__ import annotations

from time import monotonic
from typing import Any

import psycopg

from ..errors import ClientError, TransactionExpiredError
from .lane import Connection, Lane
from .pool import Source
from .process import Ownership
from .short_way import TAKES_STEPS, Unfinished
from .steps import Steps
from .transaction_options import TransactionOptions


class OpenTransaction(Ownership):
    """A transaction, or a savepoint in the one around it; a source of connections."""

    def __init__(self, source: Source, options: TransactionOptions, lane: Lane) -> None:
        super().__init__()
        self._source = source
        self._options = options
        self._outer = source if isinstance(source, OpenTransaction) else None
        #: Held by a statement that runs: the block waits for it before it ends.
        self._lane: Lane = self._outer._lane if self._outer else lane
        self._connection: Any = None
        self._begun: Any = None
        self._has_ended = False
        self._inner: list[OpenTransaction] = []
        self._deadline: float | None = None

    def is_inner(self) -> bool:
        """Whether it is a savepoint."""
        return self._outer is not None

    def begin(self) -> Steps[None]:
        """Takes a connection and begins."""
        options = self._options
        connection: Any = yield from self._source.acquire(options.max_wait)
        self._connection = connection
        try:
            self._begun = yield from connection.begin(options)
        except BaseException:
            self._source.give(connection)
            raise
        if self._outer is not None:
            self._outer._inner.append(self)
            self._source.give(connection)
            return
        if options.timeout is not None:
            self._deadline = monotonic() + options.timeout
            connection.deadline = self._deadline
        self._lane.give(connection)

    def end(self, error: BaseException | None) -> Steps[None]:
        """Keeps what was done, or takes it back after an error; waits for statements."""
        if self.is_elsewhere() or self._has_ended:
            # The end of it is the parent's to send, or was that of the one around it.
            return
        self._has_ended = True
        connection = self._connection
        try:
            yield from self._lane.wait(None)
        except BaseException:
            if self._outer is None:
                connection.close()
                self._source.give(connection)
            raise
        try:
            for inner in self._inner:
                inner._has_ended = True
            is_late = self._is_late()
            keep = error is None and not self._inner and not is_late
            yield from connection.end(self._begun, keep=keep)
            if error is None and is_late:
                raise self._expired()
            if error is None and self._inner:
                raise TransactionExpiredError(
                    "A transaction inside of this one is still open: blocks end in the "
                    "order of their nesting. What both did is taken back."
                )
        finally:
            if self._outer is not None:
                self._outer._inner.remove(self)
                self._lane.give(connection)
            else:
                connection.deadline = None
                self._source.give(connection)

    def take(self) -> Connection | None:
        if (
            self._has_ended
            or self._outer is not None
            or self._deadline is not None
            or self.is_elsewhere()
        ):
            return None
        connection: Connection | None = self._lane.take()
        return connection

    def ask(self, statement: Any) -> Any:
        connection: Any = self.take()
        if connection is None:
            return TAKES_STEPS
        try:
            known = connection.send(statement)
            if known is None:
                return Unfinished(connection)
            connection.socket.answer(None)
            result = connection.finish(known, statement)
        except BaseException as error:  # noqa: BLE001
            return Unfinished(connection, error)
        self._lane.give(connection)
        return result

    def acquire(self, timeout: float | None = None) -> Steps[Connection]:
        self._require_open()
        waiter = yield from self._lane.wait(None)
        try:
            self._require_open()
        except BaseException:
            self._lane.give(waiter.got)
            raise
        connection: Connection = waiter.got
        return connection

    def give(self, connection: Any) -> None:
        self._lane.give(connection)

    def is_connected(self) -> bool:
        return not (self._has_ended or self.is_elsewhere())

    def may_try_again(self, connection: Any) -> bool:
        return False

    def close(self, timeout: float) -> Steps[None]:
        """Nothing: the connection goes back to where it came from."""
        yield from ()

    def explain(self, error: psycopg.Error) -> ClientError:
        return self._expired() if self._is_late() else self._source.explain(error)

    def _is_late(self) -> bool:
        return self._deadline is not None and monotonic() >= self._deadline

    def _expired(self) -> TransactionExpiredError:
        return TransactionExpiredError(
            f"The transaction has taken longer than its timeout of "
            f"{self._options.timeout} s. What it did is taken back."
        )

    def _require_open(self) -> None:
        if self.is_elsewhere():
            raise TransactionExpiredError(
                f"The transaction belongs to process {self.process.id}, from which "
                "this one was forked. Begin one here: with client.transaction() as tx."
            )
        if self._has_ended:
            raise TransactionExpiredError(
                "Transaction already closed: its block has ended. Nothing can be added. "
                "Use the client, or begin another: with client.transaction() as tx."
            )
        if self._is_late():
            raise self._expired()
        if self._outer is not None:
            self._outer._require_open()
