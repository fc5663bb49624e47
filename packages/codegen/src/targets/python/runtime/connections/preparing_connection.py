"""A connection on which a statement is prepared when it comes again.

It is found by its text: SQL that is kept is one object, so that nobody looks at its
characters.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg import abc
from psycopg import errors as pg
from psycopg.adapt import Transformer
from psycopg.pq.abc import PGconn, PGresult

from ..tables.statement import Operation, Statement
from .adapters import ADAPTERS
from .answers import MANY, ROWS, checked, decoded
from .greeting_connection import GreetingConnection
from .handshake import Handshake
from .prepared import is_outdated
from .sockets import BlockingSocket, LoopSocket
from .steps import Steps

R = TypeVar("R")


class Known:
    """A statement that a connection has run, prepared when it comes again."""

    __slots__ = ("has_check", "name", "sql", "transformer")

    def __init__(self, sql: bytes) -> None:
        self.sql = sql
        self.name: bytes | None = None
        self.has_check = False
        self.transformer: abc.Transformer | None = None


class PreparingConnection(GreetingConnection):
    """Sends statements, and knows those that it has prepared."""

    def __init__(
        self,
        connection: Any,
        socket: BlockingSocket | LoopSocket,
        cache_size: int,
        handshake: Handshake,
    ) -> None:
        super().__init__(connection, socket, handshake)
        #: When a statement that runs is canceled, by the monotonic clock; and after how
        #: many seconds, where the server is not told.
        self.deadline: float | None = None
        self.limit: float | None = None
        #: The pool's, of those that are replaced together.
        self.room: Any = None
        self._cache_size = cache_size
        self.statements: dict[str, Known] = {}
        #: Those that are sent with a check, by their text without it.
        self.with_check: dict[str, Known] = {}
        # Names differ between connections: behind a pooler they share a server.
        self._token = os.urandom(4).hex()
        self._names = 0
        self.last: Known | None = None

    def send(self, statement: Statement[Any] | Operation[Any]) -> Known | None:
        """Sends a statement that needs nothing else; None where it needs more."""
        if type(statement) is not Statement or self.deadline is not None:
            return None
        is_checked = statement.may_be_unreadable and not self.depth
        statements = self.with_check if is_checked else self.statements
        known = statements.get(statement.sql)
        if known is None or known.transformer is None or known.name is None:
            return None
        self.last = known
        self.pgconn.send_query_prepared(known.name, statement.params)
        return known

    def finish(self, known: Known, statement: Statement[R]) -> R:
        """What :meth:`send` has sent gives."""
        results = self.socket.results
        transformer = known.transformer
        if len(results) == 1 and not known.has_check and transformer is not None:
            # A few rows, with no function in between.
            result = results[0]
            count = result.ntuples
            if count <= MANY and result.status == ROWS:
                transformer.set_pgresult(result, set_loaders=False)
                return statement.decode(transformer.load_rows(0, count, tuple), count)
        return decoded(statement, checked(results), transformer, known.has_check)

    def sent(
        self, sql: str, statement: Statement[Any]
    ) -> Steps[tuple[Known, Sequence[PGresult]]]:
        """Sends a statement with this SQL, and gives what is answered."""
        known = self.statements.get(sql)
        if known is None:
            known = Known(sql.encode())
            if self._cache_size and statement.prepare:
                yield from self._remember(sql, known)
        elif known.name is None:
            yield from self._prepare(known)
        self.last = known
        deadline = self.deadline
        if deadline is None and self.limit is not None:
            deadline = monotonic() + self.limit
        asks = self.asks()
        if asks and deadline is None:
            send = partial(_send, self.pgconn, known, statement.params)
            (results,) = yield from self.greeted([send])
            return known, results
        if asks:
            yield from self.ask()
        _send(self.pgconn, known, statement.params)
        yield from self.answered(deadline)
        return known, self.socket.results

    def keep(
        self, known: Known, statement: Statement[Any], result: PGresult, has_check: bool
    ) -> None:
        """Keeps how the columns of a statement are read, which has no error.

        Their types do not change while it is prepared.
        """
        if known.name is None or known.transformer is not None:
            return
        known.transformer = Transformer(ADAPTERS)
        known.transformer.set_pgresult(result)
        if has_check:
            known.has_check = True
            self.with_check[statement.sql] = known

    def is_outdated(self, error: psycopg.Error) -> bool:
        """Whether the last statement may only have to be prepared anew."""
        last = self.last
        if last is None or last.name is None:
            return False
        return is_outdated(error, self._token)

    def retire(self) -> None:
        """Has every connection replaced: the table has changed for all of them."""
        self.statements.clear()
        self.with_check.clear()
        self.room.retire()

    def forget(self, error: psycopg.Error) -> Steps[None]:
        """Has what has failed with this error prepared anew."""
        last = self.last
        if isinstance(error, pg.InvalidSqlStatementName):
            # The server has lost them all, as after DISCARD ALL.
            self.statements.clear()
            self.with_check.clear()
        elif last is not None and last.name is not None:
            self.statements.pop(last.sql.decode(), None)
            self.with_check.clear()
            if not isinstance(error, pg.DuplicatePreparedStatement):
                yield from self.run(f'DEALLOCATE "{last.name.decode()}"')

    def _remember(self, sql: str, known: Known) -> Steps[None]:
        self.statements[sql] = known
        if len(self.statements) > self._cache_size:
            oldest = self.statements.pop(next(iter(self.statements)))
            self.with_check.clear()
            if oldest.name is not None:
                yield from self.run(f'DEALLOCATE "{oldest.name.decode()}"')

    def _prepare(self, known: Known) -> Steps[None]:
        self._names += 1
        name = f"{self._token}_{self._names}".encode()
        self.pgconn.send_prepare(name, known.sql)
        yield from self.answered(self.deadline)
        checked(self.socket.results)
        known.name = name


def _send(pgconn: PGconn, known: Known, params: Sequence[bytes | None]) -> None:
    if known.name is None:
        pgconn.send_query_params(known.sql, params)
    else:
        pgconn.send_query_prepared(known.name, params)
