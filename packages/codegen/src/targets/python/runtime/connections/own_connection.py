"""A connection of the client's own: statements go to libpq, past psycopg's cursors.

A statement that comes again is prepared, and found by its text: SQL that is kept is one
object, so that nobody looks at its characters.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

import psycopg
from psycopg import abc, pq
from psycopg import errors as pg
from psycopg.adapt import Transformer
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait

from ..errors import is_stale, stale_in_transaction
from ..tables.statement import Operation, Rows, Statement
from .adapters import ADAPTERS
from .handshake import Handshake
from .pipelines import Send, answers, sending
from .prepared import forget_prepared, is_outdated
from .sockets import BlockingSocket, DeadlinePassed, LoopSocket
from .steps import Steps
from .transaction_options import TransactionOptions

R = TypeVar("R")

_GOOD = (
    pq.ExecStatus.TUPLES_OK.value,
    pq.ExecStatus.COMMAND_OK.value,
    pq.ExecStatus.EMPTY_QUERY.value,
)
_IDLE = pq.TransactionStatus.IDLE.value
_ACTIVE = pq.TransactionStatus.ACTIVE.value
_IN_ERROR = pq.TransactionStatus.INERROR.value

#: A result of more rows is not kept until the next one.
_MANY = 100

#: How long a statement that was given up may take to end, in seconds.
_PATIENCE = 5.0


class OwnConnection:
    """Lent to one caller at a time."""

    def __init__(
        self,
        connection: Any,
        socket: BlockingSocket | LoopSocket,
        cache_size: int,
        handshake: Handshake,
    ) -> None:
        #: psycopg's own, for what is not a plain statement.
        self.psycopg = connection
        self.pgconn: PGconn = connection.pgconn
        #: When a statement that runs is canceled, by the monotonic clock.
        self.deadline: float | None = None
        #: For the pool: where it belongs, when it is replaced, until when it is kept
        #: idle, and until when it is so fresh from use that nobody looks at it.
        self.room: Any = None
        self.expires = 0.0
        self.good_until = 0.0
        self.fresh_until = 0.0
        self.was_used = False
        #: How many blocks of transactions are open.
        self.depth = 0
        self.socket = socket
        self._handshake = handshake
        self._cache_size = cache_size
        self._limit: float | None = None
        self._statements: dict[str, _Known] = {}
        #: Those that are sent with a check, by their text without it.
        self._with_check: dict[str, _Known] = {}
        # Names differ between connections: behind a pooler they share a server.
        self._token = os.urandom(4).hex()
        self._names = 0
        self._was_lent_out = False
        self._last: _Known | None = None

    def set_up(self, statement_timeout: float | None) -> Steps[None]:
        """Has the session as the client reads its answers: times in UTC."""
        settings: list[str] = []
        if self.pgconn.parameter_status(b"TimeZone") != b"UTC":
            settings.append("SET TimeZone TO 'UTC'")
        if not (self.pgconn.parameter_status(b"DateStyle") or b"").startswith(b"ISO"):
            settings.append("SET DateStyle TO 'ISO'")
        if statement_timeout is not None and not self._cache_size:
            # A pooler would give the setting to others: the client cancels by itself.
            self._limit = statement_timeout
        elif statement_timeout is not None:
            milliseconds = max(1, round(statement_timeout * 1000))
            settings.append(f"SET statement_timeout TO {milliseconds}")
        if settings:
            yield from self._run_greeted(settings)

    def ask(self) -> Steps[None]:
        """Asks the handshake's question, in a round trip of its own."""
        handshake = self._handshake
        handshake.asking()
        try:
            self.pgconn.send_query_params(*handshake.question)
            waiting = self.socket.answer(None)
            if waiting is not None:
                yield waiting
        except psycopg.Error:
            # What is wrong with the connection is for the next statement to say.
            handshake.was_lost()
            return
        except BaseException as error:
            handshake.was_lost()
            yield from self._abandon(error)
            raise
        handshake.hear(self.socket.results)

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
            if not self._is_outdated(error):
                raise
            if self.depth:
                self._retire()
                raise stale_in_transaction(error) from error
            yield from self._forget(error)
            return (yield from self._attempt(statement))
        except DeadlinePassed as passed:
            yield from self._abandon(passed)
            raise pg.QueryCanceled("the statement has taken too long") from passed
        except BaseException as error:
            yield from self._abandon(error)
            raise

    def known(self, statement: Statement[Any] | Operation[Any]) -> _Known | None:
        """How a statement is prepared that needs nothing but to be sent."""
        if type(statement) is not Statement or self.deadline is not None:
            return None
        is_checked = statement.may_be_unreadable and not self.depth
        statements = self._with_check if is_checked else self._statements
        known = statements.get(statement.sql)
        return None if known is None or known.transformer is None else known

    def send(self, known: _Known, statement: Statement[Any]) -> None:
        """Sends a statement that is known."""
        self._last = known
        self.pgconn.send_query_prepared(known.name, statement.params)  # type: ignore[arg-type]

    def finish(self, known: _Known, statement: Statement[R]) -> R:
        """What :meth:`send` has sent gives."""
        result = _checked(self.socket.results)
        return _decoded(statement, result, known.transformer, known.has_check)

    def operate(self, work: Callable[[Any], Steps[R]]) -> Steps[R]:
        """What steps on psycopg's connection return."""
        if self._asks():
            yield from self.ask()
        if self.deadline is not None:
            left = max(1, round((self.deadline - time.monotonic()) * 1000))
            yield from self.run(f"SET LOCAL statement_timeout TO {left}")
        self.socket.let_go()
        self._was_lent_out = True
        try:
            return (yield from work(self.psycopg))
        except psycopg.Error as error:
            if not is_stale(error):
                raise
            if self.depth:
                self._retire()
                raise stale_in_transaction(error) from error
        yield from forget_prepared(self.psycopg)
        return (yield from work(self.psycopg))

    def begin(self, options: TransactionOptions) -> Steps[int]:
        """Begins a transaction, or a savepoint in one; what :meth:`end` takes."""
        if self.depth:
            yield from self.run(f"SAVEPOINT _{self.depth}; {options.set_sql()}")
        else:
            yield from self._run_greeted(options.begin_sql())
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
        send = self._greeted if self._asks() else self._answers
        results = [_checked(each) for each in (yield from send(sends))]
        pairs = zip(statements, results[1:] if begin else results, strict=True)
        return [_decoded(each, result) for each, result in pairs]

    def is_running(self) -> bool:
        """Whether a statement runs."""
        return self.pgconn.transaction_status == _ACTIVE

    def is_clean(self) -> bool:
        """Whether it is in no transaction and as it was set up."""
        if self.pgconn.transaction_status != _IDLE:
            return False
        if self._was_lent_out:
            self._was_lent_out = False
            return self.pgconn.parameter_status(b"TimeZone") == b"UTC"
        return True

    def is_lost(self) -> bool:
        """Whether the server is gone."""
        return self.pgconn.status != pq.ConnStatus.OK

    def close(self) -> None:
        """Closes it, whatever it does."""
        self.socket.close()

    def _attempt(self, statement: Statement[R]) -> Steps[R]:
        sql = statement.sql
        check = None
        if statement.may_be_unreadable and not self.depth:
            check = statement.check
            if check is None:
                return (yield from self._kept_if_read(statement))
            sql = f"{sql}, {check}"
        known = self._statements.get(sql)
        if known is None:
            known = _Known(sql.encode())
            if self._cache_size and statement.prepare:
                yield from self._remember(sql, known)
        elif known.name is None:
            yield from self._prepare(known)
        self._last = known
        deadline = self.deadline
        if deadline is None and self._limit is not None:
            deadline = time.monotonic() + self._limit
        asks = self._asks()
        if asks and deadline is None:
            send = partial(_send, self.pgconn, known, statement.params)
            (results,) = yield from self._greeted([send])
        else:
            if asks:
                yield from self.ask()
            _send(self.pgconn, known, statement.params)
            waiting = self.socket.answer(deadline)
            if waiting is not None:
                yield waiting
            results = self.socket.results
        try:
            result = _checked(results)
        except pg.DivisionByZero as error:
            if check is None or not _is_unsure(statement, error):
                raise
            return (yield from self._kept_if_read(statement))
        if known.name is not None and known.transformer is None:
            # The types of its columns do not change while it is prepared.
            known.transformer = Transformer(ADAPTERS)
            known.transformer.set_pgresult(result)
            if check is not None:
                known.has_check = True
                self._with_check[statement.sql] = known
        return _decoded(statement, result, known.transformer, check is not None)

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

    def _asks(self) -> bool:
        """Whether the handshake goes along with what is sent next."""
        return not self.depth and self._handshake.is_due()

    def _greeted(self, sends: Sequence[Send]) -> Steps[list[list[PGresult]]]:
        """What is answered to each; the handshake goes before, in one round trip."""
        handshake = self._handshake
        handshake.asking()
        question = sending(self.pgconn, *handshake.question)
        try:
            greeting, *found = yield from self._answers([question], sends)
        except BaseException:
            handshake.was_lost()
            raise
        handshake.hear(greeting)
        return found

    def _run_greeted(self, statements: Sequence[str]) -> Steps[None]:
        """Runs SQL that has no parameters, with the handshake where it is due."""
        if not self._asks():
            yield from self.run("; ".join(statements))
            return
        sends = [sending(self.pgconn, each.encode()) for each in statements]
        for results in (yield from self._greeted(sends)):
            _checked(results)

    def _answers(self, *groups: Sequence[Send]) -> Steps[list[list[PGresult]]]:
        """What is answered to each that is sent; a group is a transaction."""
        self.socket.let_go()
        try:
            return (yield from answers(self.psycopg, *groups))
        except BaseException as error:
            if not isinstance(error, (psycopg.Error, GeneratorExit)):
                with suppress(Exception):
                    yield self.psycopg.cancel_safe(timeout=_PATIENCE)
            self.close()
            raise

    def run(self, sql: str) -> Steps[PGresult]:
        """The result of SQL that has no parameters and is not for the caller."""
        try:
            self.pgconn.send_query(sql.encode())
            waiting = self.socket.answer(None)
            if waiting is not None:
                yield waiting
            return _checked(self.socket.results)
        except psycopg.Error:
            raise
        except BaseException as error:
            yield from self._abandon(error)
            raise

    def _remember(self, sql: str, known: _Known) -> Steps[None]:
        self._statements[sql] = known
        if len(self._statements) > self._cache_size:
            oldest = self._statements.pop(next(iter(self._statements)))
            self._with_check.clear()
            if oldest.name is not None:
                yield from self.run(f'DEALLOCATE "{oldest.name.decode()}"')

    def _prepare(self, known: _Known) -> Steps[None]:
        self._names += 1
        name = f"{self._token}_{self._names}".encode()
        self.pgconn.send_prepare(name, known.sql)
        waiting = self.socket.answer(self.deadline)
        if waiting is not None:
            yield waiting
        _checked(self.socket.results)
        known.name = name

    def _is_outdated(self, error: psycopg.Error) -> bool:
        """Whether the last statement may only have to be prepared anew."""
        last = self._last
        if last is None or last.name is None:
            return False
        return is_outdated(error, self._token)

    def _retire(self) -> None:
        """Has every connection replaced: the table has changed for all of them."""
        self._statements.clear()
        self._with_check.clear()
        self.room.retire()

    def _forget(self, error: psycopg.Error) -> Steps[None]:
        last = self._last
        if isinstance(error, pg.InvalidSqlStatementName):
            # The server has lost them all, as after DISCARD ALL.
            self._statements.clear()
            self._with_check.clear()
        elif last is not None and last.name is not None:
            self._statements.pop(last.sql.decode(), None)
            self._with_check.clear()
            if not isinstance(error, pg.DuplicatePreparedStatement):
                yield from self.run(f'DEALLOCATE "{last.name.decode()}"')

    def _abandon(self, error: BaseException) -> Steps[None]:
        """Has a statement canceled that nobody waits for any longer."""
        self.socket.let_go()
        if isinstance(error, GeneratorExit):
            self.close()
        elif self.pgconn.transaction_status == _ACTIVE:
            try:
                yield self.psycopg.cancel_safe(timeout=_PATIENCE)
                yield self.psycopg.wait(_drained(self.pgconn))
            except BaseException:  # noqa: BLE001
                self.close()


