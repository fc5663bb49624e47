"""A connection that someone else opened: used as it is, by psycopg's cursors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import psycopg
from psycopg import Pipeline, generators
from psycopg.errors import DivisionByZero
from psycopg.pq import ConnStatus, PipelineStatus, TransactionStatus
from psycopg.rows import tuple_row

from ..errors import is_stale, stale_in_transaction
from ..tables.placement import Placement
from ..tables.statement import Operation, Rows, Statement
from .colours import Colour
from .handshake import HAS_SCHEMA, Handshake
from .prepared import Proven, forget_prepared
from .steps import Steps, entered, left
from .transaction_options import TransactionOptions

R = TypeVar("R")


class BorrowedConnection:
    """Commit, rollback and close are left to the one who opened it."""

    def __init__(self, connection: Any, colour: Colour) -> None:
        self.psycopg = connection
        self.socket = None
        self._colour = colour
        self._proven = Proven()

    def ask(self, handshake: Handshake) -> Steps[None]:
        """Asks the handshake's question, where that is not in the caller's transaction."""
        yield from self._greet(handshake)
        if handshake.decides():
            yield from self._look_for(handshake.placement)

    def _greet(self, handshake: Handshake) -> Steps[None]:
        pgconn = self.psycopg.pgconn
        lock = self.psycopg.lock
        yield entered(lock)
        try:
            if not self._is_alone() or pgconn.pipeline_status != PipelineStatus.OFF:
                return
            handshake.asking()
            pgconn.send_query_params(*handshake.question)
            results = yield self.psycopg.wait(generators.execute(pgconn))
        except psycopg.Error:
            # What is wrong with the connection is for the next statement to say.
            handshake.was_lost()
            return
        finally:
            yield left(lock, None)
        handshake.hear(results)

    def _look_for(self, placement: Placement) -> Steps[None]:
        cursor = self._colour.raw_cursor(self.psycopg, row_factory=tuple_row)
        yield cursor.execute(HAS_SCHEMA, [placement.own])
        ((found,),) = yield cursor.fetchall()
        placement.decide(versioned=found)

    def send(self, statement: Any) -> None:
        """Sends nothing: it has no short way, and so nothing of what follows it."""

    def finish(self, known: Any, statement: Any) -> Any:
        raise NotImplementedError

    def execute(
        self,
        statement: Statement[R] | Operation[R],
        failed: BaseException | None = None,
    ) -> Steps[R]:
        """The result of a statement; run once more where nothing is lost by it."""
        if failed is not None:
            raise failed
        if isinstance(statement, Operation):
            return (yield from self.operate(statement.work))

        def attempt(_: Any) -> Steps[R]:
            return self._attempt(statement)

        def is_outdated(error: psycopg.Error) -> bool:
            return self._proven.is_stale(statement.sql, error)

        result = yield from self._again_if(is_outdated, attempt)
        self._proven.add(statement.sql)
        return result

    def operate(self, work: Callable[[Any], Steps[R]]) -> Steps[R]:
        """What steps on psycopg's connection return."""
        return (yield from self._again_if(is_stale, work))

    def pipeline(self, statements: Sequence[Statement[Any]]) -> Steps[list[Any]]:
        """The results of statements, one after the other."""
        results: list[Any] = []
        for statement in statements:
            results.append((yield from self.execute(statement)))
        return results

    def begin(self, options: TransactionOptions) -> Steps[Any]:
        """Begins a transaction, or a savepoint in one; what :meth:`end` takes."""
        block = self.psycopg.transaction()
        yield entered(block)
        sql = options.set_sql()
        if sql:
            try:
                yield self.psycopg.execute(sql.encode())
            except BaseException as error:
                yield left(block, error)
                raise
        return block

    def end(self, block: Any, *, keep: bool) -> Steps[None]:
        """Ends what was begun; whether what it did is kept."""
        yield left(block, None if keep else psycopg.Rollback())

    def is_lost(self) -> bool:
        """Whether the server is gone."""
        lost: bool = self.psycopg.pgconn.status != ConnStatus.OK
        return lost

    def close(self) -> None:
        """Nothing: whoever opened it closes it."""

    def _again_if(
        self,
        is_outdated: Callable[[psycopg.Error], bool],
        work: Callable[[Any], Steps[R]],
    ) -> Steps[R]:
        alone = self._is_alone()
        try:
            return (yield from work(self.psycopg))
        except psycopg.Error as error:
            if not is_outdated(error):
                raise
            if not alone:
                raise stale_in_transaction(error) from error
        yield from forget_prepared(self.psycopg)
        return (yield from work(self.psycopg))

    def _is_alone(self) -> bool:
        """Whether the next statement is in no transaction with others before it."""
        status: int = self.psycopg.pgconn.transaction_status
        return status == TransactionStatus.IDLE

    def _attempt(self, statement: Statement[R]) -> Steps[R]:
        commits = self.psycopg.autocommit and self._is_alone()
        if not (statement.may_be_unreadable and commits):
            return (yield from self._send(statement, None))
        if statement.check is not None:
            try:
                return (yield from self._send(statement, statement.check))
            except DivisionByZero:
                # The database is not sure of the row: look at it.
                pass
        return (yield from self._kept_if_read(statement))

    def _kept_if_read(self, statement: Statement[R]) -> Steps[R]:
        """Costs one more round trip: BEGIN goes ahead, COMMIT waits for the rows."""
        connection = self.psycopg
        block = connection.pipeline() if Pipeline.is_supported() else None
        if block is not None:
            yield entered(block)
        try:
            yield connection.execute(b"BEGIN", prepare=False)
            result = yield from self._send(statement, None)
            yield connection.execute(b"COMMIT", prepare=False)
        except BaseException as error:
            if block is not None:
                yield left(block, error)
            if not connection.closed:
                yield connection.rollback()
            raise
        if block is not None:
            yield left(block, None)
        return result

    def _send(self, statement: Statement[R], check: str | None) -> Steps[R]:
        cursor = self._colour.raw_cursor(self.psycopg, row_factory=tuple_row)
        sql = statement.sql if check is None else f"{statement.sql}, {check}"
        prepare = None if statement.prepare else False
        # As bytes, because the SQL is made here and is no literal.
        yield cursor.execute(sql.encode(), statement.params, prepare=prepare)
        rows: Rows = (yield cursor.fetchall()) if statement.returns_rows else []
        if check is not None:
            rows = [row[:-1] for row in rows]
        return statement.decode(rows, cursor.rowcount)
