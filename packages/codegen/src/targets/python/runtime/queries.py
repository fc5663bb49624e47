"""The methods of ``client.<model>``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from . import reads, writes
from .errors import NotFoundError
from .session import Session
from .table import Table

Row = TypeVar("Row")
Where = TypeVar("Where", bound=Mapping[str, object])
WhereUnique = TypeVar("WhereUnique", bound=Mapping[str, object])
OrderBy = TypeVar("OrderBy", bound=Mapping[str, object])
Create = TypeVar("Create", bound=Mapping[str, object])
Update = TypeVar("Update", bound=Mapping[str, object])


class ViewQueries(Generic[Row, Where, OrderBy]):
    """Reads of something that has no key."""

    def __init__(self, session: Session, table: Table[Row]) -> None:
        self._session = session
        self._table = session.bind(table)

    def find_many(
        self,
        where: Where | None = None,
        *,
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        take: int | None = None,
        skip: int | None = None,
    ) -> list[Row]:
        """Every row that meets the conditions: at most ``take``, after ``skip``."""
        statement = reads.find_many(self._table, where, order_by, take, skip)
        return self._session.run(statement)

    def find_first(
        self,
        where: Where | None = None,
        *,
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        skip: int | None = None,
    ) -> Row | None:
        """The first row that meets the conditions."""
        statement = reads.find_first(self._table, where, order_by, skip)
        return self._session.run(statement)

    def find_first_or_raise(
        self,
        where: Where | None = None,
        *,
        order_by: OrderBy | Sequence[OrderBy] | None = None,
        skip: int | None = None,
    ) -> Row:
        """The first row that meets the conditions, or :class:`NotFoundError`."""
        row = self.find_first(where, order_by=order_by, skip=skip)
        return row_or_raise(row, self._table.table, where)

    def count(self, where: Where | None = None) -> int:
        """How many rows meet the conditions."""
        return self._session.run(reads.count(self._table, where))


class KeyedViewQueries(
    ViewQueries[Row, Where, OrderBy],
    Generic[Row, Where, OrderBy, WhereUnique],
):
    """Reads of something that has a key."""

    def find_unique(self, where: WhereUnique) -> Row | None:
        """The row with this key."""
        return self._session.run(reads.find_unique(self._table, where))

    def find_unique_or_raise(self, where: WhereUnique) -> Row:
        """The row with this key, or :class:`NotFoundError`."""
        return row_or_raise(self.find_unique(where), self._table.table, where)


class UpdatableQueries(
    KeyedViewQueries[Row, Where, OrderBy, WhereUnique],
    Generic[Row, Where, OrderBy, WhereUnique, Update],
):
    """Reads and writes of a table that only SQL can insert into."""

    def update(self, where: WhereUnique, data: Update) -> Row | None:
        """The row with this key after the change; None when there is none."""
        return self._session.run(writes.update(self._table, where, data))

    def update_many(self, where: Where | None = None, *, data: Update) -> int:
        """Changes every row that meets the conditions, and says how many."""
        statement = writes.update_many(self._table, where, data)
        if statement is None:
            return self.count(where)
        return self._session.run(statement)

    def delete(self, where: WhereUnique) -> Row | None:
        """The row with this key as it was; None when there was none."""
        return self._session.run(writes.delete(self._table, where))

    def delete_many(self, where: Where | None = None) -> int:
        """Deletes every row that meets the conditions, and says how many."""
        return self._session.run(writes.delete_many(self._table, where))


class ModelQueries(
    UpdatableQueries[Row, Where, OrderBy, WhereUnique, Update],
    Generic[Row, Where, OrderBy, WhereUnique, Update, Create],
):
    """Reads and writes of a table."""

    def create(self, data: Create) -> Row:
        """The new row, with what the database filled in."""
        return self._session.run(writes.create(self._table, data))

    def create_many(
        self, data: Sequence[Create], *, skip_duplicates: bool = False
    ) -> int:
        """Makes many rows, all or none, and says how many.

        ``skip_duplicates`` leaves out rows whose key exists.
        """
        statements = writes.create_many(self._table, data, skip_duplicates)
        if len(statements) == 1:
            return self._session.run(statements[0])
        total = 0
        with self._session.transaction() as session:
            for statement in statements:
                total += session.run(statement)
        return total

    def upsert(self, where: WhereUnique, create: Create, update: Update) -> Row:
        """The row with this key after the change, or the new row.

        Atomic where ``create`` gives the key that ``where`` looks for.
        """
        statement = writes.upsert(self._table, where, create, update)
        if statement is not None:
            return self._session.run(statement)
        with self._session.transaction() as session:
            row = session.run(writes.update(self._table, where, update))
            if row is not None:
                return row
            return session.run(writes.create(self._table, create))


def row_or_raise(row: Row | None, table: Table[Any], where: object) -> Row:
    """The row, or :class:`NotFoundError`."""
    if row is None:
        raise NotFoundError(f"No {table.name} where {where!r}.")
    return row
