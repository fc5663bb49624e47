"""Statements that read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from .bound_table import BoundTable, comparable
from .codecs import is_mapping
from .errors import InvalidQueryError
from .statement import Params, Rows, Statement
from .where import unique_where_sql, where_sql

Row = TypeVar("Row")

_Order = Mapping[str, object] | Sequence[Mapping[str, object]] | None


def find_unique(
    table: BoundTable[Row], where: Mapping[str, object], *, for_update: bool = False
) -> Statement[Row | None]:
    """The row with this key; ``for_update`` locks it."""
    params = Params()
    condition = unique_where_sql(table, where, params)
    lock = " FOR UPDATE" if for_update else ""
    sql = f"SELECT {table.selection} FROM {table.target}{condition}{lock}"
    return Statement(sql, params.values, table.one)


def find_first(
    table: BoundTable[Row],
    where: Mapping[str, object] | None,
    order_by: _Order,
    skip: int | None,
) -> Statement[Row | None]:
    """The first row that meets the conditions."""
    params = Params()
    sql = _select(table, where, order_by, 1, skip, params)
    return Statement(sql, params.values, table.one)


def find_many(
    table: BoundTable[Row],
    where: Mapping[str, object] | None,
    order_by: _Order,
    take: int | None,
    skip: int | None,
) -> Statement[list[Row]]:
    """Every row that meets the conditions."""
    params = Params()
    sql = _select(table, where, order_by, take, skip, params)
    return Statement(sql, params.values, table.all)


def count(table: BoundTable[Any], where: Mapping[str, object] | None) -> Statement[int]:
    """How many rows meet the conditions."""
    params = Params()
    condition = where_sql(table, where, params)
    sql = f"SELECT count(*) FROM {table.target}{condition}"
    return Statement(sql, params.values, _single_number)


def _single_number(rows: Rows, _count: int) -> int:
    return int(rows[0][0])


def _select(
    table: BoundTable[Any],
    where: Mapping[str, object] | None,
    order_by: _Order,
    take: int | None,
    skip: int | None,
    params: Params,
) -> str:
    condition = where_sql(table, where, params)
    sql = f"SELECT {table.selection} FROM {table.target}{condition}"
    sql += _order_sql(table, order_by, params)
    if take is not None:
        sql += f" LIMIT {params.add(_natural('take', take), 'int8')}"
    if skip:
        sql += f" OFFSET {params.add(_natural('skip', skip), 'int8')}"
    return sql


def _natural(name: str, value: int) -> int:
    if value < 0:
        raise InvalidQueryError(f"{name} must not be negative, got {value}.")
    return value


def _order_sql(table: BoundTable[Any], order_by: _Order, params: Params) -> str:
    terms = order_terms(table, order_by, params)
    return f" ORDER BY {', '.join(terms)}" if terms else ""


def order_terms(table: BoundTable[Any], order_by: _Order, _params: Params) -> list[str]:
    """What rows are ordered by, most significant first."""
    if not order_by:
        return []
    steps = [order_by] if is_mapping(order_by) else order_by
    return [
        f"{comparable(table.column(name, 'order_by'))} {_direction(name, direction)}"
        for step in steps
        if is_mapping(step)
        for name, direction in step.items()
    ]


_DIRECTIONS: dict[object, str] = {"asc": "ASC", "desc": "DESC"}
_NULLS: dict[object, str] = {None: "", "first": " NULLS FIRST", "last": " NULLS LAST"}


def _direction(name: str, direction: object) -> str:
    nulls: object = None
    if is_mapping(direction):
        nulls, direction = direction.get("nulls"), direction.get("sort")
    if direction not in _DIRECTIONS or nulls not in _NULLS:
        raise InvalidQueryError(
            f"order_by {name!r} takes 'asc', 'desc' or "
            "{'sort': 'asc' | 'desc', 'nulls': 'first' | 'last'}."
        )
    return _DIRECTIONS[direction] + _NULLS[nulls]
