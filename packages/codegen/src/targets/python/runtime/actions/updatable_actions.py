"""Reads and writes of a table that only SQL can insert into."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ..reads import loads, reads
from ..reads.loads import Loads
from ..reads.ranges import Range
from ..reads.reads import lock_sql
from ..tables.statement import Plan, Statement
from ..writes import nested, referential, writes
from ..writes.links import is_named, meets
from ..writes.nested_input import has_nested
from ..writes.referential import moves_key
from .actions import Data, Include, Made, Select, Where
from .keyed_view_actions import KeyedViewActions


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


def _alone(statement: Statement[Any]) -> Plan[Any]:
    return (yield statement)
