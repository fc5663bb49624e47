"""Statements for the rows that a relation leads to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from ..conditions.where import unique_where_sql, where_sql
from ..tables.bound_table import BoundRelation, BoundTable, comparable, reference
from ..tables.statement import Params, Rows, Statement, quoted
from ..tables.table import Column
from ..values.codecs import array_cast, array_of
from .orders import Order, order_of


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the related rows, and in what order; each option is for every parent."""

    where: Mapping[str, Any] | None = None
    order_by: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    take: int | None = None
    skip: int | None = None
    cursor: Mapping[str, Any] | None = None
    distinct: str | Sequence[str] | None = None

    @property
    def is_part(self) -> bool:
        """Whether rows are left out by their place among those of the parent."""
        return not (
            self.take is None
            and not self.skip
            and self.cursor is None
            and not self.distinct
        )


def may_be_folded(relation: BoundRelation) -> bool:
    """Whether a text that leads to no row of the same text may lead to another one.

    A foreign key keeps such a text from leading nowhere.
    """
    told = relation.relation
    key = relation.target.by_name[told.remote[0]]
    return told.owns and len(told.remote) == 1 and key.codec.kind == "text"


def is_by_value(relation: BoundRelation, choice: Choice) -> bool:
    """Whether a row says by its own column which parents it belongs to."""
    told = relation.relation
    return told.through is None and len(told.local) == 1 and not choice.is_part


def by_value(
    relation: BoundRelation, keys: Sequence[Any], choice: Choice
) -> Statement[tuple[list[Any], list[Any]]]:
    """The related rows, and beside them the values that lead to them."""
    target = relation.target
    params = Params()
    name = relation.relation.remote[0]
    remote = target.by_name[name]
    placed = _array(remote, keys, params)
    condition = where_sql(target, choice.where, params) or " WHERE TRUE"
    order = order_of(target, choice.order_by, params)
    sql = (
        f"SELECT {target.selection} FROM {target.target}{order.joins()}{condition}"
        f" AND {comparable(remote)} = ANY({placed}){_ordered(order)}"
    )
    key_of = attrgetter(name)

    def decode(rows: Rows, count: int) -> tuple[list[Any], list[Any]]:
        made = target.all(rows, count)
        return made, list(map(key_of, made))

    return Statement(sql, params.values, decode)


def by_position(
    relation: BoundRelation,
    keys: Sequence[Any],
    choice: Choice,
    seen: dict[Any, Any],
) -> Statement[tuple[list[Any], list[int]]]:
    """The related rows, and beside them the position of the key that leads to each.

    A row that several keys lead to is one object; ``seen`` has those of statements
    before this one.
    """
    target = relation.target
    params = Params()
    joined = _joined(relation, keys, params)
    order = order_of(target, choice.order_by, params)
    source = joined + order.joins() + where_sql(target, choice.where, params)
    if choice.is_part:
        sql = _part(relation, source, order, choice, params)
    else:
        sql = f"SELECT {target.selection}, k.n FROM {source}{_ordered(order)}"
    names = [column.name for column in target.columns]
    places = [names.index(name) for name in relation.relation.remote]

    def decode(rows: Rows, count: int) -> tuple[list[Any], list[int]]:
        positions = [row[-1] - 1 for row in rows]
        if relation.relation.through is None:
            return target.all([row[:-1] for row in rows], count), positions
        ids = [tuple([row[place] for place in places]) for row in rows]
        new = {
            key: row[:-1] for key, row in zip(ids, rows, strict=True) if key not in seen
        }
        seen.update(zip(new, target.all(list(new.values()), count), strict=True))
        return [seen[key] for key in ids], positions

    return Statement(sql, params.values, decode)


def counted(
    relation: BoundRelation, keys: Sequence[Any], where: Mapping[str, Any] | None
) -> Statement[list[tuple[int, int]]]:
    """The position of each key that leads to rows, and to how many."""
    params = Params()
    joined = _joined(relation, keys, params)
    condition = where_sql(relation.target, where, params)
    sql = f"SELECT k.n, count(*) FROM {joined}{condition} GROUP BY k.n"
    return Statement(sql, params.values, _pairs)


def _pairs(rows: Rows, _count: int) -> list[tuple[int, int]]:
    return [(int(position) - 1, int(number)) for position, number in rows]


