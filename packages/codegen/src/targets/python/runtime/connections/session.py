"""Runs statements, of a client or of a transaction."""

from __future__ import annotations

import random
import re
from collections.abc import AsyncGenerator, Callable, Generator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
from psycopg import sql
from psycopg.pq import TransactionStatus

from ..errors import ClientError, TransactionConflictError
from ..reads.raw import reading_rows
from ..tables.bound_table import BoundTable, TableBinder
from ..tables.statement import Operation, Plan, Statement, Together
from ..types import RawParams, RawQuery
from .colours import Colour
from .lane import Connection, Lane
from .pool import Source
from .short_way import Unfinished
from .steps import Steps, entered, left, run, run_async
from .transaction import OpenTransaction
from .transaction_options import NO_OPTIONS, TransactionOptions

if TYPE_CHECKING:
    from ..reads.streams import Stream

R = TypeVar("R")

_WRITE = re.compile(r"\b(?:insert|update|delete|merge)\b", re.IGNORECASE)


class SessionSteps:
    """What a session of either colour does, as steps."""

    def __init__(self, source: Source, binder: TableBinder, colour: Colour) -> None:
        self.source = source
        self._binder = binder
        self._colour = colour
        self._observer = binder.observer

    def bind(self, table: str) -> BoundTable[Any]:
        """The table called so, where this session looks for it."""
        return self._binder.bind(table)

    def is_in_transaction(self) -> bool:
        """Whether its statements are those of a transaction."""
        return isinstance(self.source, OpenTransaction)

    def connect_steps(self) -> Steps[None]:
        """Has a connection at hand, or says why there is none."""
        connection = yield from self.source.acquire()
        self.source.give(connection)

    def begun(self, options: TransactionOptions) -> OpenTransaction:
        """A transaction, or a savepoint in one, that is to be begun."""
        return OpenTransaction(self.source, options, Lane(self._colour))

    def execute_steps(
        self,
        statement: Statement[R] | Operation[R],
        connection: Connection | None = None,
    ) -> Steps[R]:
        """The result of one statement, on a connection that was taken for it, if any."""
        observer = self._observer
        steps = self._executed(statement, connection)
        if observer.is_on() and statement.sql:
            return observer.watch(statement, steps)
        return steps

    def _executed(
        self,
        statement: Statement[R] | Operation[R],
        connection: Connection | None,
        failed: BaseException | None = None,
    ) -> Steps[R]:
        """The result of one statement, or what becomes of one that has ``failed``.

        A read for which the connection was lost is sent on another one.
        """
        source = self.source
        if connection is None:
            connection = source.take()
        while True:
            if connection is None:
                connection = yield from source.acquire()
            if isinstance(statement, Statement):
                self._binder.place(statement)
            try:
                result: R = yield from connection.execute(statement, failed)
                return result
            except psycopg.Error as error:
                if not (
                    connection.is_lost()
                    and source.may_try_again(connection)
                    and _only_reads(statement)
                ):
                    raise source.explain(error) from error
            finally:
                source.give(connection)
            connection = failed = None

    def perform_steps(self, make: Callable[[], Plan[R]], atomic: bool) -> Steps[R]:
        """What a plan returns; ``atomic`` has all of its statements kept, or none."""
        if not atomic:
            return (yield from self._drive(make()))
        try:
            return (yield from self._in_transaction(make))
        except TransactionConflictError as error:
            if isinstance(self.source, OpenTransaction) or not error.is_stale:
                raise
            return (yield from self._in_transaction(make))

    def _in_transaction(self, make: Callable[[], Plan[R]]) -> Steps[R]:
        begun = self.begun(NO_OPTIONS)
        session = SessionSteps(begun, self._binder, self._colour)
        yield from self.begin_steps(begun)
        try:
            result = yield from session._drive(make())
        except BaseException as error:
            yield from self.end_steps(begun, error)
            raise
        yield from self.end_steps(begun, None)
        return result

    def _drive(self, plan: Plan[R]) -> Steps[R]:
        """Runs the statements of a plan on one connection."""
        try:
            statement = next(plan)
            while True:
                try:
                    if isinstance(statement, Together):
                        result: Any = yield from self._together(statement.statements)
                    else:
                        result = yield from self.execute_steps(statement)
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

    def begin_steps(self, begun: OpenTransaction) -> Steps[None]:
        """Begins a transaction."""
        try:
            is_outer = not self.is_in_transaction()
            yield from self._told("BEGIN" if is_outer else "SAVEPOINT", begun.begin())
        except psycopg.Error as error:
            raise self.source.explain(error) from error

    def end_steps(
        self, begun: OpenTransaction, error: BaseException | None
    ) -> Steps[None]:
        """Ends a transaction."""
        act = "COMMIT" if error is None else "ROLLBACK"
        if begun.is_inner():
            act = "RELEASE SAVEPOINT" if error is None else "ROLLBACK TO SAVEPOINT"
        try:
            yield from self._told(act, begun.end(error))
        except psycopg.Error as failure:
            raise begun.explain(failure) from failure

    def _told(self, act: str, steps: Steps[None]) -> Steps[None]:
        observer = self._observer
        return observer.watch_act(act, steps) if observer.is_on() else steps

    def _together(self, statements: Sequence[Statement[Any]]) -> Steps[list[Any]]:
        """The results of statements that are sent together."""
        observer = self._observer
        steps = self._piped(statements)
        return observer.watch_batch(statements, steps) if observer.is_on() else steps

    def _piped(self, statements: Sequence[Statement[Any]]) -> Steps[list[Any]]:
        source = self.source
        connection: Connection | None = source.take()
        if connection is None:
            connection = yield from source.acquire()
        for statement in statements:
            self._binder.place(statement)
        try:
            results: list[Any] = yield from connection.pipeline(statements)
            return results
        except psycopg.Error as error:
            raise source.explain(error) from error
        finally:
            source.give(connection)

    def query_raw_steps(
        self, query: RawQuery, params: RawParams, into: type[Any] | None
    ) -> Operation[list[Any]]:
        """The rows of the caller's own SQL."""
        cursor_class = self._colour.cursor
        reading = self._binder.reading

        def read(connection: Any) -> Steps[list[Any]]:
            cursor = reading_rows(cursor_class(connection), into, reading)
            yield cursor.execute(query, params)
            return (yield cursor.fetchall()) if cursor.description else []

        def work(connection: Any) -> Steps[list[Any]]:
            status = connection.pgconn.transaction_status
            commits = connection.autocommit and status == TransactionStatus.IDLE
            if not (commits and _may_write(query)):
                return (yield from read(connection))
            # What cannot be read is not kept.
            block = connection.transaction()
            yield entered(block)
            try:
                rows = yield from read(connection)
            except BaseException as error:
                yield left(block, error)
                raise
            yield left(block, None)
            return rows

        return Operation(work, query, params)

    def execute_raw_steps(self, query: RawQuery, params: RawParams) -> Operation[int]:
        """How many rows the caller's own SQL touched."""
        cursor_class = self._colour.cursor

        def work(connection: Any) -> Steps[int]:
            cursor = cursor_class(connection)
            yield cursor.execute(query, params)
            count: int = cursor.rowcount
            return count

        return Operation(work, query, params)

    def run_steps(
        self,
        work: Callable[[OpenTransaction], Any],
        options: TransactionOptions,
    ) -> Steps[Any]:
        """What ``work`` returns in a transaction, begun again after a conflict."""
        for attempt in range(options.retry, -1, -1):
            begun = self.begun(options)
            try:
                yield from self.begin_steps(begun)
                try:
                    result = work(begun)
                    if self._colour.is_async:
                        result = yield result
                except BaseException as error:
                    yield from self.end_steps(begun, error)
                    if isinstance(error, psycopg.Rollback):
                        return None
                    raise
                yield from self.end_steps(begun, None)
                return result
            except TransactionConflictError:
                if attempt == 0:
                    raise
            tries = options.retry - attempt + 1
            yield self._colour.pause(random.uniform(0, 0.01 * 2**tries))
        return None


