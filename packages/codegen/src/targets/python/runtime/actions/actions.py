"""What the methods of ``client.<model>`` have in common.

Each builds what to run and hands it to the session, which returns the result, or an
awaitable of it. Their types are in the stubs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, Self

from ..errors import NotFoundError
from ..reads import loads
from ..reads.loads import Loads
from ..reads.selections import Selection, picked, selection_of
from ..reads.streams import Stream
from ..tables.bound_table import BoundTable
from ..tables.statement import Plan, Statement
from ..tables.table import Table

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


class Actions:
    """The methods of a model, on a session."""

    def __init__(self, session: Performer, table: str) -> None:
        self._session = session
        self._table = session.bind(table)

    def __class_getitem__(cls, _types: object) -> type[Self]:
        return cls

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
