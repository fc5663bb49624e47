"""Which rows a method is about: conditions, order, and a part of what there is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

from ..conditions.tokens import Shape
from ..conditions.where import (
    Where,
    condition_sql,
    shape_sql,
    unique_where,
    walk,
    walk_where,
)
from ..errors import ClientError, InvalidQueryError
from ..tables.bound_table import BoundTable, comparable
from ..tables.statement import Params
from ..values.codecs import is_mapping, is_sequence
from .cursors import from_cursor
from .orders import Order, OrderBy, order_of

#: What a range that is sorted out of another one calls its order.
_ORDER = '"(order {})"'


@dataclass(slots=True)
class Range:
    """What ``find_many`` and others say of the rows that they mean."""

    where: Where | None = None
    order_by: OrderBy = None
    #: At most so many rows; the last ones where it is negative.
    take: int | None = None
    skip: int | None = None
    #: The key of the row to begin with.
    cursor: Where | None = None
    #: Only the first row for all values of these fields.
    distinct: str | Sequence[str] | None = None
    #: Only one row, whatever ``take`` says of the end to take it from.
    is_single: bool = False

    @property
    def is_backwards(self) -> bool:
        """Whether rows are read from the last one to the first."""
        return self.take is not None and self.take < 0

    @property
    def is_part(self) -> bool:
        """Whether rows are left out by their place in the order."""
        return not (
            self.take is None
            and not self.skip
            and self.cursor is None
            and not self.distinct
        )


def range_key(table: BoundTable[Any], wanted: Range, shape: Shape) -> Hashable:
    """What the SQL of a range depends on. The values go to the shape.

    They are the same, in the same order, as those that :func:`range_sql` adds.
    """
    if wanted.where is not None:
        walk_where(table, wanted.where, shape)
    order: list[Hashable] = []
    if wanted.order_by:
        _flatten(wanted.order_by, order, shape)
    if wanted.cursor is not None:
        order.append("cursor")
        start = len(shape.tokens)
        where = _within("cursor", unique_where, table, wanted.cursor)
        _within("cursor", walk, table, where, shape)
        order.append(start)
    take, skip = wanted.take, wanted.skip
    if take is not None and not wanted.is_single:
        shape.values.append(b"%d" % abs(_whole("take", take)))
    if skip:
        shape.values.append(b"%d" % _whole("skip", skip))
    distinct = wanted.distinct
    return (
        *shape.tokens,
        *order,
        None if take is None else take < 0,
        bool(skip),
        distinct if distinct is None else _names(distinct),
        wanted.is_single,
    )


def range_sql(
    table: BoundTable[Any], wanted: Range, columns: str, params: Params
) -> str:
    """The SELECT of the columns of ``t0`` for the rows of a range."""
    condition = condition_sql(table, wanted.where, params)
    order = order_of(table, wanted.order_by, params)
    key = table.table.uniques[0] if table.table.uniques else ()
    if wanted.cursor is not None:
        if not _has_key(table, order):
            order = order.then(table, key)
    elif not order.terms and (
        wanted.take is not None or wanted.skip or wanted.distinct
    ):
        order = order.then(table, key)
    if wanted.is_backwards:
        if not order.terms:
            raise InvalidQueryError(
                f"{table.table.name} has no key: say by order_by which rows are last."
            ).inside("take")
        order = order.reversed()
    if wanted.cursor is not None:
        shape = Shape()
        walk(table, unique_where(table, wanted.cursor), shape)
        found = shape_sql(table, shape, params, "t0c")
        after = from_cursor(table, order, found, "t0", "t0c")
        condition = f"{condition} AND {after}" if condition else after
    source = f"{table.target}{order.joins()}"
    source += f" WHERE {condition}" if condition else ""
    if wanted.distinct:
        source, order = _distinct(table, wanted.distinct, source, order)
    sql = f"SELECT {columns} FROM {source}"
    if order.terms:
        sql += f" ORDER BY {order.sql()}"
    if wanted.is_single:
        sql += " LIMIT 1"
    elif wanted.take is not None:
        sql += f" LIMIT {params.add(abs(wanted.take), 'int8')}"
    if wanted.skip:
        sql += f" OFFSET {params.add(wanted.skip, 'int8')}"
    return sql


def _distinct(
    table: BoundTable[Any], distinct: str | Sequence[str], source: str, order: Order
) -> tuple[str, Order]:
    """The first row for each set of values, as another table in the same order."""
    names = [distinct] if isinstance(distinct, str) else distinct
    if not is_sequence(names):
        raise InvalidQueryError(f"Takes names of fields, got {names!r}.").inside(
            "distinct"
        )
    try:
        same = [comparable(table.column(str(name), "distinct")) for name in names]
    except ClientError as error:
        error.inside("distinct")
        raise
    listed = ", ".join(same)
    ordered = ", ".join([*same, *(term.sql("t0") for term in order.terms)])
    marks = "".join(
        f", {term.expression('t0')} AS {_ORDER.format(number)}"
        for number, term in enumerate(order.terms)
    )
    inner = (
        f"SELECT DISTINCT ON ({listed}) t0.*{marks} FROM {source} ORDER BY {ordered}"
    )
    return f"({inner}) AS t0", order.named(_ORDER)


def _has_key(table: BoundTable[Any], order: Order) -> bool:
    """Whether an order tells all rows apart."""
    sure = {term.column for term in order.terms if not term.nullable}
    return any(sure.issuperset(key) for key in table.table.uniques)


def _flatten(value: object, tokens: list[Hashable], shape: Shape) -> None:
    """The shape of an ``order_by``: all of it but the texts that are searched for."""
    if is_mapping(value):
        tokens.append("{")
        for name, below in value.items():
            tokens.append(name)
            if name == "_relevance" and is_mapping(below):
                rest = {key: part for key, part in below.items() if key != "search"}
                _flatten(rest, tokens, shape)
                search = below.get("search")
                shape.values.append(
                    search.encode() if isinstance(search, str) else None
                )
            else:
                _flatten(below, tokens, shape)
        tokens.append("}")
    elif is_sequence(value):
        tokens.append("[")
        for below in value:
            _flatten(below, tokens, shape)
        tokens.append("]")
    else:
        tokens.append(value if isinstance(value, str) else repr(value))


def _within(key: str, do: Any, *args: Any) -> Any:
    try:
        return do(*args)
    except ClientError as error:
        error.inside(key)
        raise


def _whole(name: str, value: object) -> int:
    if type(value) is not int:
        raise InvalidQueryError(f"{name} takes a whole number, got {value!r}.")
    if value < 0 and name == "skip":
        raise InvalidQueryError(f"{name} must not be negative, got {value}.")
    return value


def _names(distinct: object) -> Hashable:
    return tuple(distinct) if is_sequence(distinct) else str(distinct)