class Session(SessionSteps):
    """Runs each statement on a connection of its source."""

    def execute(self, statement: Statement[R] | Operation[R]) -> R:
        """The result of one statement."""
        if self._observer.is_on():
            return run(self.execute_steps(statement))
        result = self.source.ask(statement)
        if type(result) is Unfinished:
            return run(self._executed(statement, result.connection, result.failed))
        returned: R = result
        return returned

    def perform(self, make: Callable[[], Plan[R]], *, atomic: bool = False) -> R:
        """What a plan returns; ``atomic`` has all of its statements kept, or none."""
        return run(self.perform_steps(make, atomic))

    def stream(self, stream: Stream) -> Generator[Any, None, None]:
        """The rows of a stream."""
        return stream.rows(self)

    def query_raw(
        self, query: RawQuery, params: RawParams, into: type[Any] | None = None
    ) -> list[Any]:
        """The rows of the caller's own SQL."""
        return self.execute(self.query_raw_steps(query, params, into))

    def execute_raw(self, query: RawQuery, params: RawParams) -> int:
        """How many rows the caller's own SQL touched."""
        return self.execute(self.execute_raw_steps(query, params))

    def connect(self) -> None:
        """Has a connection at hand, or says why there is none."""
        run(self.connect_steps())

    def close(self, timeout: float) -> None:
        """Closes what the source opened."""
        run(self.source.close(timeout))

    def on(self, source: OpenTransaction) -> Session:
        """A session of a transaction."""
        return Session(source, self._binder, self._colour)


