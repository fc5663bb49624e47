"""Statements that write."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from ..conditions.where import unique_key, unique_where, unique_where_sql, where_sql
from ..errors import InvalidQueryError
from ..reads.reads import find_unique
from ..tables.bound_table import BoundTable, affected, place, reference
from ..tables.statement import Params, Plan, Rows, Statement, quoted
from ..tables.table import Column
from ..values.codecs import is_iterable, is_mapping
from ..values.given import an_object, objects
from ..values.ids import now
from .inserts import insert_by_columns, insert_of

R = TypeVar("R")
Row = TypeVar("Row")
Data = Mapping[str, object]

#: What one PostgreSQL statement can take.
_MAX_PARAMS = 65_535

#: With fewer rows an array for each column does not pay, and more are several of them.
_FEW = 5
_MANY = 20_000

SKIP_DUPLICATES = " ON CONFLICT DO NOTHING"

_ARITHMETIC = {"increment": "+", "decrement": "-", "multiply": "*", "divide": "/"}


def create(table: BoundTable[Row], data: Data) -> Statement[Row]:
    """One new row."""
    found = insert_of(table, data)
    return Statement(
        found.sql,
        found.params(data),
        table.exactly_one,
        may_be_unreadable=table.may_be_unreadable,
        check=table.check,
    )


def create_rows(
    table: BoundTable[Row], data: Iterable[Data], conflict: str = ""
) -> list[Statement[list[Row]]]:
    """New rows in the order of their data, in as few statements as PostgreSQL takes.

    ``VALUES`` are inserted one after the other, and returned as they are.
    """
    statements: list[Statement[list[Row]]] = []
    for part in portions(table, objects(data, "data")):
        params = Params()
        sql = insert(table, part, params) + conflict
        statements.append(returning(table, sql, params, table.all))
    return statements


def create_many(
    table: BoundTable[Any], data: Iterable[Data], skip_duplicates: bool
) -> list[Statement[int]]:
    """Many new rows, in as few statements as PostgreSQL takes."""
    conflict = SKIP_DUPLICATES if skip_duplicates else ""
    statements: list[Statement[int]] = []
    rows = objects(data, "data")
    for start in range(0, len(rows), _MANY):
        part = rows[start : start + _MANY]
        params = Params()
        sql = None if len(part) < _FEW else insert_by_columns(table, part, params)
        if sql is not None:
            statements.append(counted(sql + conflict, params))
            continue
        for fewer in portions(table, part):
            params = Params()
            sql = insert(table, fewer, params) + conflict
            statements.append(counted(sql, params))
    return statements


def together(statements: Iterable[Statement[list[Row]]]) -> Plan[list[Row]]:
    """The rows of all of the statements."""
    rows: list[Row] = []
    for statement in statements:
        rows += yield statement
    return rows


def total(statements: Iterable[Statement[int]]) -> Plan[int]:
    """How many rows the statements touch together."""
    count = 0
    for statement in statements:
        count += yield statement
    return count


def update(table: BoundTable[Row], where: Data, data: Data) -> Statement[Row | None]:
    """New values for the row with this key."""
    params = Params()
    changes = assignments(table, data, params)
    if not changes:
        return find_unique(table, where)
    condition = unique_where_sql(table, where, params)
    sql = f"UPDATE {table.target} SET {changes}{condition}"
    return returning(table, sql, params, table.one)


def update_many(
    table: BoundTable[Any], where: Data | None, data: Data
) -> Statement[int] | None:
    """New values for every row that meets the conditions; None without any."""
    params = Params()
    changes = assignments(table, data, params)
    if not changes:
        return None
    condition = where_sql(table, where, params)
    sql = f"UPDATE {table.target} SET {changes}{condition}"
    return counted(sql, params)


def update_many_and_return(
    table: BoundTable[Row], where: Data | None, data: Data
) -> Statement[list[Row]] | None:
    """The same, with the rows after the change."""
    params = Params()
    changes = assignments(table, data, params)
    if not changes:
        return None
    condition = where_sql(table, where, params)
    sql = f"UPDATE {table.target} SET {changes}{condition}"
    return returning(table, sql, params, table.all)


def delete(table: BoundTable[Row], where: Data) -> Statement[Row | None]:
    """The row with this key goes."""
    params = Params()
    condition = unique_where_sql(table, where, params)
    sql = f"DELETE FROM {table.target}{condition}"
    return returning(table, sql, params, table.one)


def delete_many(table: BoundTable[Any], where: Data | None) -> Statement[int]:
    """Every row that meets the conditions goes."""
    params = Params()
    condition = where_sql(table, where, params)
    return counted(f"DELETE FROM {table.target}{condition}", params)


def upsert(
    table: BoundTable[Row], where: Data, create: Data, update: Data
) -> Statement[Row] | None:
    """One statement where the new row has the key that is looked for, else None."""
    where = unique_where(table, where)
    key = unique_key(table, where)
    # The conflict says nothing of conditions that stand beside the key.
    if len(key) < len(where):
        return None
    if any(name not in create or create[name] != where[name] for name in key):
        return None
    params = Params()
    row = insert(table, [create], params)
    names = [quoted(table.by_name[name].db_name) for name in key]
    # Setting the key to itself returns the row that is there.
    change = assignments(table, update, params)
    change = change or f"{names[0]} = EXCLUDED.{names[0]}"
    sql = f"{row} ON CONFLICT ({', '.join(names)}) DO UPDATE SET {change}"
    return returning(table, sql, params, table.exactly_one)


def returning(
    table: BoundTable[Row], sql: str, params: Params, decode: Callable[[Rows, int], R]
) -> Statement[R]:
    """A write that returns the rows that it made."""
    return Statement(
        f"{sql} RETURNING {table.selection}",
        params.values,
        decode,
        may_be_unreadable=table.may_be_unreadable,
        check=table.check,
    )


def counted(sql: str, params: Params) -> Statement[int]:
    """A write that says how many rows it touched."""
    return Statement(sql, params.values, affected, returns_rows=False)


def portions(
    table: BoundTable[Any], data: Sequence[Data]
) -> Generator[Sequence[Data], None, None]:
    """The rows in as many as one statement takes."""
    size = max(1, _MAX_PARAMS // max(1, len(table.columns)))
    for start in range(0, len(data), size):
        yield data[start : start + size]


def insert(table: BoundTable[Any], rows: Sequence[Data], params: Params) -> str:
    """INSERT of rows, without what follows their values."""
    given: set[str] = set()
    for row in rows:
        given.update(row)
    for name in given:
        table.column(name, "create")
    made = now()
    columns = [c for c in table.columns if c.name in given or c.default or c.updated_at]
    if not columns:
        # Only a single row can be all defaults without naming a column.
        columns = list(table.columns) if len(rows) > 1 else []
    if not columns:
        return f"INSERT INTO {table.target} DEFAULT VALUES"
    names = ", ".join(quoted(column.db_name) for column in columns)
    tuples = ", ".join(
        f"({', '.join(_new_value(c, row, made, params) for c in columns)})"
        for row in rows
    )
    return f"INSERT INTO {table.target} ({names}) VALUES {tuples}"


def _new_value(
    column: Column, row: Data, made: datetime.datetime, params: Params
) -> str:
    if column.name in row:
        return _value(column, row[column.name], params)
    if column.default is not None:
        default = made if column.default is now else column.default()
        return _value(column, default, params)
    return _value(column, made, params) if column.updated_at else "DEFAULT"


def _value(column: Column, value: object, params: Params) -> str:
    # A required Json column takes None as JSON null, any other refuses it.
    if value is None and column.nullable:
        return params.add(None, column.codec.cast)
    return place(column.codec, value, params)


def assignments(table: BoundTable[Any], data: Data, params: Params) -> str:
    """What follows ``SET``; nothing where nothing is to change."""
    if not an_object(data, "data"):
        return ""
    parts = [
        f"{quoted(column.db_name)} = {_new_state(column, value, params)}"
        for column, value in (
            (table.column(name, "update"), value) for name, value in data.items()
        )
    ]
    parts += [
        f"{quoted(column.db_name)} = {_value(column, now(), params)}"
        for column in table.columns
        if column.updated_at and column.name not in data
    ]
    return ", ".join(parts)


def _new_state(column: Column, value: object, params: Params) -> str:
    codec = column.codec
    if codec.kind == "json" or not is_mapping(value):
        return _value(column, value, params)
    if len(value) == 1:
        operation, operand = next(iter(value.items()))
        if operation == "set":
            return _value(column, operand, params)
        if codec.kind == "list" and operation in ("push", "pull"):
            items = operand if is_iterable(operand) else [operand]
            change = _pushed if operation == "push" else _pulled
            return change(column, items, params)
        if codec.is_number and operation in _ARITHMETIC:
            sign = _ARITHMETIC[operation]
            # Rounded is the result, not what it is reckoned with.
            placed = params.add(codec.checked(operand), codec.sql_type)
            return f"{reference(column)} {sign} {placed}"
    allowed = ["set", *(_ARITHMETIC if codec.is_number else ())]
    allowed += ["push", "pull"] if codec.kind == "list" else []
    raise InvalidQueryError(
        f"{column.name} takes a value or exactly one of {', '.join(allowed)}; "
        f"got {', '.join(map(repr, value)) or 'nothing'}. "
        f"Expected exactly one field to be present, got {len(value)}."
    )


def _pushed(column: Column, items: object, params: Params) -> str:
    return f"{reference(column)} || {_value(column, items, params)}"


def _pulled(column: Column, items: object, params: Params) -> str:
    placed = place(column.codec, items, params, compare=True)
    compare_as = column.codec.compare_as
    # What has no equality is compared as something that has.
    item = "u.x" if compare_as is None else f"u.x::{compare_as.removesuffix('[]')}"
    return (
        f"ARRAY(SELECT u.x FROM unnest({reference(column)}) "
        f"WITH ORDINALITY AS u(x, n) WHERE ({item} = ANY({placed})) IS NOT TRUE "
        "ORDER BY u.n)"
    )
