"""A connection of the client's own: statements go to libpq, past psycopg's cursors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import errors as pg
from psycopg import pq

from ..errors import is_stale, stale_in_transaction
from ..tables.placement import Placement
from ..tables.statement import Operation, Statement
from .answers import checked, decoded
from .handshake import HAS_SCHEMA, Handshake
from .pipelines import sending
from .prepared import forget_prepared
from .preparing_connection import PreparingConnection
from .sockets import BlockingSocket, DeadlinePassed, LoopSocket
from .steps import Steps
from .transaction_options import TransactionOptions

R = TypeVar("R")

#: What servers call it: the one of Debian is in Etc/UTC.
_UTC = frozenset(
    prefix + name
    for prefix in (b"", b"Etc/")
    for name in (b"UTC", b"UCT", b"Universal", b"Zulu", b"GMT")
)

_IDLE = pq.TransactionStatus.IDLE.value
_ACTIVE = pq.TransactionStatus.ACTIVE.value
_IN_ERROR = pq.TransactionStatus.INERROR.value


class OwnConnection(PreparingConnection):
    """Lent to one caller at a time."""

    def __init__(
        self,
        connection: Any,
        socket: BlockingSocket | LoopSocket,
        cache_size: int,
        handshake: Handshake,
    ) -> None:
        super().__init__(connection, socket, cache_size, handshake)
        #: For the pool: when it is replaced, and when it was given back, 0 before.
        self.expires = 0.0
        self.used_at = 0.0
        self.was_lent_out = False

    def set_up(self, statement_timeout: float | None) -> Steps[None]:
        """Has the session as the client reads its answers: times in UTC."""
        settings: list[str] = []
        if not self._is_in_utc():
            settings.append("SET TimeZone TO 'UTC'")
        if not (self.pgconn.parameter_status(b"DateStyle") or b"").startswith(b"ISO"):
            settings.append("SET DateStyle TO 'ISO'")
        if statement_timeout is not None and not self._cache_size:
            # A pooler would give the setting to others: the client cancels by itself.
            self.limit = statement_timeout
        elif statement_timeout is not None:
            milliseconds = max(1, round(statement_timeout * 1000))
            settings.append(f"SET statement_timeout TO {milliseconds}")
        if settings or self._handshake.decides():
            yield from self.run_greeted(settings)
        if self._handshake.decides():
            yield from self._look_for(self._handshake.placement)

    def _look_for(self, placement: Placement) -> Steps[None]:
        self.pgconn.send_query_params(HAS_SCHEMA, [placement.own.encode()])
        yield from self.answered(None)
        result = checked(self.socket.results)
        placement.decide(versioned=result.get_value(0, 0) == b"t")

    def execute(
        self,
        statement: Statement[R] | Operation[R],
        failed: BaseException | None = None,
    ) -> Steps[R]:
        """The result of a statement, or what becomes of one that has ``failed``.

        One that is its own transaction is run once more where it only has to be
        prepared anew: the failed one has left nothing behind.
        """
        if isinstance(statement, Operation):
            return (yield from self.operate(statement.work))
        try:
            if failed is not None:
                raise failed
            return (yield from self._attempt(statement))
        except psycopg.Error as error:
            if failed is not None and _is_unsure(statement, error):
                return (yield from self._kept_if_read(statement))
            if not self.is_outdated(error):
                raise
            if self.depth:
                self.retire()
                raise stale_in_transaction(error) from error
            yield from self.forget(error)
            return (yield from self._attempt(statement))
        except DeadlinePassed as passed:
            yield from self.abandon(passed)
            raise pg.QueryCanceled("the statement has taken too long") from passed
        except BaseException as error:
            yield from self.abandon(error)
            raise

    def operate(self, work: Callable[[Any], Steps[R]]) -> Steps[R]:
        """What steps on psycopg's connection return."""
        if self.asks():
            yield from self.ask()
        if self.deadline is not None:
            left = max(1, round((self.deadline - monotonic()) * 1000))
            yield from self.run(f"SET LOCAL statement_timeout TO {left}")
        elif self.limit is not None:
            self.psycopg.deadline = monotonic() + self.limit
        self.socket.let_go()
        self.was_lent_out = True
        try:
            return (yield from self._worked(work))
        except DeadlinePassed as passed:
            # It was canceled, and has not ended all the same.
            self.close()
            raise pg.QueryCanceled("the statement has taken too long") from passed
        except BaseException:
            if self.is_running():
                # In the middle of something, as at the start of a COPY: its end takes
                # back what it did, and says nothing in the place of the error.
                self.close()
            raise
        finally:
            self.psycopg.deadline = None

    def _worked(self, work: Callable[[Any], Steps[R]]) -> Steps[R]:
        try:
            return (yield from work(self.psycopg))
        except psycopg.Error as error:
            if not is_stale(error):
                raise
            if self.depth:
                self.retire()
                raise stale_in_transaction(error) from error
        yield from forget_prepared(self.psycopg)
        return (yield from work(self.psycopg))

    def begin(self, options: TransactionOptions) -> Steps[int]:
        """Begins a transaction, or a savepoint in one; what :meth:`end` takes."""
        if self.depth:
            yield from self.run(f"SAVEPOINT _{self.depth}; {options.set_sql()}")
        else:
            yield from self.run_greeted(options.begin_sql())
        self.depth += 1
        return self.depth

    def end(self, block: int, *, keep: bool) -> Steps[None]:
        """Ends the transaction or the savepoint; whether what it did is kept."""
        self.depth = block - 1
        has_failed = self.pgconn.transaction_status == _IN_ERROR
        is_kept = keep and not has_failed
        name = f"_{block - 1}"
        if block == 1:
            sql = "COMMIT" if is_kept else "ROLLBACK"
        else:
            undo = "" if is_kept else f"ROLLBACK TO SAVEPOINT {name}; "
            sql = f"{undo}RELEASE SAVEPOINT {name}"
        try:
            yield from self.run(sql)
        except psycopg.Error:
            # A server that is gone has taken everything back already.
            if keep or not self.is_lost():
                raise
        if keep and has_failed:
            # PostgreSQL would say nothing of it.
            raise pg.InFailedSqlTransaction(
                "A statement of the transaction has failed, so nothing of it is kept. "
                "Where an error is expected, put the statement in a tx.transaction()."
            )

    def pipeline(
        self, statements: Sequence[Statement[Any]], *, begin: bool = False
    ) -> Steps[list[Any]]:
        """The results of statements that are sent without waiting between them."""
        sends = [sending(self.pgconn, b"BEGIN")] if begin else []
        for each in statements:
            sends.append(sending(self.pgconn, each.sql.encode(), each.params))
        send = self.greeted if self.asks() else self.piped
        results = [checked(each) for each in (yield from send(sends))]
        pairs = zip(statements, results[1:] if begin else results, strict=True)
        return [decoded(each, result) for each, result in pairs]

    def is_running(self) -> bool:
        """Whether a statement runs."""
        return self.pgconn.transaction_status == _ACTIVE

    def is_clean(self) -> bool:
        """Whether it is in no transaction and as it was set up."""
        if self.pgconn.transaction_status != _IDLE:
            return False
        if self.was_lent_out:
            self.was_lent_out = False
            return self._is_in_utc()
        return True

    def _is_in_utc(self) -> bool:
        return self.pgconn.parameter_status(b"TimeZone") in _UTC

    def is_lost(self) -> bool:
        """Whether the server is gone."""
        return self.pgconn.status != pq.ConnStatus.OK

    def _attempt(self, statement: Statement[R]) -> Steps[R]:
        sql = statement.sql
        check = None
        if statement.may_be_unreadable and not self.depth:
            check = statement.check
            if check is None:
                return (yield from self._kept_if_read(statement))
            sql = f"{sql}, {check}"
        known, results = yield from self.sent(sql, statement)
        try:
            result = checked(results)
        except pg.DivisionByZero as error:
            if check is None or not _is_unsure(statement, error):
                raise
            return (yield from self._kept_if_read(statement))
        self.keep(known, statement, result, check is not None)
        return decoded(statement, result, known.transformer, check is not None)

    def _kept_if_read(self, statement: Statement[R]) -> Steps[R]:
        """Runs a statement that is committed when its rows are decoded."""
        try:
            (result,) = yield from self.pipeline([statement], begin=True)
            yield from self.run("COMMIT")
        except Exception:
            if not self.is_lost() and self.pgconn.transaction_status != _IDLE:
                yield from self.run("ROLLBACK")
            raise
        returned: R = result
        return returned


def _is_unsure(statement: Statement[Any], error: psycopg.Error) -> bool:
    """Whether the database is not sure that the row can be read: look at it."""
    has_check = statement.may_be_unreadable and statement.check is not None
    return has_check and isinstance(error, pg.DivisionByZero)
