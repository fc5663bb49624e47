"""Statements that a connection keeps prepared while a table changes under them."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import errors as pg
from psycopg.pq import TransactionStatus

from .errors import is_stale

#: A statement that was right when it was prepared can fail with these once a column
#: has another type: the types of its parameters were settled then.
_OF_SETTLED_TYPES = (
    pg.DatatypeMismatch,
    pg.UndefinedFunction,
    pg.UndefinedObject,
    pg.AmbiguousFunction,
    pg.CannotCoerce,
    pg.InternalError_,
)


def may_be_stale(error: psycopg.Error) -> bool:
    """Whether a statement that the schema allows may only have to be prepared anew."""
    return is_stale(error) or isinstance(error, _OF_SETTLED_TYPES)


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
