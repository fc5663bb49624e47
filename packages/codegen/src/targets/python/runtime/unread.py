"""Writes that are not kept where their rows cannot be read."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import psycopg
from psycopg import sql

from .prepared import is_alone
from .types import RawQuery

_WRITE = re.compile(r"\b(?:insert|update|delete|merge)\b", re.IGNORECASE)


def commits_at_once(connection: psycopg.BaseConnection[Any]) -> bool:
    """Whether the next statement is a transaction of its own."""
    return connection.autocommit and is_alone(connection)


def may_write(query: RawQuery) -> bool:
    """Whether the caller's own SQL has the word of a statement that writes rows."""
    if isinstance(query, bytes):
        text = query.decode(errors="replace")
    else:
        text = query.as_string(None) if isinstance(query, sql.Composable) else query
    return _WRITE.search(text) is not None


@contextmanager
def until_read(connection: psycopg.Connection[Any]) -> Generator[None, None, None]:
    """Has the statement of the block committed at its end, rows and all.

    Costs one more round trip: BEGIN goes ahead of the statement, and COMMIT has to wait
    for the rows.
    """
    if not psycopg.Pipeline.is_supported():
        with connection.transaction():
            yield
    else:
        try:
            with connection.pipeline():
                connection.execute(b"BEGIN", prepare=False)
                yield
                connection.execute(b"COMMIT", prepare=False)
        except BaseException:
            if not connection.closed:
                connection.rollback()
            raise


@asynccontextmanager
async def until_read_async(
    connection: psycopg.AsyncConnection[Any],
) -> AsyncGenerator[None, None]:
    """Has the statement of the block committed at its end, rows and all."""
    if not psycopg.AsyncPipeline.is_supported():
        async with connection.transaction():
            yield
    else:
        try:
            async with connection.pipeline():
                await connection.execute(b"BEGIN", prepare=False)
                yield
                await connection.execute(b"COMMIT", prepare=False)
        except BaseException:
            if not connection.closed:
                await connection.rollback()
            raise
