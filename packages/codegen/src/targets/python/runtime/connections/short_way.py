"""The short way of a statement that is prepared, in a sync client.

Much of what a read by key takes is calls of functions, so one function takes a
connection, sends, waits, reads and gives back. What it does not know is for the steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any

from psycopg.pq import TransactionStatus

from ..tables.statement import Operation, Statement
from .answers import MANY, ROWS, checked, decoded
from .handshake import Handshake
from .rooms import Room

_IDLE = TransactionStatus.IDLE.value
#: What was used so short a time ago, in seconds, is as good as in use: it is not looked
#: at, and what becomes of it in between is met by the statement.
FRESH = 0.001


@dataclass(slots=True)
class Unfinished:
    """A statement that takes steps: on this connection, if any, after this error."""

    connection: Any = None
    failed: BaseException | None = None


TAKES_STEPS = Unfinished()
"""No connection was taken."""


class ShortWay:
    """What a pool does at once."""

    #: The one that was asked for last.
    room: Room | None
    handshake: Handshake
    is_closed: bool

    def ask(self, statement: Statement[Any] | Operation[Any]) -> Any:
        """The result of a statement, or how far it has come: :class:`Unfinished`."""
        room = self.room
        if room is None:
            return TAKES_STEPS
        lane = room.lane
        now = monotonic()
        if lane.waiting or now >= self.handshake.due:
            return TAKES_STEPS
        try:
            connection = lane.idle.pop()
        except IndexError:
            return TAKES_STEPS
        if (
            now - connection.used_at >= FRESH or now >= connection.expires
        ) and not room.keeps(connection, now):
            return TAKES_STEPS
        try:
            # As send() does.
            if type(statement) is not Statement or connection.deadline is not None:
                return Unfinished(connection)
            is_checked = statement.may_be_unreadable and not connection.depth
            statements = connection.with_check if is_checked else connection.statements
            known = statements.get(statement.sql)
            if known is None or known.transformer is None or known.name is None:
                return Unfinished(connection)
            connection.last = known
            pgconn = connection.pgconn
            pgconn.send_query_prepared(known.name, statement.params)
            # As answer() does, of what is sent and comes in one piece.
            socket = connection.socket
            results: list[Any] = []
            is_answered = False
            if pgconn.flush():
                socket.answer(None)
                results, is_answered = socket.results, True
            poll = socket.poll
            while not is_answered:
                poll(None)
                pgconn.consume_input()
                while not pgconn.is_busy():
                    found = pgconn.get_result()
                    if found is None:
                        is_answered = True
                        break
                    results.append(found)
            # As finish() does.
            transformer = known.transformer
            found = results[0] if len(results) == 1 and not known.has_check else None
            if (
                found is not None
                and (count := found.ntuples) <= MANY
                and found.status == ROWS
            ):
                transformer.set_pgresult(found, set_loaders=False)
                rows = transformer.load_rows(0, count, tuple)
                result: Any = statement.decode(rows, count)
            else:
                found = checked(results)
                result = decoded(statement, found, transformer, known.has_check)
        except BaseException as error:  # noqa: BLE001
            return Unfinished(connection, error)
        if self.is_closed or pgconn.transaction_status != _IDLE:
            self.give(connection)
            return result
        connection.used_at = monotonic()
        lane.idle.append(connection)
        if lane.waiting:
            lane.serve_waiting()
        return result

    def give(self, connection: Any) -> None:
        """Takes a connection back."""
        raise NotImplementedError
