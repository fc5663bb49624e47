"""INSERT of a row, of which only the values vary."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..errors import InvalidValueError, MissingValueError
from ..tables.bound_table import BoundTable
from ..tables.statement import Params, quoted
from ..tables.table import Column
from ..values.codecs import array, array_cast
from ..values.ids import now

#: Shapes of which the SQL is kept.
_KEPT = 1_000


class Insert:
    """The SQL for rows that give the same fields, and what makes their values."""

    __slots__ = ("_columns", "_given", "_made", "sql")

    def __init__(self, table: BoundTable[Any], names: Sequence[str]) -> None:
        given = [table.column(name, "create") for name in names]
        self._columns = given
        made = filled_in(table, names)
        columns = [*given, *(column for column, _ in made)]
        self._given = [(column.nullable, column.codec.encode) for column in given]
        self._made = [(make, column.codec.encode) for column, make in made]
        values = "DEFAULT VALUES"
        if columns:
            places = ", ".join(
                f"${number}" + ("" if c.codec.cast is None else f"::{c.codec.cast}")
                for number, c in enumerate(columns, 1)
            )
            values = f"({', '.join(quoted(c.db_name) for c in columns)})"
            values += f" VALUES ({places})"
        self.sql = f"INSERT INTO {table.target} {values} RETURNING {table.selection}"

    def params(self, data: Mapping[str, Any]) -> list[bytes | None]:
        """The values of a row."""
        params: list[bytes | None] = []
        add = params.append
        try:
            for value, (nullable, encode) in zip(
                data.values(), self._given, strict=True
            ):
                add(None if value is None and nullable else encode(value))
        except InvalidValueError as error:
            column = self._columns[len(params)]
            if data[column.name] is None:
                error = MissingValueError(error.args[0])
            raise error.of(column.codec.model, column.codec.field) from None
        if self._made:
            moment = now()
            params += [
                encode(moment if make is None else make())
                for make, encode in self._made
            ]
        return params


def insert_of(table: BoundTable[Any], data: Mapping[str, Any]) -> Insert:
    """The INSERT of rows that give these fields in this order."""
    names = tuple(data)
    found: Insert | None = table.inserts.get(names)
    if found is None:
        if len(table.inserts) >= _KEPT:
            table.inserts.clear()
        found = table.inserts[names] = Insert(table, names)
    return found


def filled_in(
    table: BoundTable[Any], given: Sequence[str]
) -> list[tuple[Column, Callable[[], object] | None]]:
    """The columns that the client fills in, and what makes their values.

    None is the moment of the write, which is one for all of them.
    """
    return [
        (column, None if column.default in (None, now) else column.default)
        for column in table.columns
        if column.name not in given and (column.default or column.updated_at)
    ]


def insert_by_columns(
    table: BoundTable[Any], rows: Sequence[Mapping[str, Any]], params: Params
) -> str | None:
    """INSERT of many rows, as one array for each column: its SQL is always the same.

    None where rows do not give the same fields, a column is a list or an enum, whose
    type has no name here, or a value is wrong.
    """
    names = rows[0].keys()
    given = [table.by_name.get(name) for name in names]
    made = filled_in(table, tuple(names))
    columns = [*given, *(column for column, _ in made)]
    if not columns or any(row.keys() != names for row in rows):
        return None
    arrays: list[tuple[Column, bytes]] = []
    moment = now()
    try:
        for column in given:
            if column is None or not _has_array(column):
                return None
            arrays.append((column, _array_of(column, rows)))
        for column, make in made:
            if not _has_array(column):
                return None
            encode = column.codec.encode
            fresh = [encode(moment if make is None else make()) for _ in rows]
            arrays.append((column, array(fresh)))
    except InvalidValueError:
        return None
    places = ", ".join(
        params.add(items, array_cast(column.codec.cast or column.codec.sql_type))
        for column, items in arrays
    )
    written = ", ".join(quoted(column.db_name) for column, _ in arrays)
    return f"INSERT INTO {table.target} ({written}) SELECT * FROM unnest({places})"


def _has_array(column: Column) -> bool:
    return column.codec.sql_type is not None and column.codec.element is None


def _array_of(column: Column, rows: Sequence[Mapping[str, Any]]) -> bytes:
    name, nullable, encode = column.name, column.nullable, column.codec.encode
    return array(
        [
            None if (value := row[name]) is None and nullable else encode(value)
            for row in rows
        ]
    )
