"""Statements that count, add up and group rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..conditions.tokens import Shape
from ..conditions.where import where_sql
from ..errors import ClientError, InvalidQueryError
from ..tables.bound_table import BoundTable, comparable, reference
from ..tables.statement import Params, Rows, Statement
from ..tables.table import Column
from ..values import codecs
from ..values.codecs import Codec, is_iterable, is_mapping
from .ranges import Range, range_key, range_sql

#: Fields of an aggregate: ``{"views": True}`` or ``["views"]``.
Names: TypeAlias = Mapping[str, bool] | Sequence[str] | None
#: Fields by the function that is asked of them; ``True`` counts rows.
Asked: TypeAlias = Mapping[str, Names | bool]
_FUNCTIONS = ("_count", "_sum", "_avg", "_min", "_max")


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A value that is made of one field of many rows."""

    function: str
    name: str
    expression: Callable[[str], str]
    codec: Codec
    decode: Callable[[Any], object] | None = None

    @property
    def read(self) -> str:
        """It in the list of a SELECT from ``t0``."""
        sql, read_as = self.expression("t0"), self.codec.read_as
        return sql if read_as is None else f"{sql}::{read_as}"

    def value(self, value: Any) -> object:
        """What a result has for it."""
        if value is None or self.decode is None:
            return value
        return self.decode(value)


def aggregate_of(table: BoundTable[Any], function: str, name: str) -> Aggregate:
    """The aggregate of a field, or of whole rows, which ``_all`` counts."""
    if function == "_count":
        return _count(table, name)
    column = table.column(name, function)
    allowed = _is_added if function in ("_sum", "_avg") else _is_compared
    if not allowed(column):
        names = [c.name for c in table.columns if allowed(c)]
        raise table.unknown(name, function, names)
    if function in ("_sum", "_avg"):
        return _number(column, function)
    codec = column.codec
    # There is neither a least nor a greatest UUID for PostgreSQL, but of its text.
    through = "::text" if codec.sql_type == "uuid" else ""
    back = "::uuid" if through else ""
    sql = function.removeprefix("_")
    return Aggregate(
        function,
        name,
        lambda alias: f"{sql}({comparable(column, alias)}{through}){back}",
        codec,
        codec.decode,
    )


def _count(table: BoundTable[Any], name: str) -> Aggregate:
    if name == "_all":
        return Aggregate("_count", name, lambda _alias: "count(*)", codecs.BIGINT)
    if name not in table.by_name:
        raise table.unknown(name, "_count", ["_all", *table.by_name])
    column = table.by_name[name]
    return Aggregate(
        "_count",
        name,
        lambda alias: f"count({reference(column, alias)})",
        codecs.BIGINT.of(table.table.name, name),
    )


def _number(column: Column, function: str) -> Aggregate:
    codec = column.codec
    is_whole = codec.sql_type in ("int2", "int4", "int8")
    is_exact = codec.sql_type in ("numeric", "money")
    made: Codec = codecs.DOUBLE
    decode: Callable[[Any], object] | None = float
    if is_exact:
        made, decode = codec, codec.decode
    elif is_whole and function == "_sum":
        made, decode = codecs.NUMERIC, int
    sql = function.removeprefix("_")
    # An average of money is none of numbers.
    cast = "::numeric" if codec.sql_type == "money" else ""
    if cast:
        made = codecs.NUMERIC
    return Aggregate(
        function,
        column.name,
        lambda alias: f"{sql}({reference(column, alias)}{cast})",
        made.of(codec.model, codec.field),
        decode,
    )


def _is_added(column: Column) -> bool:
    return column.codec.is_number or column.codec.sql_type == "money"


def _is_compared(column: Column) -> bool:
    codec = column.codec
    return codec.kind not in ("json", "list") and codec.sql_type not in (
        "bool",
        "bytea",
        "varbit",
    )


def aggregate(
    table: BoundTable[Any], wanted: Range, asked: Asked
) -> Statement[dict[str, Any]]:
    """One dict of aggregates of the rows of a range."""
    made = aggregates(table, asked)
    if not made:
        raise InvalidQueryError("Say what is counted, added up or compared.")
    names = tuple((one.function, one.name) for one in made)
    sql, params = _over(table, wanted, ", ".join(one.read for one in made), names)

    def decode(rows: Rows, _count: int) -> dict[str, Any]:
        return shaped(made, rows[0])

    return Statement(sql, params, decode)


def count(table: BoundTable[Any], wanted: Range) -> Statement[int]:
    """How many rows there are in a range."""
    sql, params = _over(table, wanted, "count(*)", "count")
    return Statement(sql, params, _single_number)


def count_fields(
    table: BoundTable[Any], wanted: Range, select: Names
) -> Statement[dict[str, int]]:
    """In how many rows of a range each field has a value, and how many there are."""
    statement = aggregate(table, wanted, {"_count": select or ["_all"]})

    def decode(rows: Rows, count: int) -> dict[str, int]:
        counted: dict[str, int] = statement.decode(rows, count)["_count"]
        return counted

    return Statement(statement.sql, statement.params, decode)


def _single_number(rows: Rows, _count: int) -> int:
    return int(rows[0][0])


def _over(
    table: BoundTable[Any], wanted: Range, columns: str, names: object
) -> tuple[str, list[bytes | None]]:
    shape = Shape()
    if not wanted.is_part:
        # The order of rows says nothing of them all.
        wanted = Range(where=wanted.where)
    key = ("aggregate", names, range_key(table, wanted, shape))
    sql = table.queries.get(key)
    if sql is None:
        params = Params()
        if wanted.is_part:
            source = f"({range_sql(table, wanted, 't0.*', params)}) AS t0"
        else:
            source = table.target + where_sql(table, wanted.where, params)
        sql = table.keep(key, f"SELECT {columns} FROM {source}")
    return sql, shape.values


def aggregates(table: BoundTable[Any], asked: Asked) -> list[Aggregate]:
    made: list[Aggregate] = []
    for function in _FUNCTIONS:
        names = asked.get(function)
        if names is None or names is False:
            continue
        try:
            made += [aggregate_of(table, function, name) for name in _listed(names)]
        except ClientError as error:
            error.inside(function.removeprefix("_"))
            raise
    return made


def _listed(names: object) -> list[str]:
    if names is True:
        return ["_all"]
    if is_mapping(names):
        return [name for name, is_wanted in names.items() if is_wanted]
    if is_iterable(names):
        return list(dict.fromkeys(map(str, names)))
    raise InvalidQueryError(f"Takes fields, as {{'<field>': True}}, got {names!r}.")


def shaped(made: Sequence[Aggregate], values: Sequence[Any]) -> dict[str, Any]:
    shaped: dict[str, Any] = {}
    for one, value in zip(made, values, strict=True):
        shaped.setdefault(one.function, {})[one.name] = one.value(value)
    return shaped
