"""The methods of ``client.<model>`` of an async client."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from . import reads, writes
from .async_session import AsyncSession
from .queries import row_or_raise
from .table import Table

Row = TypeVar("Row")
Where = TypeVar("Where", bound=Mapping[str, object])
WhereUnique = TypeVar("WhereUnique", bound=Mapping[str, object])
OrderBy = TypeVar("OrderBy", bound=Mapping[str, object])
Create = TypeVar("Create", bound=Mapping[str, object])
Update = TypeVar("Update", bound=Mapping[str, object])


class AsyncViewQueries(Generic[Row, Where, OrderBy]):
    """Reads of something that has no key."""

    def __init__(self, session: AsyncSession, table: Table[Row]) -> None:
        self._session = session
        self._table = session.bind(table)

    async def find_many(
        self,
        where: Where | None = None,
        *,
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        take: int | None = None,
        skip: int | None = None,
    ) -> list[Row]:
        """Every row that meets the conditions: at most ``take``, after ``skip``."""
        statement = reads.find_many(self._table, where, order_by, take, skip)
        return await self._session.run(statement)

    async def find_first(
        self,
        where: Where | None = None,
        *,
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        skip: int | None = None,
    ) -> Row | None:
        """The first row that meets the conditions."""
        statement = reads.find_first(self._table, where, order_by, skip)
        return await self._session.run(statement)

    async def find_first_or_raise(
        self,
        where: Where | None = None,
        *,
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        skip: int | None = None,
    ) -> Row:
        """The first row that meets the conditions, or :class:`NotFoundError`."""
        row = await self.find_first(where, order_by=order_by, skip=skip)
        return row_or_raise(row, self._table.table, where)

    async def count(self, where: Where | None = None) -> int:
        """How many rows meet the conditions."""
        return await self._session.run(reads.count(self._table, where))


class AsyncKeyedViewQueries(
    AsyncViewQueries[Row, Where, OrderBy],
    Generic[Row, Where, OrderBy, WhereUnique],
):
    """Reads of something that has a key."""

    async def find_unique(self, where: WhereUnique) -> Row | None:
        """The row with this key."""
        return await self._session.run(reads.find_unique(self._table, where))

    async def find_unique_or_raise(self, where: WhereUnique) -> Row:
        """The row with this key, or :class:`NotFoundError`."""
        return row_or_raise(await self.find_unique(where), self._table.table, where)


class AsyncUpdatableQueries(
    AsyncKeyedViewQueries[Row, Where, OrderBy, WhereUnique],
    Generic[Row, Where, OrderBy, WhereUnique, Update],
):
    """Reads and writes of a table that only SQL can insert into."""

    async def update(self, where: WhereUnique, data: Update) -> Row | None:
        """The row with this key after the change; None when there is none."""
        return await self._session.run(writes.update(self._table, where, data))

    async def update_many(self, where: Where | None = None, *, data: Update) -> int:
        """Changes every row that meets the conditions, and says how many."""
        statement = writes.update_many(self._table, where, data)
        if statement is None:
            return await self.count(where)
        return await self._session.run(statement)

    async def delete(self, where: WhereUnique) -> Row | None:
        """The row with this key as it was; None when there was none."""
        return await self._session.run(writes.delete(self._table, where))

    async def delete_many(self, where: Where | None = None) -> int:
        """Deletes every row that meets the conditions, and says how many."""
        return await self._session.run(writes.delete_many(self._table, where))


class AsyncModelQueries(
    AsyncUpdatableQueries[Row, Where, OrderBy, WhereUnique, Update],
    Generic[Row, Where, OrderBy, WhereUnique, Update, Create],
):
    """Reads and writes of a table."""

    async def create(self, data: Create) -> Row:
        """The new row, with what the database filled in."""
        return await self._session.run(writes.create(self._table, data))

    async def create_many(
        self, data: Sequence[Create], *, skip_duplicates: bool = False
    ) -> int:
        """Makes many rows, all or none, and says how many.

        ``skip_duplicates`` leaves out rows whose key exists.
        """
        statements = writes.create_many(self._table, data, skip_duplicates)
        if len(statements) == 1:
            return await self._session.run(statements[0])
        total = 0
        async with self._session.transaction() as session:
            for statement in statements:
                total += await session.run(statement)
        return total

    async def upsert(self, where: WhereUnique, create: Create, update: Update) -> Row:
        """The row with this key after the change, or the new row.

        Atomic where ``create`` gives the key that ``where`` looks for.
        """
        statement = writes.upsert(self._table, where, create, update)
        if statement is not None:
            return await self._session.run(statement)
        async with self._session.transaction() as session:
            row = await session.run(writes.update(self._table, where, update))
            if row is not None:
                return row
            return await session.run(writes.create(self._table, create))