def _joined(relation: BoundRelation, keys: Sequence[Any], params: Params) -> str:
    """The keys ``k`` with their places ``n``, each joined to the related rows ``t0``."""
    told, target = relation.relation, relation.target
    local = [relation.table.by_name[name] for name in told.local]
    remote = [target.by_name[name] for name in told.remote]
    columns = zip(*keys, strict=True) if len(local) > 1 else (keys,)
    arrays = ", ".join(
        _typed_array(column, values, params)
        for column, values in zip(local, columns, strict=True)
    )
    names = [f"k{index}" for index in range(len(local))]
    sql = f"unnest({arrays}) WITH ORDINALITY AS k({', '.join(names)}, n) JOIN "
    if told.through is None:
        pairs = zip(remote, names, strict=True)
        equal = " AND ".join(f"{_typed(column)} = k.{name}" for column, name in pairs)
        return f"{sql}{target.target} ON {equal}"
    through = target.binder.qualified(told.through.db_name, told.through.namespace)
    near, far = quoted(told.through.local), quoted(told.through.remote)
    return (
        f"{sql}{through} AS j ON j.{near} = k.k0 "
        f"JOIN {target.target} ON {reference(remote[0])} = j.{far}"
    )


def _array(column: Column, values: Sequence[Any], params: Params) -> str:
    codec = column.codec
    cast = array_cast(codec.compare_as or codec.cast or codec.sql_type)
    return params.add(array_of(codec, list(map(codec.encode, values))), cast)


def _typed_array(column: Column, values: Sequence[Any], params: Params) -> str:
    # The type of an enum has no name here; its values are texts.
    cast = "::text[]" if column.codec.sql_type is None else ""
    return _array(column, values, params) + cast


def _typed(column: Column) -> str:
    text = "::text" if column.codec.sql_type is None else ""
    return comparable(column) + text


def _ordered(order: Order) -> str:
    return f" ORDER BY {order.sql()}" if order.terms else ""


def _part(
    relation: BoundRelation, source: str, by: Order, choice: Choice, params: Params
) -> str:
    """The rows of each key that stand where they are asked for.

    ``@r`` is the place of a row among those of its key, ``@c`` where the row of the
    cursor stands, or the last one.
    """
    target = relation.target
    columns = ", ".join(map(reference, target.columns))
    order = _total_order(target, by)
    numbered = f'row_number() OVER (PARTITION BY k.n{order}) AS "@r"'
    if choice.distinct:
        names = (
            (choice.distinct,) if isinstance(choice.distinct, str) else choice.distinct
        )
        same = ", ".join(comparable(target.column(name, "distinct")) for name in names)
        numbered += f', row_number() OVER (PARTITION BY k.n, {same}{order}) AS "@d"'
    sql = f'SELECT {columns}, k.n AS "@n", {numbered} FROM {source}'
    if choice.distinct:
        numbered = 'row_number() OVER (PARTITION BY "@n" ORDER BY "@r") AS "@r"'
        sql = f'SELECT {columns}, "@n", {numbered} FROM ({sql}) AS t0 WHERE "@d" = 1'
    skip, take = choice.skip or 0, choice.take
    if choice.cursor is not None or (take is not None and take < 0):
        mark = _mark(target, choice, params)
        sql = f'SELECT {columns}, "@n", "@r", {mark} AS "@c" FROM ({sql}) AS t0'
    if take is not None and take < 0:
        last = f'"@c" - {params.add(skip, "int8")}'
        place = f'"@r" <= {last} AND "@r" > {last} + {params.add(take, "int8")}'
    else:
        start = '"@c"' if choice.cursor is not None else "1"
        first = f"{start} + {params.add(skip, 'int8')}"
        place = f'"@r" >= {first}'
        if take is not None:
            place += f' AND "@r" < {first} + {params.add(take, "int8")}'
    return (
        f'SELECT {target.selection}, "@n" FROM ({sql}) AS t0 '
        f'WHERE {place} ORDER BY "@r"'
    )


def _mark(target: BoundTable[Any], choice: Choice, params: Params) -> str:
    if choice.cursor is None:
        return 'count(*) OVER (PARTITION BY "@n")'
    is_it = unique_where_sql(target, choice.cursor, params)
    return f'max("@r") FILTER ({is_it.strip()}) OVER (PARTITION BY "@n")'


def _total_order(target: BoundTable[Any], order: Order) -> str:
    """What is left out has to be the same every time."""
    if not order.terms and target.table.uniques:
        order = order.then(target, target.table.uniques[0])
    return _ordered(order)
