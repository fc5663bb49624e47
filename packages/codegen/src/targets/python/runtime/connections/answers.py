"""What a statement makes of the results that have come for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import psycopg
from psycopg import abc, pq
from psycopg import errors as pg
from psycopg.adapt import Transformer
from psycopg.pq.abc import PGresult

from ..tables.statement import Rows, Statement
from .adapters import ADAPTERS

R = TypeVar("R")

ROWS = pq.ExecStatus.TUPLES_OK.value
#: A result of more rows is not kept until the next one.
MANY = 100

_GOOD = (ROWS, pq.ExecStatus.COMMAND_OK.value, pq.ExecStatus.EMPTY_QUERY.value)


def checked(results: Sequence[PGresult]) -> PGresult:
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


def decoded(
    statement: Statement[R],
    result: PGresult,
    known: abc.Transformer | None = None,
    has_check: bool = False,
) -> R:
    """What the statement makes of its result.

    ``known`` reads its columns already; ``has_check`` says that one is behind them.
    """
    if not statement.returns_rows:
        return statement.decode([], result.command_tuples or 0)
    transformer = Transformer(ADAPTERS) if known is None else known
    transformer.set_pgresult(result, set_loaders=known is None)
    count = result.ntuples
    rows: Rows = transformer.load_rows(0, count, tuple)
    if count > MANY:
        # Not to keep its memory.
        transformer.set_pgresult(None, set_loaders=False)
    if has_check:
        rows = [row[:-1] for row in rows]
    return statement.decode(rows, count)
