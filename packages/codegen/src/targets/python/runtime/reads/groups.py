"""``group_by``: a row of aggregates for all rows that agree in some fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..conditions.filters import Field, column_field
from ..conditions.tokens import END, Shape, Writer
from ..conditions.where import Condition, Scope, Where, where_sql
from ..errors import ClientError, InvalidQueryError, MissingArgumentError
from ..tables.bound_table import BoundTable, comparable
from ..tables.statement import Params, Rows, Statement
from ..tables.table import Column
from ..values.codecs import is_iterable, is_mapping
from .aggregates import Asked, aggregate_of, aggregates, shaped
from .orders import Order, OrderBy, Term, directed

_FUNCTIONS = ("_count", "_sum", "_avg", "_min", "_max")


@dataclass(slots=True)
class Grouping:
    """What ``group_by`` says of its groups."""

    by: str | Sequence[str]
    where: Where | None = None
    having: Where | None = None
    order_by: OrderBy = None
    take: int | None = None
    skip: int | None = None


def group_by(
    table: BoundTable[Any], wanted: Grouping, asked: Asked
) -> Statement[list[dict[str, Any]]]:
    """A dict for each group: the fields that it agrees in, and its aggregates."""
    columns = _columns(table, wanted.by)
    made = aggregates(table, asked)
    params = Params()
    condition = where_sql(table, wanted.where, params)
    read = [_read(column) for column in columns] + [one.read for one in made]
    groups = ", ".join(comparable(column) for column in columns)
    sql = f"SELECT {', '.join(read)} FROM {table.target}{condition} GROUP BY {groups}"
    if wanted.having:
        sql += _having(table, columns, wanted.having, params)
    order = _order(table, columns, wanted.order_by)
    is_backwards = wanted.take is not None and wanted.take < 0
    if is_backwards:
        order = order.reversed()
    for name, value in (("take", wanted.take), ("skip", wanted.skip)):
        if value and not order.terms:
            raise MissingArgumentError(
                f"Missing argument: 'order' which is required when '{name}' is present. "
                "Without an order there are no first groups: give order_by."
            )
    if order.terms:
        sql += f" ORDER BY {order.sql()}"
    if wanted.take is not None:
        sql += f" LIMIT {params.add(abs(wanted.take), 'int8')}"
    if wanted.skip:
        sql += f" OFFSET {params.add(wanted.skip, 'int8')}"
    count = len(columns)

    def decode(rows: Rows, _count: int) -> list[dict[str, Any]]:
        return [
            {**_values(table, columns, row), **shaped(made, row[count:])}
            for row in (reversed(rows) if is_backwards else rows)
        ]

    return Statement(sql, params.values, decode)


def _columns(table: BoundTable[Any], by: object) -> list[Column]:
    names = [by] if isinstance(by, str) else by
    if not is_iterable(names):
        raise InvalidQueryError(f"Takes names of fields, got {by!r}.").inside("by")
    try:
        columns = [table.column(str(name), "group_by") for name in names]
    except ClientError as error:
        error.inside("by")
        raise
    if not columns:
        raise InvalidQueryError("Takes one field at least.").inside("by")
    return list(dict.fromkeys(columns))


def _read(column: Column) -> str:
    sql, read_as = comparable(column), column.codec.read_as
    return sql if read_as is None else f"{sql}::{read_as}"


def _values(
    table: BoundTable[Any], columns: Sequence[Column], row: Sequence[Any]
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column, value in zip(columns, row, strict=False):
        decode = column.codec.decode
        if decode is not None and (value is not None or column.codec.kind == "list"):
            try:
                value = decode(value)
            except ClientError as error:
                raise error.of(table.table.name, column.name) from None
        values[column.name] = value
    return values


def _having(
    table: BoundTable[Any], columns: Sequence[Column], having: Where, params: Params
) -> str:
    fields: dict[str, Condition] = {
        column.name: _Having(table, column, is_grouped=column in columns)
        for column in table.columns
    }
    shape = Shape()
    try:
        Scope(table, fields, "having").walk(having, shape)
    except ClientError as error:
        error.inside("having")
        raise
    writer = Writer([*shape.tokens, END], len(params.values))
    parts = writer.group("t0", negated=False)
    params.values += shape.values
    return f" HAVING {' AND '.join(parts)}" if parts else ""


class _Having:
    """Conditions on a field that the groups agree in, or on its aggregates."""

    def __init__(
        self, table: BoundTable[Any], column: Column, *, is_grouped: bool
    ) -> None:
        self._table = table
        self._column = column
        self._is_grouped = is_grouped

    def condition(self, value: Any, shape: Shape) -> None:
        """Adds what it says to a shape."""
        own: Any = value
        if is_mapping(value):
            own = {k: v for k, v in value.items() if k not in _FUNCTIONS}
            for name, filters in value.items():
                if name in _FUNCTIONS:
                    self._aggregate(name, filters, shape)
            if not own and value:
                return
        if not self._is_grouped:
            raise InvalidQueryError(
                "Input error. Every field used in `having` filters must either be an "
                "aggregation filter or be included in the selection of the query. "
                f"Missing fields: {self._column.name}"
            )
        column_field(self._table, self._column).condition(own, shape)

    def _aggregate(self, function: str, filters: Any, shape: Shape) -> None:
        try:
            made = aggregate_of(self._table, function, self._column.name)
            name = f"{function} of {self._column.name}"
            field = Field(name, made.codec, made.expression, nullable=True)
            field.condition(filters, shape)
        except ClientError as error:
            error.inside(function)
            raise


def _order(
    table: BoundTable[Any], columns: Sequence[Column], order_by: OrderBy
) -> Order:
    steps: list[Any] = [order_by] if is_mapping(order_by) else list(order_by or ())
    try:
        return Order([term for step in steps for term in _terms(table, columns, step)])
    except ClientError as error:
        error.inside("order_by")
        raise


def _terms(
    table: BoundTable[Any], columns: Sequence[Column], step: Mapping[str, Any]
) -> Iterator[Term]:
    grouped = {column.name: column for column in columns}
    for name, direction in step.items():
        try:
            if name in _FUNCTIONS:
                yield from _of_aggregates(table, name, direction)
            elif name in grouped:
                yield _of_column(grouped[name], direction)
            elif name in table.by_name:
                raise InvalidQueryError(
                    "Every field used for orderBy must be included in the by-arguments "
                    f"of the query. Missing fields: {name}"
                )
            else:
                raise table.unknown(name, "order_by", [*grouped, *_FUNCTIONS])
        except ClientError as error:
            error.inside(name)
            raise


def _of_column(column: Column, direction: object) -> Term:
    term = Term(lambda alias: comparable(column, alias), nullable=True)
    return directed(term, direction)


def _of_aggregates(
    table: BoundTable[Any], function: str, fields: object
) -> Iterator[Term]:
    if not is_mapping(fields):
        # So many rows a group.
        fields = {"_all": fields}
    for name, direction in fields.items():
        made = aggregate_of(table, function, name)
        yield directed(Term(made.expression, nullable=True), direction)