class _Known:
    """A statement that a connection has run, prepared when it comes again."""

    __slots__ = ("has_check", "name", "sql", "transformer")

    def __init__(self, sql: bytes) -> None:
        self.sql = sql
        self.name: bytes | None = None
        self.has_check = False
        self.transformer: abc.Transformer | None = None


def _send(pgconn: PGconn, known: _Known, params: Sequence[bytes | None]) -> None:
    if known.name is None:
        pgconn.send_query_params(known.sql, params)
    else:
        pgconn.send_query_prepared(known.name, params)


def _is_unsure(statement: Statement[Any], error: psycopg.Error) -> bool:
    """Whether the database is not sure that the row can be read: look at it."""
    has_check = statement.may_be_unreadable and statement.check is not None
    return has_check and isinstance(error, pg.DivisionByZero)


def _decoded(
    statement: Statement[R],
    result: PGresult,
    known: abc.Transformer | None = None,
    has_check: bool = False,
) -> R:
    """What the statement makes of its result."""
    if not statement.returns_rows:
        return statement.decode([], result.command_tuples or 0)
    transformer = Transformer(ADAPTERS) if known is None else known
    transformer.set_pgresult(result, set_loaders=known is None)
    count = result.ntuples
    rows: Rows = transformer.load_rows(0, count, tuple)
    if count > _MANY:
        # Not to keep its memory.
        transformer.set_pgresult(None, set_loaders=False)
    if has_check:
        rows = [row[:-1] for row in rows]
    return statement.decode(rows, count)


def _checked(results: Sequence[PGresult]) -> PGresult:
    """The last of the results, of which none is an error."""
    if len(results) == 1 and results[0].status in _GOOD:
        return results[0]
    if not results:
        raise psycopg.OperationalError("the connection is lost")
    for result in results:
        status = result.status
        if status not in _GOOD:
            raise pg.error_from_result(result, encoding="utf-8")
    return results[-1]


def _drained(pgconn: PGconn) -> Generator[Wait, Ready, None]:
    """Reads what is left of an answer that nobody wants."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        while pgconn.is_busy():
            if not (yield Wait.R) and time.monotonic() > deadline:
                raise psycopg.OperationalError("the statement has not ended")
            pgconn.consume_input()
        if pgconn.get_result() is None:
            return
