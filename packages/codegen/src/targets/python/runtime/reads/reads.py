"""Statements that read rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..conditions.tokens import Shape
from ..conditions.where import Where, shape_sql, unique_where, walk
from ..errors import ClientError, InvalidQueryError, InvalidValueError
from ..tables.bound_table import BoundTable
from ..tables.statement import Params, Rows, Statement
from .ranges import Range, range_key, range_sql
from .selections import Selection, whole

R = TypeVar("R")


def find_unique(
    table: BoundTable[Any],
    where: Where,
    selection: Selection[Any] | None = None,
    lock: str = "",
) -> Statement[Any]:
    """The row with this key, or None."""
    chosen: Selection[Any] = selection or table.whole or whole(table)
    if where.__class__ is dict and len(where) == 1 and not lock:
        for name in where:
            known = chosen.by_key.get(name)
            if known is not None:
                sql, encode = known
                try:
                    return Statement(sql, [encode(where[name])], chosen.one)
                except InvalidValueError:
                    # The long way finds out what it is instead.
                    pass
    sql, params = _by_key(table, where, chosen, lock)
    return Statement(sql, params, chosen.one)


def _by_key(
    table: BoundTable[Any], where: Where, selection: Selection[Any], lock: str
) -> tuple[str, list[bytes | None]]:
    shape = Shape()
    try:
        walk(table, unique_where(table, where), shape)
    except ClientError as error:
        error.inside("where")
        raise
    key = ("unique", selection.key, lock, *shape.tokens)
    sql = table.queries.get(key)
    if sql is None:
        condition = shape_sql(table, shape, Params())
        sql = f"SELECT {selection.sql} FROM {table.target} WHERE {condition}{lock}"
        table.keep(key, sql)
    if len(shape.values) == len(where) == 1 and not lock:
        ((name, value),) = where.items()
        _remember(table, name, value, selection, sql)
    return sql, shape.values


def _remember(
    table: BoundTable[Any],
    name: str,
    value: object,
    selection: Selection[Any],
    sql: str,
) -> None:
    """Has the next read by the same key take the short way."""
    codec = table.by_name[name].codec
    try:
        codec.encode(value)
    except InvalidValueError:
        # It was compared as another type.
        return
    if codec.compare is None:
        selection.by_key[name] = sql, codec.encode


def find_first(
    table: BoundTable[Any], wanted: Range, selection: Selection[R], lock: str = ""
) -> Statement[R | None]:
    """The first row of a range; the last one where ``take`` is -1."""
    if wanted.take not in (None, 1, -1):
        raise InvalidQueryError(f"Takes 1 or -1, got {wanted.take!r}.").inside("take")
    wanted.is_single = True
    sql, params = _query(table, wanted, selection, lock)
    return Statement(sql, params, selection.one)


def find_many(
    table: BoundTable[Any],
    wanted: Range,
    selection: Selection[Any] | None = None,
    lock: str = "",
) -> Statement[list[Any]]:
    """Every row of a range."""
    chosen: Selection[Any] = selection or table.whole or whole(table)
    sql, params = _query(table, wanted, chosen, lock)
    take = wanted.take
    if take is not None and take < 0:
        return Statement(sql, params, _last_first(chosen.all))
    return Statement(sql, params, chosen.all)


def find_where(table: BoundTable[Any], where: Where) -> Statement[list[Any]]:
    """Every whole row that meets the conditions: :func:`find_many` in short."""
    scope = table.scope
    found = None if scope is None else scope.comparisons.find(where)
    if found is None:
        return find_many(table, Range(where))
    plan, values = found
    if plan.rows_sql is None:
        plan.rows_sql = find_many(table, Range(where)).sql
    return Statement(plan.rows_sql, values, (table.whole or whole(table)).all)


def _query(
    table: BoundTable[Any], wanted: Range, selection: Selection[Any], lock: str
) -> tuple[str, list[bytes | None]]:
    shape = Shape()
    key = (selection.key, lock, range_key(table, wanted, shape))
    sql = table.queries.get(key)
    if sql is None:
        if lock and wanted.distinct:
            raise InvalidQueryError(
                "Rows are not locked where distinct leaves some out."
            ).inside("for_update")
        sql = range_sql(table, wanted, selection.sql, Params()) + lock
        table.keep(key, sql)
    return sql, shape.values


def _last_first(
    decode: Callable[[Rows, int], list[R]],
) -> Callable[[Rows, int], list[R]]:
    """For rows that were read from the last one to the first."""
    return lambda rows, count: decode(rows[::-1], count)


def lock_sql(
    for_update: bool = False, skip_locked: bool = False, no_wait: bool = False
) -> str:
    """What locks the rows of a SELECT against writes of others."""
    if not for_update:
        if skip_locked or no_wait:
            name = "skip_locked" if skip_locked else "no_wait"
            raise InvalidQueryError("Says how for_update locks: give both.").inside(
                name
            )
        return ""
    if skip_locked and no_wait:
        raise InvalidQueryError(
            "Rows that are locked are skipped, or fail the statement, but not both."
        ).inside("no_wait")
    if skip_locked:
        return " FOR UPDATE OF t0 SKIP LOCKED"
    return " FOR UPDATE OF t0 NOWAIT" if no_wait else " FOR UPDATE OF t0"
