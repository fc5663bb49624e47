"""Statements that a connection keeps prepared while a table changes under them."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import errors as pg
from psycopg.pq import TransactionStatus

from .errors import is_stale

#: A statement that was right when it was prepared can fail with these once a column
#: has another type: the types of its parameters were settled then.
_OF_TYPES = (
    pg.DatatypeMismatch,
    pg.UndefinedFunction,
    pg.UndefinedObject,
    pg.AmbiguousFunction,
    pg.CannotCoerce,
    pg.InternalError_,
)


class Proven:
    """The SQL that has run, and so was right for the tables as they were."""

    #: Beyond this, what is new is not kept: it may be made of values.
    _LIMIT = 1000

    def __init__(self) -> None:
        self._known: set[str] = set()

    def add(self, sql: str) -> None:
        """Remembers what has run."""
        if len(self._known) < self._LIMIT:
            self._known.add(sql)

    def is_stale(self, sql: str, error: psycopg.Error) -> bool:
        """Whether a statement that failed may only have to be prepared anew."""
        if is_stale(error):
            return True
        if sql not in self._known or not isinstance(error, _OF_TYPES):
            return False
        # If it fails again, it is wrong by now.
        self._known.discard(sql)
        return True


def is_alone(connection: psycopg.BaseConnection[Any]) -> bool:
    """Whether the next statement is in no transaction with others before it."""
    return connection.info.transaction_status is TransactionStatus.IDLE


def forget_prepared(connection: psycopg.Connection[Any]) -> None:
    """Has the connection prepare every statement anew."""
    connection.rollback()
    # psycopg forgets what it has prepared whenever a transaction is rolled back.
    with connection.transaction(force_rollback=True):
        pass


async def forget_prepared_async(connection: psycopg.AsyncConnection[Any]) -> None:
    """Has the connection prepare every statement anew."""
    await connection.rollback()
    async with connection.transaction(force_rollback=True):
        pass
