"""A table in the place where a client looks for it, with the SQL that never varies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..connections.observe import SILENT, Observer
from ..connections.prepared import Proven
from ..errors import (
    ClientError,
    InvalidQueryError,
    InvalidValueError,
    MissingValueError,
)
from ..types import Reading
from ..values.codecs import Codec
from .placement import Placement
from .row_maker import row_makers
from .statement import Params, Rows, Statement, quoted
from .table import Column, Relation, Table, Tables

if TYPE_CHECKING:
    from ..conditions.where import Scope

Row = TypeVar("Row")
S = TypeVar("S")

_AS_USUAL = Reading()
#: So many queries, and things to read of rows, are kept for each table.
_KEPT = 1_000
#: A query with more characters is put together anew: its list is a new one each time.
_LONGEST_KEPT = 10_000


class BoundRelation:
    """A relation with the tables of both sides where a client looks for them."""

    def __init__(
        self, relation: Relation, table: BoundTable[Any], target: BoundTable[Any]
    ) -> None:
        self.relation = relation
        self.table = table
        self.target = target


class TableBinder:
    """What a client and all of its transactions share: tables that are bound once.

    ``placement`` says which database schema they are in.
    """

    def __init__(
        self,
        tables: Tables,
        placement: Placement,
        reading: Reading = _AS_USUAL,
        observer: Observer = SILENT,
    ) -> None:
        self.reading = reading
        self.observer = observer
        self._tables = tables
        self._bound: dict[str, BoundTable[Any]] = {}
        self._placement = placement
        placement.when_known = self._rebind
        self.proven = Proven()

    def bind(self, name: str) -> BoundTable[Any]:
        """The table called so, where the client looks for it."""
        bound = self._bound.get(name)
        if bound is None:
            bound = self._bound[name] = BoundTable(self._tables[name], self)
        return bound

    def qualified(self, db_name: str, namespace: str | None) -> str:
        """The name of a table in SQL."""
        return self._placement.prefix(namespace) + quoted(db_name)

    def place(self, statement: Statement[Any]) -> None:
        """Has a statement that was made early name the tables where they are."""
        statement.sql = self._placement.filled_in(statement.sql)

    def _rebind(self) -> None:
        for bound in list(self._bound.values()):
            bound.find_place()


class BoundTable(Generic[Row]):
    """A table with the SQL that never varies."""

    def __init__(self, table: Table[Row], binder: TableBinder) -> None:
        self.table = table
        self.binder = binder
        self.columns = tuple(
            column.of(table.name, binder.reading) for column in table.columns
        )
        self.by_name = {column.name: column for column in self.columns}
        self.selection = ", ".join(map(read_sql, self.columns))
        #: Whether the database may hold a row that Python cannot.
        self.may_be_unreadable = any(c.codec.may_be_unreadable for c in self.columns)
        #: SQL that fails for such a row; None where SQL cannot tell.
        self.check = _check(self.columns)
        #: What may stand in a ``where``; prepared at the first one.
        self.scope: Scope | None = None
        #: The SQL of queries and conditions by their shape.
        self.queries: dict[object, str] = {}
        #: INSERT of rows that give the same fields.
        self.inserts: dict[tuple[str, ...], Any] = {}
        #: What is read of whole rows; prepared at the first one.
        self.whole: Any = None
        self._selections: dict[object, Any] = {}
        self.find_place()
        #: The relations by which rows point at those of this one with no foreign key.
        self.emulated = tuple(
            one
            for one in table.relations
            if one.emulated is not None and not one.owns and one.through is None
        )
        # Bound when they are asked for: tables lead to one another.
        self._relations: dict[str, BoundRelation] | None = None
        #: Whether a key of it may be deferred; None until somebody has looked.
        self.defers_keys: bool | None = None
        # Written at the first row.
        self._first: Callable[[Rows, int], Row | None] | None = None
        self._made: Callable[[tuple[Any, ...]], Row] | None = None

    def find_place(self) -> None:
        """Has statements name the table where it is by now."""
        #: The table in SQL, without an alias.
        self.place = self.binder.qualified(self.table.db_name, self.table.namespace)
        #: Statements call the table that they are about ``t0``.
        self.target = f"{self.place} AS t0"
        # What was made for another place is made again.
        self.queries.clear()
        self.inserts.clear()
        self._selections.clear()
        self.whole = None

    def column(self, name: str, use: str) -> Column:
        """The column called ``name``; the error names the ones that exist."""
        found = self.by_name.get(name)
        if found is None:
            raise self.unknown(name, use, self.by_name)
        return found

    @property
    def relations(self) -> dict[str, BoundRelation]:
        """The relations by name."""
        if self._relations is None:
            self._relations = {
                relation.name: BoundRelation(
                    relation, self, self.binder.bind(relation.target)
                )
                for relation in self.table.relations
            }
        return self._relations

    def selection_called(self, key: object, make: Callable[[], S]) -> S:
        """What is read of its rows; made once."""
        found: S | None = self._selections.get(key)
        if found is None:
            if len(self._selections) >= _KEPT:
                # Classes are made without an end where a function defines one.
                self._selections.clear()
            found = self._selections[key] = make()
        return found

    def keep(self, key: object, sql: str) -> str:
        """Keeps the SQL of a query by its shape."""
        if len(sql) <= _LONGEST_KEPT:
            if len(self.queries) >= _KEPT:
                self.queries.clear()
            self.queries[key] = sql
        return sql

    def unknown(
        self, name: object, use: str, allowed: Iterable[str]
    ) -> InvalidQueryError:
        """The error for a key that is not there."""
        names = list(allowed)
        close = get_close_matches(str(name), names, 1)
        meant = f" Did you mean {close[0]!r}?" if close else ""
        return InvalidQueryError(
            f"{self.table.name} has no {name!r} for {use}. "
            f"Allowed: {', '.join(names)}.{meant}"
        )

    def one(self, rows: Rows, _count: int) -> Row | None:
        """The first row, if there is one."""
        if not rows:
            return None
        try:
            return (self._made or self._maker())(rows[0])
        except ClientError as error:
            raise self._unreadable(error, rows[:1]) from None

    def reader(self) -> Callable[[Rows, int], Row | None]:
        """What does as :meth:`one`, and is written for the table."""
        if self._first is None:
            self._maker()
        return self._first or self.one

    def exactly_one(self, rows: Rows, _count: int) -> Row:
        """The only row of a statement that always returns one."""
        try:
            return (self._made or self._maker())(rows[0])
        except ClientError as error:
            raise self._unreadable(error, rows[:1]) from None

    def all(self, rows: Rows, _count: int) -> list[Row]:
        """Every row."""
        try:
            return list(map(self._made or self._maker(), rows))
        except ClientError as error:
            raise self._unreadable(error, rows) from None

    def _maker(self) -> Callable[[tuple[Any, ...]], Row]:
        columns = [
            (column.name, column.codec.decode, column.codec.kind == "list")
            for column in self.columns
        ]
        self._made, self._first = row_makers(self.table.row, columns, self.one)
        return self._made

    def _unreadable(self, error: ClientError, rows: Rows) -> ClientError:
        """The error of the first value that cannot be read, which says where it is."""
        for values in rows:
            for column, value in zip(self.columns, values, strict=False):
                decode = column.codec.decode
                if decode is None or (value is None and column.codec.kind != "list"):
                    continue
                try:
                    decode(value)
                except ClientError as found:
                    return self._placed(found, column.name, values)
        return error

    def _placed(
        self, error: ClientError, field: str, values: tuple[Any, ...]
    ) -> ClientError:
        error.of(self.table.name, field)
        key = self.table.uniques[0] if self.table.uniques else ()
        where = {
            column.name: value
            for column, value in zip(self.columns, values, strict=False)
            if column.name in key
        }
        if where:
            named = ", ".join(f"{name}={value!s}" for name, value in where.items())
            error.add_row(named)
        return error


def affected(_rows: Rows, count: int) -> int:
    """How many rows a statement touched."""
    return count


def reference(column: Column, alias: str = "t0") -> str:
    """The column in SQL, of the table called ``alias``."""
    return f"{alias}.{quoted(column.db_name)}"


def read_sql(column: Column) -> str:
    """The column of ``t0`` as it is read."""
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


def comparable(column: Column, alias: str = "t0") -> str:
    """The column as something that has equality."""
    compare_as = column.codec.compare_as
    name = reference(column, alias)
    return name if compare_as is None else f"{name}::{compare_as}"


def place(codec: Codec, value: object, params: Params, *, compare: bool = False) -> str:
    """The placeholder of a value that is not NULL."""
    cast = codec.cast
    encode = codec.encode
    if compare:
        cast = codec.compare_as or cast
        encode = codec.compare or encode
    try:
        encoded = encode(value)
    except InvalidValueError as error:
        # What no row can have is compared as a type that can have it.
        wider = error.comparable if compare else None
        if wider is None:
            if value is None and not compare:
                error = MissingValueError(error.args[0])
            raise error.of(codec.model, codec.field) from None
        encoded, wider_cast = wider
        cast = wider_cast or cast
    return params.add(encoded, cast)
