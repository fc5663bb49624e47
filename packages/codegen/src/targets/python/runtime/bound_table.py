"""A table in the place where a client looks for it, with the SQL that never varies."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from .codecs import Codec
from .errors import InvalidQueryError
from .statement import Params, Rows, quoted
from .table import Column, Table

Row = TypeVar("Row")


class BoundTable(Generic[Row]):
    """``schema`` qualifies the tables that name no database schema themselves."""

    def __init__(self, table: Table[Row], schema: str | None) -> None:
        self.table = table
        self.columns = table.columns
        self.by_name = {column.name: column for column in table.columns}
        namespace = table.namespace or schema
        prefix = "" if namespace is None else quoted(namespace) + "."
        #: Every statement calls the table ``t0``.
        self.target = f"{prefix}{quoted(table.db_name)} AS t0"
        self.selection = ", ".join(map(_read, table.columns))
        #: Whether the database may hold a row that Python cannot.
        self.may_be_unreadable = any(c.codec.may_be_unreadable for c in table.columns)
        #: SQL that fails for such a row; None where SQL cannot tell.
        self.check = _check(table.columns)
        self._row = table.row
        self._decoders = [
            (index, column.codec.decode, column.codec.kind == "list")
            for index, column in enumerate(table.columns)
            if column.codec.decode is not None
        ]

    def column(self, name: str, use: str) -> Column:
        """The column called ``name``; the error names the ones that exist."""
        found = self.by_name.get(name)
        if found is None:
            raise self.unknown(name, use, self.by_name)
        return found

    def unknown(
        self, name: object, use: str, allowed: Iterable[str]
    ) -> InvalidQueryError:
        """The error for a key that is not there."""
        names = ", ".join(allowed)
        return InvalidQueryError(
            f"{self.table.name} has no {name!r} for {use}. Allowed: {names}."
        )

    def one(self, rows: Rows, _count: int) -> Row | None:
        """The first row, if there is one."""
        return self._make(rows[0]) if rows else None

    def exactly_one(self, rows: Rows, _count: int) -> Row:
        """The only row of a statement that always returns one."""
        return self._make(rows[0])

    def all(self, rows: Rows, _count: int) -> list[Row]:
        """Every row."""
        row = self._row
        if not self._decoders:
            return [row(*values) for values in rows]
        return [self._make(values) for values in rows]

    def _make(self, values: tuple[Any, ...]) -> Row:
        if not self._decoders:
            return self._row(*values)
        decoded = list(values)
        for index, decode, takes_null in self._decoders:
            value = decoded[index]
            if value is not None or takes_null:
                decoded[index] = decode(value)
        return self._row(*decoded)


def affected(_rows: Rows, count: int) -> int:
    """How many rows a statement touched."""
    return count


def reference(column: Column) -> str:
    """The column in SQL."""
    return f"t0.{quoted(column.db_name)}"


def _read(column: Column) -> str:
    name = reference(column)
    read_as = column.codec.read_as
    return name if read_as is None else f"{name}::{read_as}"


def _check(columns: Iterable[Column]) -> str | None:
    conditions: list[str] = []
    for column in columns:
        codec = column.codec
        if codec.readable is not None:
            conditions.append(f"({codec.readable(reference(column))}) IS NOT FALSE")
        elif codec.may_be_unreadable:
            return None
    # A division by zero is what fails in an expression, and says so in its SQLSTATE.
    return f"1 / ({' AND '.join(conditions)})::int" if conditions else None


def comparable(column: Column) -> str:
    """The column as something that has equality."""
    compare_as = column.codec.compare_as
    name = reference(column)
    return name if compare_as is None else f"{name}::{compare_as}"


def place(codec: Codec, value: object, params: Params, *, compare: bool = False) -> str:
    """The placeholder of a value that is not NULL."""
    cast = (codec.compare_as if compare else None) or codec.cast
    encoded = value if codec.encode is None else codec.encode(value)
    return params.add(encoded, cast)
