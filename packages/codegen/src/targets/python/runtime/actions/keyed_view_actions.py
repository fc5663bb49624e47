"""Reads of something that has a key."""

from __future__ import annotations

from typing import Any

from ..reads import reads
from ..reads.reads import lock_sql
from .actions import Data, Include, Select
from .view_actions import ViewActions


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
