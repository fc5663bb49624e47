"""Reads and writes of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from ..errors import InvalidQueryError
from ..writes import bulk, copying, nested, writes
from ..writes.nested_input import has_nested
from ..writes.referential import moves_key
from .actions import Data, Include, Select
from .updatable_actions import UpdatableActions


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
        self, data: Iterable[Data], *, skip_duplicates: bool = False
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
        data: Iterable[Data],
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
            has_nested(table, create, "create")
            or has_nested(table, update, "update")
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
