"""Many rows that are made, or changed where they are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from ..errors import InvalidQueryError
from ..tables.bound_table import BoundTable, affected
from ..tables.statement import Operation, Params, Plan, Rows, Statement, quoted
from ..tables.table import Column
from ..values.binary import ColumnType
from .copying import Chunks, Copy, Data, Source, by_shape, types_of
from .inserts import filled_in
from .links import is_named_in
from .writes import insert, portions

#: With fewer, the way by a table in between does not pay.
_FEW = 200

_STAGED = "pg_temp.upserted_rows"


class Upserted(NamedTuple):
    """How many rows were made, and how many were changed."""

    created: int
    updated: int


def upsert_many(
    table: BoundTable[Any],
    rows: Source,
    on: str | Sequence[str] | None,
    update: Sequence[str] | None,
) -> Plan[Upserted]:
    """Writes the rows, all of them or none."""
    types = yield types_of(table)
    chunks = Chunks(rows)
    created = updated = 0
    while True:
        chunk: list[Data] = yield Operation(chunks.next)
        if not chunk:
            return Upserted(created, updated)
        for names, part in by_shape(chunk):
            one = _Upsert(table, names, on, update)
            done = yield from one.write(one.last_of_each(part), types)
            created, updated = created + done.created, updated + done.updated


class _Upsert:
    """How rows of one shape are made or changed."""

    def __init__(
        self,
        table: BoundTable[Any],
        names: Sequence[str],
        on: str | Sequence[str] | None,
        update: Sequence[str] | None,
    ) -> None:
        self._table = table
        self._names = names
        self._given = [table.column(name, "upsert_many") for name in names]
        self._key = _key_of(table, names, on)
        if update is None:
            changed = [c for c in self._given if c.name not in self._key]
        else:
            changed = [self._updated(name) for name in update]
        # What is only touched when it changes is not changed by nothing.
        if changed:
            changed += [c for c, _ in filled_in(table, names) if c.updated_at]
        self._changed = changed

    def _updated(self, name: str) -> Column:
        column = self._table.column(name, "update of upsert_many")
        if name not in self._names:
            raise InvalidQueryError(
                f"update of upsert_many names {name}, which the rows do not give."
            )
        return column

    def last_of_each(self, rows: Sequence[Data]) -> list[Data]:
        """One row for each key: a statement changes none twice."""
        key = self._key
        return list({tuple(row[name] for name in key): row for row in rows}.values())

    def write(
        self, rows: Sequence[Data], types: Mapping[str, ColumnType]
    ) -> Plan[Upserted]:
        """Writes them, by a table in between where they are many."""
        # What is no table does not tell a new row from a changed one.
        if not types:
            return (yield from self._write_counted(rows))
        copy = Copy.of(self._table, self._names, types)
        if copy is None or len(rows) < _FEW:
            return (yield from self._write_values(rows))
        source = f"SELECT {copy.columns} FROM {self._table.place}"
        yield _command(
            f"CREATE TEMPORARY TABLE upserted_rows ON COMMIT DROP AS {source} "
            "WITH NO DATA"
        )
        yield Operation(partial(copy.send, _STAGED, rows), copy.sql(_STAGED))
        params = Params()
        sql = (
            f"INSERT INTO {self._table.target} ({copy.columns}) "
            f"SELECT {copy.columns} FROM {_STAGED}"
        )
        done: Upserted = yield self._told_apart(sql, params)
        yield _command(f"DROP TABLE {_STAGED}")
        return done

    def _write_values(self, rows: Sequence[Data]) -> Plan[Upserted]:
        created = updated = 0
        for part in portions(self._table, rows):
            params = Params()
            sql = insert(self._table, part, params)
            done: Upserted = yield self._told_apart(sql, params)
            created, updated = created + done.created, updated + done.updated
        return Upserted(created, updated)

    def _write_counted(self, rows: Sequence[Data]) -> Plan[Upserted]:
        created = updated = 0
        for part in portions(self._table, rows):
            there = yield self._count(part)
            params = Params()
            sql = insert(self._table, part, params) + self._conflict()
            yield Statement(sql, params.values, affected, returns_rows=False)
            created += len(part) - there
            updated += there if self._changed else 0
        return Upserted(created, updated)

    def _count(self, rows: Sequence[Data]) -> Statement[int]:
        params = Params()
        wheres = [{name: row[name] for name in self._key} for row in rows]
        condition = is_named_in(self._table, wheres)(params)
        sql = f"SELECT count(*) FROM {self._table.target} WHERE {condition}"
        return Statement(sql, params.values, lambda found, _count: int(found[0][0]))

    def _told_apart(self, sql: str, params: Params) -> Statement[Upserted]:
        # No transaction has deleted or locked a row that is new.
        return Statement(
            f"WITH done AS ({sql}{self._conflict()} RETURNING t0.xmax = 0 AS is_new) "
            "SELECT count(*) FILTER (WHERE is_new), "
            "count(*) FILTER (WHERE NOT is_new) FROM done",
            params.values,
            _upserted,
        )

    def _conflict(self) -> str:
        names = ", ".join(
            quoted(self._table.by_name[name].db_name) for name in self._key
        )
        if not self._changed:
            return f" ON CONFLICT ({names}) DO NOTHING"
        changes = ", ".join(
            f"{quoted(column.db_name)} = EXCLUDED.{quoted(column.db_name)}"
            for column in self._changed
        )
        return f" ON CONFLICT ({names}) DO UPDATE SET {changes}"


def _key_of(
    table: BoundTable[Any], names: Sequence[str], on: str | Sequence[str] | None
) -> tuple[str, ...]:
    wanted = {on} if isinstance(on, str) else None if on is None else set(on)
    for key in table.table.uniques:
        if set(key) <= set(names) and (wanted is None or wanted == set(key)):
            return key
    keys = " or ".join(f"({', '.join(key)})" for key in table.table.uniques)
    raise InvalidQueryError(
        f"upsert_many of {table.table.name} goes by a key that all rows give: {keys}; "
        f"got {'rows of ' if on is None else ''}({', '.join(names if on is None else sorted(wanted or ()))})."
    )


def _upserted(rows: Rows, _count: int) -> Upserted:
    created, updated = rows[0]
    return Upserted(int(created), int(updated))


def _command(sql: str) -> Statement[int]:
    return Statement(sql, [], affected, returns_rows=False, prepare=False)
