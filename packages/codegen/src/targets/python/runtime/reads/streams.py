"""Rows of a result of any size, read in batches by a cursor of the server."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from itertools import count
from typing import Any, TypeAlias

from ..connections.blocks import in_transaction, in_transaction_async
from ..connections.session import AsyncSession, Session
from ..errors import ClientError, InvalidQueryError
from ..tables.bound_table import affected
from ..tables.statement import Plan, Statement
from .loads import Loads, load

Batch: TypeAlias = list[Any]

_NUMBERS = count(1)


class Stream:
    """The rows of a statement, with relations that are loaded batch by batch.

    The cursor lives in a transaction: the one that is open, or one for it alone. The
    generators give it back when they are closed, whether all rows were read or not.
    """

    def __init__(
        self, statement: Statement[Batch], batch_size: int, loads: Loads | None
    ) -> None:
        if batch_size < 1:
            raise InvalidQueryError(f"batch_size is at least 1, got {batch_size}.")
        # A transaction may have several.
        name = f"rows_{next(_NUMBERS)}"
        self._declare = _command(
            f"DECLARE {name} NO SCROLL CURSOR FOR {statement.sql}", statement.params
        )
        self._fetch = Statement(
            f"FETCH {batch_size} FROM {name}", [], statement.decode, prepare=False
        )
        self._close = _command(f"CLOSE {name}", [])
        self._loads = loads

    def rows(self, session: Session) -> Generator[Any, None, None]:
        """The rows, in a sync client."""
        with in_transaction(session) as inner:
            inner.execute(self._declare)
            try:
                while batch := inner.perform(self._next):
                    yield from batch
                inner.execute(self._close)
            except GeneratorExit:
                try:
                    inner.execute(self._close)
                except ClientError:
                    # It went with its transaction.
                    pass
                raise

    async def rows_async(self, session: AsyncSession) -> AsyncGenerator[Any, None]:
        """The rows, in an async client."""
        async with in_transaction_async(session) as inner:
            await inner.execute(self._declare)
            try:
                while batch := await inner.perform(self._next):
                    for row in batch:
                        yield row
                await inner.execute(self._close)
            except GeneratorExit:
                try:
                    await inner.execute(self._close)
                except ClientError:
                    pass
                raise

    def _next(self) -> Plan[Batch]:
        rows: Batch = yield self._fetch
        if rows and self._loads is not None:
            yield from load(rows, self._loads)
        return rows


def _command(sql: str, params: list[bytes | None]) -> Statement[int]:
    # Its text comes once.
    return Statement(sql, params, affected, returns_rows=False, prepare=False)
