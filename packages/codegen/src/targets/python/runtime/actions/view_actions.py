"""Reads of something that has no key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..reads import aggregates, groups, loads, reads
from ..reads.aggregates import Asked
from ..reads.groups import Grouping
from ..reads.loads import Loading
from ..reads.ranges import Range
from ..reads.reads import lock_sql
from ..reads.selections import plucked
from ..reads.streams import Stream
from ..tables.field_refs import Fields
from .actions import Actions, Include, Names, Order, Select, Where


class ViewActions(Actions):
    """Reads of something that has no key."""

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


def _asked(
    count: bool | Select | None,
    sum: Select | None,
    avg: Select | None,
    min: Select | None,
    max: Select | None,
) -> Asked:
    return {"_count": count, "_sum": sum, "_avg": avg, "_min": min, "_max": max}
