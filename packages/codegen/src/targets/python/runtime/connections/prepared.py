"""Statements that a connection keeps prepared while a table changes under them."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import errors as pg

from ..errors import is_stale
from .steps import Steps, entered, left

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


def is_outdated(error: psycopg.Error, token: str) -> bool:
    """Whether a prepared statement that failed may only have to be prepared anew.

    ``token`` is in the names of the connection's own.
    """
    if isinstance(error, (pg.InvalidSqlStatementName, pg.DuplicatePreparedStatement)):
        return token in (error.diag.message_primary or "")
    return is_stale(error) or isinstance(error, _OF_TYPES)


def forget_prepared(connection: Any) -> Steps[None]:
    """Has psycopg's connection of either colour prepare every statement anew."""
    yield connection.rollback()
    # psycopg forgets what it has prepared whenever a transaction is rolled back.
    block = connection.transaction(force_rollback=True)
    yield entered(block)
    yield left(block, None)


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
