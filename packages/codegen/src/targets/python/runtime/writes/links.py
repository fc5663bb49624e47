"""Statements about the rows on the other side of a relation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias, TypeVar

from ..conditions.where import unique_where_sql, where_sql
from ..tables.bound_table import BoundRelation, BoundTable, affected, comparable, place
from ..tables.statement import Params, Rows, Statement, quoted
from ..tables.table import Column
from ..values.codecs import list_of
from .writes import assignments, returning

Row = TypeVar("Row")
Data = Mapping[str, object]
Key: TypeAlias = tuple[object, ...]

#: SQL that is true of the rows meant, which are called ``t0``.
Condition: TypeAlias = Callable[[Params], str]

_WHERE = " WHERE "


def key_of(row: object, names: Iterable[str]) -> Key:
    """The values of a row that a relation looks at."""
    return tuple(getattr(row, name) for name in names)


def has_key(table: BoundTable[Any], names: Sequence[str], key: Key) -> Condition:
    """Rows with these values; none where one of them is NULL."""

    def condition(params: Params) -> str:
        if any(value is None for value in key):
            return "FALSE"
        columns = [table.by_name[name] for name in names]
        return " AND ".join(
            f"{comparable(column)} = {place(column.codec, value, params, compare=True)}"
            for column, value in zip(columns, key, strict=True)
        )

    return condition


def has_one_of(
    table: BoundTable[Any], names: Sequence[str], keys: Sequence[Key]
) -> Condition:
    """Rows with the values of one of the keys."""
    column = table.by_name[names[0]]
    if len(names) > 1 or column.codec.sql_type is None:
        return any_of(has_key(table, names, key) for key in keys)
    values = [key[0] for key in keys if key[0] is not None]
    return lambda params: (
        f"{comparable(column)} = ANY({_array(column, values, params)})"
    )


def is_row(table: BoundTable[Any], row: object) -> Condition:
    """The row itself, by its first key."""
    key = table.table.uniques[0]
    return has_key(table, key, key_of(row, key))


def is_named(table: BoundTable[Any], where: Data) -> Condition:
    """The row with a unique key."""
    return lambda params: unique_where_sql(table, where, params).removeprefix(_WHERE)


def meets(table: BoundTable[Any], where: Data | None) -> Condition:
    """Rows that meet the conditions: all of them without any."""
    return lambda params: where_sql(table, where, params).removeprefix(_WHERE) or "TRUE"


def is_named_in(table: BoundTable[Any], wheres: Sequence[Data]) -> Condition:
    """The rows with one of the unique keys."""
    name = _only_key(table, wheres)
    if name is None:
        return any_of(is_named(table, where) for where in wheres)
    column = table.by_name[name]

    def condition(params: Params) -> str:
        values = [where[name] for where in wheres]
        return f"{comparable(column)} = ANY({_array(column, values, params)})"

    return condition


def all_of(*conditions: Condition) -> Condition:
    """What meets each of them."""
    return lambda params: " AND ".join(f"({one(params)})" for one in conditions)


def any_of(conditions: Iterable[Condition]) -> Condition:
    """What meets one of them."""
    each = list(conditions)
    return lambda params: " OR ".join(f"({one(params)})" for one in each) or "FALSE"


def none_of(condition: Condition) -> Condition:
    """What does not meet it."""
    return lambda params: f"NOT ({condition(params)})"


def is_related(bound: BoundRelation, row: object) -> Condition:
    """The rows of the other side that belong to ``row``."""
    relation = bound.relation
    key = key_of(row, relation.local)
    if relation.through is None:
        return has_key(bound.target, relation.remote, key)
    local, remote = relation.through.local, relation.through.remote
    owner = bound.table.by_name[relation.local[0]]
    target = bound.target.by_name[relation.remote[0]]

    def condition(params: Params) -> str:
        return (
            f"t0.{quoted(target.db_name)} IN (SELECT j.{quoted(remote)} "
            f"FROM {_join_table(bound)} AS j "
            f"WHERE j.{quoted(local)} = {place(owner.codec, key[0], params)})"
        )

    return condition


def find(table: BoundTable[Row], condition: Condition) -> Statement[Row | None]:
    """The row that is meant."""
    params = Params()
    where = condition(params)
    sql = f"SELECT {table.selection} FROM {table.target} WHERE {where} LIMIT 1"
    return Statement(sql, params.values, table.one)


def find_all(table: BoundTable[Row], condition: Condition) -> Statement[list[Row]]:
    """The rows that are meant, which nobody else changes meanwhile."""
    params = Params()
    where = condition(params)
    sql = f"SELECT {table.selection} FROM {table.target} WHERE {where} FOR UPDATE"
    return Statement(sql, params.values, table.all)


def exists(table: BoundTable[Any], condition: Condition) -> Statement[bool]:
    """Whether there is such a row."""
    params = Params()
    sql = f"SELECT 1 FROM {table.target} WHERE {condition(params)} LIMIT 1"
    return Statement(sql, params.values, lambda rows, _count: bool(rows))


def change(table: BoundTable[Any], condition: Condition, data: Data) -> Statement[int]:
    """New values for the rows that are meant."""
    params = Params()
    sql = f"UPDATE {table.target} SET {assignments(table, data, params)}"
    sql += f" WHERE {condition(params)}"
    return Statement(sql, params.values, affected, returns_rows=False)


def change_one(
    table: BoundTable[Row], condition: Condition, data: Data
) -> Statement[Row | None]:
    """New values for the row that is meant."""
    params = Params()
    sql = f"UPDATE {table.target} SET {assignments(table, data, params)}"
    sql += f" WHERE {condition(params)}"
    return returning(table, sql, params, table.one)


def remove(table: BoundTable[Any], condition: Condition) -> Statement[int]:
    """The rows that are meant go."""
    params = Params()
    sql = f"DELETE FROM {table.target} WHERE {condition(params)}"
    return Statement(sql, params.values, affected, returns_rows=False)


def find_named(
    table: BoundTable[Row], wheres: Sequence[Data]
) -> list[Statement[dict[int, Row]]]:
    """The rows with unique keys, by the place of each key in the list."""

    def decode(rows: Rows, count: int) -> dict[int, Row]:
        places = [row[0] for row in rows]
        return dict(
            zip(places, table.all([row[1:] for row in rows], count), strict=True)
        )

    name = _only_key(table, wheres)
    if name is None or len(wheres) == 1:
        return [
            _find_one_named(table, index, where, decode)
            for index, where in enumerate(wheres)
        ]
    params = Params()
    column = table.by_name[name]
    keys = _array(column, [where[name] for where in wheres], params)
    sql = (
        f"SELECT (v.n - 1)::int4, {table.selection} "
        f"FROM unnest({keys}) WITH ORDINALITY AS v(k, n) "
        f"JOIN {table.target} ON {comparable(column)} = v.k"
    )
    return [Statement(sql, params.values, decode)]


def _find_one_named(
    table: BoundTable[Row],
    index: int,
    where: Data,
    decode: Callable[[Rows, int], dict[int, Row]],
) -> Statement[dict[int, Row]]:
    params = Params()
    number = params.add(index, "int4")
    condition = is_named(table, where)(params)
    sql = f"SELECT {number}, {table.selection} FROM {table.target} WHERE {condition}"
    return Statement(sql, params.values, decode)


def link(bound: BoundRelation, pairs: Sequence[tuple[Key, Key]]) -> Statement[int]:
    """Connects rows of a many-to-many; those that are connected stay it."""
    through, params = bound.relation.through, Params()
    assert through is not None
    owner = bound.table.by_name[bound.relation.local[0]]
    target = bound.target.by_name[bound.relation.remote[0]]
    names = f"({quoted(through.local)}, {quoted(through.remote)})"
    if owner.codec.sql_type is not None and target.codec.sql_type is not None:
        left = _array(owner, [pair[0][0] for pair in pairs], params)
        right = _array(target, [pair[1][0] for pair in pairs], params)
        source = f"SELECT * FROM unnest({left}, {right})"
    else:
        source = "VALUES " + ", ".join(
            f"({place(owner.codec, a[0], params)}, {place(target.codec, b[0], params)})"
            for a, b in pairs
        )
    sql = f"INSERT INTO {_join_table(bound)} {names} {source} ON CONFLICT DO NOTHING"
    return Statement(sql, params.values, affected, returns_rows=False)


def unlink(bound: BoundRelation, row: object, condition: Condition) -> Statement[int]:
    """Disconnects the rows of a many-to-many that are meant."""
    through, params = bound.relation.through, Params()
    assert through is not None
    owner = bound.table.by_name[bound.relation.local[0]]
    target = bound.target.by_name[bound.relation.remote[0]]
    key = place(owner.codec, key_of(row, bound.relation.local)[0], params)
    sql = (
        f"DELETE FROM {_join_table(bound)} AS j USING {bound.target.target} "
        f"WHERE j.{quoted(through.local)} = {key} "
        f"AND j.{quoted(through.remote)} = t0.{quoted(target.db_name)} "
        f"AND ({condition(params)})"
    )
    return Statement(sql, params.values, affected, returns_rows=False)


def savepoint(sql: str) -> Statement[int]:
    """A point inside of the transaction to come back to."""
    return Statement(sql, [], affected, returns_rows=False, prepare=False)


def _join_table(bound: BoundRelation) -> str:
    through = bound.relation.through
    assert through is not None
    return bound.table.binder.qualified(through.db_name, through.namespace)


def _only_key(table: BoundTable[Any], wheres: Sequence[Data]) -> str | None:
    """The key that all have and have alone, where its values can be a list."""
    names = {name for where in wheres for name in where}
    if len(names) != 1:
        return None
    name = names.pop()
    column = table.by_name.get(name)
    if (name,) not in table.table.uniques or column is None:
        return None
    return None if column.codec.sql_type is None else name


def _array(column: Column, values: Sequence[object], params: Params) -> str:
    codec = column.codec
    listed = replace(list_of(codec), model=codec.model, field=codec.field)
    return place(listed, values, params, compare=True)