class AsyncSession(SessionSteps):
    """Runs each statement on a connection of its source."""

    async def execute(self, statement: Statement[R] | Operation[R]) -> R:
        """The result of one statement."""
        source = self.source
        connection = source.take()
        if connection is None or self._observer.is_on():
            return await run_async(self.execute_steps(statement, connection))
        result: Any = None
        try:
            known = connection.send(statement)
            if known is not None:
                await connection.socket.answer(None)
                result = connection.finish(known, statement)
        except BaseException as error:  # noqa: BLE001
            return await run_async(self._executed(statement, connection, error))
        if known is None:
            return await run_async(self._executed(statement, connection))
        source.give(connection)
        returned: R = result
        return returned

    async def perform(self, make: Callable[[], Plan[R]], *, atomic: bool = False) -> R:
        """What a plan returns; ``atomic`` has all of its statements kept, or none."""
        return await run_async(self.perform_steps(make, atomic))

    def stream(self, stream: Stream) -> AsyncGenerator[Any, None]:
        """The rows of a stream."""
        return stream.rows_async(self)

    async def query_raw(
        self, query: RawQuery, params: RawParams, into: type[Any] | None = None
    ) -> list[Any]:
        """The rows of the caller's own SQL."""
        return await self.execute(self.query_raw_steps(query, params, into))

    async def execute_raw(self, query: RawQuery, params: RawParams) -> int:
        """How many rows the caller's own SQL touched."""
        return await self.execute(self.execute_raw_steps(query, params))

    async def connect(self) -> None:
        """Has a connection at hand, or says why there is none."""
        await run_async(self.connect_steps())

    async def close(self, timeout: float) -> None:
        """Closes what the source opened."""
        await run_async(self.source.close(timeout))

    def on(self, source: OpenTransaction) -> AsyncSession:
        """A session of a transaction."""
        return AsyncSession(source, self._binder, self._colour)


def _only_reads(statement: Statement[Any] | Operation[Any]) -> bool:
    return isinstance(statement, Statement) and statement.sql.startswith("SELECT ")


def _may_write(query: RawQuery) -> bool:
    """Whether the caller's own SQL has the word of a statement that writes rows."""
    if isinstance(query, bytes):
        text = query.decode(errors="replace")
    else:
        text = query.as_string(None) if isinstance(query, sql.Composable) else query
    return _WRITE.search(text) is not None
