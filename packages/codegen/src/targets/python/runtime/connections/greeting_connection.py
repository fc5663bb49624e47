"""A connection that sends SQL, and along with it the handshake where that is due."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any

import psycopg
from psycopg import pq
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait

from .answers import checked
from .handshake import Handshake
from .pipelines import Send, answers, sending
from .sockets import BlockingSocket, LoopSocket
from .steps import Steps

_ACTIVE = pq.TransactionStatus.ACTIVE.value

#: How long a statement that was given up may take to end, in seconds.
_PATIENCE = 5.0


class GreetingConnection:
    """psycopg's connection, past its cursors."""

    def __init__(
        self,
        connection: Any,
        socket: BlockingSocket | LoopSocket,
        handshake: Handshake,
    ) -> None:
        #: psycopg's own, for what is not a plain statement.
        self.psycopg = connection
        self.pgconn: PGconn = connection.pgconn
        self.socket = socket
        #: How many blocks of transactions are open.
        self.depth = 0
        self._handshake = handshake

    def ask(self) -> Steps[None]:
        """Asks the handshake's question, in a round trip of its own."""
        handshake = self._handshake
        handshake.asking()
        try:
            self.pgconn.send_query_params(*handshake.question)
            yield from self.answered(None)
        except psycopg.Error:
            # What is wrong with the connection is for the next statement to say.
            handshake.was_lost()
            return
        except BaseException as error:
            handshake.was_lost()
            yield from self.abandon(error)
            raise
        handshake.hear(self.socket.results)

    def asks(self) -> bool:
        """Whether the handshake goes along with what is sent next."""
        return not self.depth and self._handshake.is_due()

    def greeted(self, sends: Sequence[Send]) -> Steps[list[list[PGresult]]]:
        """What is answered to each; the handshake goes before, in one round trip."""
        handshake = self._handshake
        handshake.asking()
        question = sending(self.pgconn, *handshake.question)
        try:
            greeting, *found = yield from self.piped([question], sends)
        except BaseException:
            handshake.was_lost()
            raise
        handshake.hear(greeting)
        return found

    def run_greeted(self, statements: Sequence[str]) -> Steps[None]:
        """Runs SQL that has no parameters, with the handshake where it is due."""
        if not self.asks():
            yield from self.run("; ".join(statements))
            return
        sends = [sending(self.pgconn, each.encode()) for each in statements]
        for results in (yield from self.greeted(sends)):
            checked(results)

    def piped(self, *groups: Sequence[Send]) -> Steps[list[list[PGresult]]]:
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
            yield from self.answered(None)
            return checked(self.socket.results)
        except psycopg.Error:
            raise
        except BaseException as error:
            yield from self.abandon(error)
            raise

    def answered(self, deadline: float | None) -> Steps[None]:
        """Waits for the answer to what was sent."""
        waiting = self.socket.answer(deadline)
        if waiting is not None:
            yield waiting

    def abandon(self, error: BaseException) -> Steps[None]:
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

    def close(self) -> None:
        """Closes it, whatever it does."""
        self.socket.close()


def _drained(pgconn: PGconn) -> Generator[Wait, Ready, None]:
    """Reads what is left of an answer that nobody wants."""
    deadline = monotonic() + _PATIENCE
    while True:
        while pgconn.is_busy():
            if not (yield Wait.R) and monotonic() > deadline:
                raise psycopg.OperationalError("the statement has not ended")
            pgconn.consume_input()
        if pgconn.get_result() is None:
            return
