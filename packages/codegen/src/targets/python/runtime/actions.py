"""The methods of ``client.<model>``, sync and async.

Each builds what to run and hands it to the session, which returns the result, or an
awaitable of it. Their types are in the stubs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, Self

from .errors import InvalidQueryError, NotFoundError
from .reads import aggregates, groups, loads, reads
from .reads.aggregates import Asked
from .reads.groups import Grouping
from .reads.loads import Loading, Loads
from .reads.ranges import Range
from .reads.reads import lock_sql
from .reads.selections import Selection, picked, plucked, selection_of
from .reads.streams import Stream
from .tables.bound_table import BoundTable
from .tables.field_refs import Fields
from .tables.statement import Plan, Statement
from .tables.table import Table
from .writes import bulk, copying, nested, referential, writes
from .writes.links import is_named, meets
from .writes.nested_input import has_nested
from .writes.referential import moves_key

Where = Mapping[str, Any] | None
Data = Mapping[str, Any]
Order = Mapping[str, Any] | Sequence[Mapping[str, Any]] | None
Include = Mapping[str, Any] | None
Names = str | Sequence[str]
Select = Mapping[str, bool] | Sequence[str]
#: What becomes of a row that was written.
Made = Callable[[Any], Any] | None


class Performer(Protocol):
    """A session of either colour."""

    def bind(self, table: str) -> BoundTable[Any]: ...

    def execute(self, statement: Statement[Any]) -> Any: ...

    def perform(self, make: Any, *, atomic: bool = False) -> Any: ...

    def stream(self, stream: Stream) -> Any: ...


class ViewActions:
    """Reads of something that has no key."""

    def __init__(self, session: Performer, table: str) -> None:
        self._session = session
        self._table = session.bind(table)

    def __class_getitem__(cls, _types: object) -> type[Self]:
        return cls

    @property
    def fields(self) -> Fields:
        """The fields, for conditions that compare one with another."""
        return Fields(self._table.table.name, list(self._table.by_name))

    def find_many(
        self,
        where: Where = None,
        *,
        order_by: Order = None,
        order: Order = None,
        take: int | None = None,
        skip: int | None = None,
        cursor: Where = None,
        distinct: Names | None = None,
        select: Select | None = None,
        into: type[Any] | None = None,
        for_update: bool = False,
        skip_locked: bool = False,
        no_wait: bool = False,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """Every row that meets the conditions: at most ``take``, after ``skip``.

        A negative ``take`` takes the last ones.
        """
        is_whole = select is None and into is None
        if is_whole and not (
            relations or include or counts or for_update or skip_locked or no_wait
        ):
            is_every = take is None and cursor is None
            if where and is_every and not (order_by or order or skip or distinct):
                return self._session.execute(reads.find_where(self._table, where))
            wanted = Range(where, order_by or order, take, skip, cursor, distinct)
            return self._session.execute(reads.find_many(self._table, wanted))
        wanted = Range(where, order_by or order, take, skip, cursor, distinct)
        asked = self._wanted(relations, include, counts)
        selection, made = self._selection(select, into, asked)
        lock = lock_sql(for_update, skip_locked, no_wait)
        statement = reads.find_many(self._table, wanted, selection, lock)
        return self._read(statement, asked, made)

    def find_first(
        self,
        where: Where = None,
        *,
        order_by: Order = None,
        order: Order = None,
        take: int | None = None,
        skip: int | None = None,
        cursor: Where = None,
        distinct: Names | None = None,
        select: Select | None = None,
        into: type[Any] | None = None,
        for_update: bool = False,
        skip_locked: bool = False,
        no_wait: bool = False,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """The first row that meets the conditions; the last one if ``take`` is -1."""
        wanted = Range(where, order_by or order, take, skip, cursor, distinct)
        asked = self._wanted(relations, include, counts)
        selection, made = self._selection(select, into, asked)
        lock = lock_sql(for_update, skip_locked, no_wait)
        statement = reads.find_first(self._table, wanted, selection, lock)
        return self._read(statement, asked, made)

    def find_first_or_raise(
        self,
        where: Where = None,
        *,
        order_by: Order = None,
        order: Order = None,
        take: int | None = None,
        skip: int | None = None,
        cursor: Where = None,
        distinct: Names | None = None,
        select: Select | None = None,
        into: type[Any] | None = None,
        for_update: bool = False,
        skip_locked: bool = False,
        no_wait: bool = False,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """The first row that meets the conditions, or :class:`NotFoundError`."""
        wanted = Range(where, order_by or order, take, skip, cursor, distinct)
        asked = self._wanted(relations, include, counts)
        selection, made = self._selection(select, into, asked)
        lock = lock_sql(for_update, skip_locked, no_wait)
        statement = reads.find_first(self._table, wanted, selection, lock)
        return self._found(statement, where, asked, made)

    def pluck(
        self,
        field: str,
        where: Where = None,
        *,
        order_by: Order = None,
        order: Order = None,
        take: int | None = None,
        skip: int | None = None,
        cursor: Where = None,
        distinct: Names | None = None,
    ) -> Any:
        """The values of one field, of every row that meets the conditions."""
        wanted = Range(where, order_by or order, take, skip, cursor, distinct)
        values = plucked(self._table, field)
        return self._session.execute(reads.find_many(self._table, wanted, values))

    def count(
        self,
        where: Where = None,
        *,
        order_by: Order = None,
        order: Order = None,
        take: int | None = None,
        skip: int | None = None,
        cursor: Where = None,
        distinct: Names | None = None,
        select: Select | None = None,
    ) -> Any:
        """How many rows meet the conditions.

        With ``select`` a dict: how many of them have a value in each field.
        """
        wanted = Range(where, order_by or order, take, skip, cursor, distinct)
        if select is None:
            return self._session.execute(aggregates.count(self._table, wanted))
        statement = aggregates.count_fields(self._table, wanted, select)
        return self._session.execute(statement)

    def aggregate(
        self,
        where: Where = None,
        *,
        order_by: Order = None,
        order: Order = None,
        take: int | None = None,
        skip: int | None = None,
        cursor: Where = None,
        distinct: Names | None = None,
        count: bool | Select | None = None,
        sum: Select | None = None,
        avg: Select | None = None,
        min: Select | None = None,
        max: Select | None = None,
    ) -> Any:
        """What all rows together have: ``{"_sum": {"views": 12}}``."""
        wanted = Range(where, order_by or order, take, skip, cursor, distinct)
        asked = _asked(count, sum, avg, min, max)
        statement = aggregates.aggregate(self._table, wanted, asked)
        return self._session.execute(statement)

    def group_by(
        self,
        by: Names,
        *,
        where: Where = None,
        having: Where = None,
        order_by: Order = None,
        order: Order = None,
        take: int | None = None,
        skip: int | None = None,
        count: bool | Select | None = None,
        sum: Select | None = None,
        avg: Select | None = None,
        min: Select | None = None,
        max: Select | None = None,
    ) -> Any:
        """A dict for all rows that agree in some fields, with what they have together.

        ``{"country": "fr", "_sum": {"views": 12}}``
        """
        wanted = Grouping(by, where, having, order_by or order, take, skip)
        asked = _asked(count, sum, avg, min, max)
        return self._session.execute(groups.group_by(self._table, wanted, asked))

    def stream(
        self,
        where: Where = None,
        *,
        order_by: Order = None,
        batch_size: int = 1000,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """Every row that meets the conditions, without all of them in memory.

        An iterator or an async iterator, with a transaction that is open until it ends
        or is closed.
        """
        every = Range(where, order_by)
        statement = reads.find_many(self._table, every)
        wanted = self._wanted(relations, include, counts)
        return self._session.stream(Stream(statement, batch_size, wanted))

    def one(
        self, *, include: Include = None, counts: Include = None, **relations: Any
    ) -> Loading:
        """For another model's relation to a row of this one that is always there."""
        deeper = self._wanted(relations, include, counts)
        return loads.loading(self._table, "one", deeper)

    def maybe(
        self,
        where: Where = None,
        *,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Loading:
        """For another model's relation to at most one row of this one."""
        deeper = self._wanted(relations, include, counts)
        return loads.loading(self._table, "maybe", deeper, where=where)

    def many(
        self,
        where: Where = None,
        *,
        order_by: Order = None,
        take: int | None = None,
        skip: int | None = None,
        cursor: Where = None,
        distinct: str | Sequence[str] | None = None,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Loading:
        """For another model's relation to many rows of this one.

        ``take``, ``skip``, ``cursor`` and ``distinct`` are of each row's own.
        """
        return loads.loading(
            self._table,
            "many",
            self._wanted(relations, include, counts),
            where=where,
            order_by=order_by,
            take=take,
            skip=skip,
            cursor=cursor,
            distinct=distinct,
        )

    def _wanted(
        self, relations: Data, include: Include, counts: Include
    ) -> Loads | None:
        return loads.wanted(self._table, relations, include, counts)

    def _selection(
        self, select: Select | None, into: type[Any] | None, wanted: Loads | None
    ) -> tuple[Selection[Any], Made]:
        if wanted is None:
            return selection_of(self._table, select, into), None
        # Relations are loaded with whole rows: they say what leads to others.
        return selection_of(self._table), self._picked(select, into, wanted)

    def _picked(
        self, select: Select | None, into: type[Any] | None, wanted: Loads | None
    ) -> Made:
        loaded = () if wanted is None else wanted.names
        return picked(self._table, select, into, loaded)

    def _read(
        self, statement: Statement[Any], wanted: Loads | None, made: Made = None
    ) -> Any:
        if wanted is None:
            return self._session.execute(statement)
        return self._performed(partial(loads.read_with, statement, wanted), made)

    def _found(
        self,
        statement: Statement[Any],
        where: Where,
        wanted: Loads | None,
        made: Made,
    ) -> Any:
        plan = partial(_found, self._table.table, statement, where, wanted)
        return self._performed(plan, made)

    def _performed(
        self, plan: Callable[[], Plan[Any]], made: Made, *, atomic: bool = False
    ) -> Any:
        """What the plan returns, made into what was asked for."""
        if made is not None:
            plan = partial(_made, plan, made)
        return self._session.perform(plan, atomic=atomic)


class KeyedViewActions(ViewActions):
    """Reads of something that has a key."""

    def find_unique(
        self,
        where: Data,
        *,
        select: Select | None = None,
        into: type[Any] | None = None,
        for_update: bool = False,
        skip_locked: bool = False,
        no_wait: bool = False,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """The row with this key."""
        is_whole = select is None and into is None
        if is_whole and not (
            relations or include or counts or for_update or skip_locked or no_wait
        ):
            # What is read most often, and what little it takes is felt there.
            return self._session.execute(reads.find_unique(self._table, where))
        asked = self._wanted(relations, include, counts)
        selection, made = self._selection(select, into, asked)
        lock = lock_sql(for_update, skip_locked, no_wait)
        statement = reads.find_unique(self._table, where, selection, lock)
        return self._read(statement, asked, made)

    def find_unique_or_raise(
        self,
        where: Data,
        *,
        select: Select | None = None,
        into: type[Any] | None = None,
        for_update: bool = False,
        skip_locked: bool = False,
        no_wait: bool = False,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """The row with this key, or :class:`NotFoundError`."""
        asked = self._wanted(relations, include, counts)
        selection, made = self._selection(select, into, asked)
        lock = lock_sql(for_update, skip_locked, no_wait)
        statement = reads.find_unique(self._table, where, selection, lock)
        return self._found(statement, where, asked, made)


class UpdatableActions(KeyedViewActions):
    """Reads and writes of a table that only SQL can insert into."""

    def update(
        self,
        where: Data,
        data: Data,
        *,
        select: Select | None = None,
        into: type[Any] | None = None,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """The row with this key after the change; None when there is none."""
        wanted = self._wanted(relations, include, counts)
        made = self._picked(select, into, wanted)
        if has_nested(self._table, data) or moves_key(self._table, data):
            plan = partial(nested.update, self._table, where, data)
            return self._planned(plan, wanted, made)
        statement = writes.update(self._table, where, data)
        return self._written(statement, wanted, made)

    def update_many(self, where: Where = None, *, data: Data) -> Any:
        """Changes every row that meets the conditions, and says how many."""
        if moves_key(self._table, data):
            plan = partial(referential.counted, self._changing(where, data))
            return self._session.perform(plan, atomic=True)
        statement = writes.update_many(self._table, where, data)
        if statement is None:
            return self.count(where)
        return self._session.execute(statement)

    def update_many_and_return(
        self,
        where: Where = None,
        *,
        data: Data,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """Changes every row that meets the conditions, and returns them."""
        wanted = self._wanted(relations, include, counts)
        if moves_key(self._table, data):
            return self._planned(self._changing(where, data), wanted)
        statement = writes.update_many_and_return(self._table, where, data)
        if statement is None:
            return self._read(reads.find_many(self._table, Range(where)), wanted)
        return self._written(statement, wanted)

    def delete(
        self,
        where: Data,
        *,
        select: Select | None = None,
        into: type[Any] | None = None,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """The row with this key as it was; None when there was none."""
        statement = writes.delete(self._table, where)
        wanted = self._wanted(relations, include, counts)
        made = self._picked(select, into, wanted)
        plan: Callable[[], Plan[Any]]
        if self._table.emulated:
            plan = partial(
                referential.delete,
                self._table,
                is_named(self._table, where),
                None if wanted is None else partial(loads.load, loads=wanted),
            )
            return self._planned(plan, None, made)
        if wanted is None:
            return self._written(statement, wanted, made)
        read = reads.find_unique(self._table, where, lock=lock_sql(for_update=True))
        plan = partial(loads.deleted_with, read, statement, wanted)
        return self._performed(plan, made, atomic=True)

    def delete_many(self, where: Where = None) -> Any:
        """Deletes every row that meets the conditions, and says how many."""
        if self._table.emulated:
            plan = partial(
                referential.remove_all, self._table, meets(self._table, where)
            )
            return self._session.perform(plan, atomic=True)
        return self._session.execute(writes.delete_many(self._table, where))

    def _changing(self, where: Where, data: Data) -> Callable[[], Plan[list[Any]]]:
        table = self._table
        return partial(referential.change_all, table, meets(table, where), data)

    def _written(
        self, statement: Statement[Any], wanted: Loads | None, made: Made = None
    ) -> Any:
        if wanted is not None:
            return self._planned(partial(_alone, statement), wanted, made)
        if made is not None:
            return self._performed(partial(_alone, statement), made)
        return self._session.execute(statement)

    def _planned(
        self, plan: Callable[[], Plan[Any]], wanted: Loads | None, made: Made = None
    ) -> Any:
        if wanted is not None:
            plan = partial(loads.written_with, plan, wanted)
        return self._performed(plan, made, atomic=True)


class ModelActions(UpdatableActions):
    """Reads and writes of a table."""

    def create(
        self,
        data: Data,
        *,
        select: Select | None = None,
        into: type[Any] | None = None,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """The new row, with what the database filled in."""
        wanted = self._wanted(relations, include, counts)
        made = self._picked(select, into, wanted)
        if has_nested(self._table, data):
            plan = partial(nested.create, self._table, data)
            return self._planned(plan, wanted, made)
        return self._written(writes.create(self._table, data), wanted, made)

    def create_many(
        self, data: Sequence[Data], *, skip_duplicates: bool = False
    ) -> Any:
        """Makes many rows, all or none, and says how many.

        ``skip_duplicates`` leaves out rows whose key exists.
        """
        statements = writes.create_many(self._table, data, skip_duplicates)
        if len(statements) == 1:
            return self._session.execute(statements[0])
        return self._session.perform(partial(writes.total, statements), atomic=True)

    def create_many_and_return(
        self,
        data: Sequence[Data],
        *,
        skip_duplicates: bool = False,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """Makes many rows, all or none, and returns them in the order of their data.

        ``skip_duplicates`` leaves out rows whose key exists.
        """
        wanted = self._wanted(relations, include, counts)
        conflict = writes.SKIP_DUPLICATES if skip_duplicates else ""
        statements = writes.create_rows(self._table, data, conflict)
        if len(statements) == 1:
            return self._written(statements[0], wanted)
        return self._planned(partial(writes.together, statements), wanted)

    def copy_in(self, rows: copying.Source) -> Any:
        """Writes rows of any iterable by COPY, all or none, and says how many.

        An async client takes an async iterable, too.
        """
        plan = partial(copying.copy_in, self._table, rows)
        return self._session.perform(plan, atomic=True)

    def upsert_many(
        self,
        rows: copying.Source,
        *,
        on: str | Sequence[str] | None = None,
        update: Sequence[str] | None = None,
    ) -> Any:
        """Makes the rows, or changes those that are there, all or none.

        ``on`` is the unique key that tells whether a row is there: the first one that
        the rows give, unless it is said. ``update`` are the fields to change there: all
        that are given, unless it is said. The last of rows with one key counts.
        """
        plan = partial(bulk.upsert_many, self._table, rows, on, update)
        return self._session.perform(plan, atomic=True)

    def upsert(
        self,
        where: Data,
        create: Data | None = None,
        update: Data | None = None,
        *,
        data: Data | None = None,
        select: Select | None = None,
        into: type[Any] | None = None,
        include: Include = None,
        counts: Include = None,
        **relations: Any,
    ) -> Any:
        """The row with this key after the change, or the new row.

        Others may make or change it meanwhile: one row comes of it. ``data`` may give
        both as ``{"create": ..., "update": ...}``.
        """
        create, update = _halves(create, update, data)
        wanted = self._wanted(relations, include, counts)
        made = self._picked(select, into, wanted)
        table = self._table
        if not (
            has_nested(table, create)
            or has_nested(table, update)
            or moves_key(table, update)
        ):
            statement = writes.upsert(self._table, where, create, update)
            if statement is not None:
                return self._written(statement, wanted, made)
        plan = partial(nested.upsert, self._table, where, create, update)
        return self._planned(plan, wanted, made)


def _halves(
    create: Data | None, update: Data | None, data: Data | None
) -> tuple[Data, Data]:
    if data is not None and create is None and update is None:
        create, update = data.get("create"), data.get("update")
    if create is None or update is None:
        raise InvalidQueryError(
            "upsert takes create and update, or data with both of them."
        )
    return create, update


def _asked(
    count: bool | Select | None,
    sum: Select | None,
    avg: Select | None,
    min: Select | None,
    max: Select | None,
) -> Asked:
    return {"_count": count, "_sum": sum, "_avg": avg, "_min": min, "_max": max}


def _alone(statement: Statement[Any]) -> Plan[Any]:
    return (yield statement)


def _made(plan: Callable[[], Plan[Any]], made: Callable[[Any], Any]) -> Plan[Any]:
    found: Any = yield from plan()
    if loads.is_list(found):
        return [made(row) for row in found]
    return None if found is None else made(found)


def _found(
    table: Table[Any], statement: Statement[Any], where: Where, wanted: Loads | None
) -> Plan[Any]:
    if wanted is None:
        row = yield statement
    else:
        row = yield from loads.read_with(statement, wanted)
    if row is None:
        raise NotFoundError.of_row(table.name, where)
    return row
