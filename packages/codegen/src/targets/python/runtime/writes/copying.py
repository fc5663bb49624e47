"""Rows by COPY BINARY, whatever they come from."""

from __future__ import annotations

from collections.abc import (
    AsyncIterable,
    AsyncIterator,
    Callable,
    Generator,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from functools import partial
from itertools import islice
from operator import itemgetter
from typing import Any, TypeAlias

import psycopg

from ..errors import InvalidQueryError, shown
from ..tables.bound_table import BoundTable
from ..tables.statement import Operation, Params, Plan, Rows, Statement, quoted
from ..tables.table import Column
from ..values.binary import ColumnType, Encoder, column_types, encoder_of
from ..values.codecs import is_iterable
from ..values.given import objects
from ..values.ids import now
from .inserts import filled_in
from .writes import create_many

Data: TypeAlias = Mapping[str, object]
Source: TypeAlias = Iterable[Data] | AsyncIterable[Data]

#: So many rows are in memory at a time.
CHUNK = 5_000

_CATALOG = """SELECT a.attname::text, y.typname::text, y.typtype::text, e.typname::text,
 e.typtype::text, y.typelem::int8
 FROM pg_catalog.pg_class c
 JOIN pg_catalog.pg_attribute a
  ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
 JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
 JOIN pg_catalog.pg_type y
  ON y.oid = CASE t.typtype WHEN 'd' THEN t.typbasetype ELSE t.oid END
 LEFT JOIN pg_catalog.pg_type e ON e.oid = y.typelem AND y.typcategory = 'A'
 WHERE c.oid = {place}::regclass AND c.relkind IN ('r', 'p')
 AND NOT pg_catalog.row_security_active(c.oid)"""


def copy_in(table: BoundTable[Any], rows: Source) -> Plan[int]:
    """How many rows of the source were written, all of them or none."""
    types = yield types_of(table)
    chunks = Chunks(rows)
    count = 0
    while True:
        chunk: list[Data] = yield Operation(chunks.next)
        if not chunk:
            return count
        for names, part in by_shape(chunk):
            copy = Copy.of(table, names, types)
            if copy is None:
                for statement in create_many(table, part, False):
                    count += yield statement
            else:
                yield Operation(
                    partial(copy.send, table.place, part), copy.sql(table.place)
                )
                count += len(part)


def types_of(table: BoundTable[Any]) -> Statement[dict[str, ColumnType]]:
    """The types of the columns in the database; none where COPY is not taken.

    It is by a table, but not by a view, nor where the rows that may be written depend on
    who writes them.
    """
    params = Params()
    sql = _CATALOG.format(place=params.add(table.place, "text"))
    return Statement(sql, params.values, _types)


def _types(rows: Rows, _count: int) -> dict[str, ColumnType]:
    return column_types(rows)


class Chunks:
    """The rows of a source, in lists: it may be of either colour, if the client is."""

    def __init__(self, rows: Source) -> None:
        self._rows: Iterator[Data] | AsyncIterator[Data]
        if isinstance(rows, AsyncIterable):
            self._rows = aiter(rows)
            return
        given: object = rows
        if not is_iterable(given):
            raise InvalidQueryError(
                f"rows takes a collection of dicts, got {shown(given)}."
            )
        self._rows = iter(rows)

    def next(self, connection: Any) -> Generator[Any, Any, list[Data]]:
        """The next of them, none at the end."""
        rows = self._rows
        if isinstance(rows, Iterator):
            return list(islice(rows, CHUNK))
        if not isinstance(connection, psycopg.AsyncConnection):
            raise InvalidQueryError("An async iterator goes to an async client.")
        found: list[Data] = yield _take(rows)
        return found


async def _take(rows: AsyncIterator[Data]) -> list[Data]:
    taken: list[Data] = []
    while len(taken) < CHUNK:
        try:
            taken.append(await anext(rows))
        except StopAsyncIteration:
            break
    return taken


def by_shape(
    rows: Sequence[Data],
) -> Generator[tuple[tuple[str, ...], Sequence[Data]], None, None]:
    """The rows by what they give values for: what a row leaves out, its default fills."""
    while rows:
        try:
            names = rows[0].keys()
            same = [row for row in rows if row.keys() == names]
        except AttributeError:
            # Says which one is no dict.
            objects(rows, "rows")
            raise
        yield tuple(names), same
        if len(same) == len(rows):
            return
        rows = [row for row in rows if row.keys() != names]


class Copy:
    """How rows of one shape are copied."""

    def __init__(
        self,
        names: Sequence[str],
        columns: Sequence[Column],
        encoders: Sequence[Encoder],
        makers: Sequence[Callable[[], object]],
    ) -> None:
        self.columns = ", ".join(quoted(column.db_name) for column in columns)
        self._dumped_as = [encoder.dumped_as for encoder in encoders]
        self._encoders = encoders
        self._is_required = [not column.nullable for column in columns]
        self._given = [(column.name, column.codec) for column in columns[: len(names)]]
        self._makers = makers
        self._values = _getter(names)
        #: By the types of the values of a row, what has to be made of which of them.
        self._work: dict[tuple[type, ...], list[tuple[int, Callable[[Any], Any]]]] = {}

    @classmethod
    def of(
        cls,
        table: BoundTable[Any],
        names: Sequence[str],
        types: Mapping[str, ColumnType],
    ) -> Copy | None:
        """None where only INSERT can write such rows."""
        given = [table.column(name, "copy_in") for name in names]
        made = filled_in(table, names)
        columns = [*given, *(column for column, _ in made)]
        encoders: list[Encoder] = []
        for column in columns:
            found = types.get(column.db_name)
            encoder = None if found is None else encoder_of(column.codec, found)
            if encoder is None:
                return None
            encoders.append(encoder)
        moment = now()
        makers = [make or (lambda: moment) for _, make in made]
        return cls(names, columns, encoders, makers) if encoders else None

    def sql(self, target: str) -> str:
        """Copies rows into a table."""
        return f"COPY {target} ({self.columns}) FROM STDIN (FORMAT BINARY)"

    def send(
        self, target: str, rows: Sequence[Data], connection: Any
    ) -> Generator[Any, Any, None]:
        """Writes the rows, on psycopg's connection of either colour."""
        try:
            yield from self._send(target, rows, connection)
        except (psycopg.DataError, UnicodeEncodeError):
            # Values that go as they are were not looked at.
            for row in rows:
                for name, codec in self._given:
                    if row[name] is not None:
                        codec.checked(row[name])
            raise

    def _send(
        self, target: str, rows: Sequence[Data], connection: Any
    ) -> Generator[Any, Any, None]:
        is_async = isinstance(connection, psycopg.AsyncConnection)
        cursor: Any = (psycopg.AsyncCursor if is_async else psycopg.Cursor)(connection)
        block = cursor.copy(self.sql(target).encode())
        copy = yield block.__aenter__() if is_async else block.__enter__()
        leave = block.__aexit__ if is_async else block.__exit__
        try:
            copy.set_types(self._dumped_as)
            format_row, write = copy.formatter.write_row, copy.writer.write
            for values in self._ready(rows):
                data = format_row(values)
                if data:
                    yield write(data)
        except BaseException as error:
            yield leave(type(error), error, error.__traceback__)
            raise
        yield leave(None, None, None)

    def _ready(self, rows: Sequence[Data]) -> Generator[Sequence[Any], None, None]:
        work, makers, get = self._work, self._makers, self._values
        for row in rows:
            values: Sequence[Any] = get(row)
            if makers:
                values = (*values, *[make() for make in makers])
            types = tuple(map(type, values))
            todo = work.get(types)
            if todo is None:
                todo = work[types] = self._todo(types)
            if todo:
                ready = list(values)
                for index, encode in todo:
                    ready[index] = encode(ready[index])
                values = ready
            yield values

    def _todo(self, types: tuple[type, ...]) -> list[tuple[int, Callable[[Any], Any]]]:
        todo: list[tuple[int, Callable[[Any], Any]]] = []
        for index, (kind, encoder) in enumerate(
            zip(types, self._encoders, strict=True)
        ):
            if kind is type(None):
                # A required Json column takes it as JSON's null, any other refuses it.
                if self._is_required[index]:
                    todo.append((index, encoder.checked))
                continue
            encode = encoder.for_type(kind)
            if encode is not None:
                todo.append((index, encode))
        return todo


def _getter(names: Sequence[str]) -> Callable[[Data], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: tuple(row[name] for name in names)
