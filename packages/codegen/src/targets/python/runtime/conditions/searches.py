"""Searches for words in several fields of a row together.

As Prisma has it: where fields are searched for the same query, side by side in one
``where`` or each in a part of its own of an ``OR``, the words may stand in any of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..tables.bound_table import BoundTable, reference
from ..values.codecs import is_mapping
from .filters import Search, column_field
from .tokens import Shape

#: The key of a ``where`` for searches in several fields: of a query, which fields.
TOGETHER = "(search)"

_Fields = tuple[str, ...]


class SearchTogether:
    """Searches of one query in several fields."""

    def __init__(self, table: BoundTable[Any]) -> None:
        self._table = table
        self._searches: dict[_Fields, Search] = {}

    def condition(self, value: Any, shape: Shape) -> None:
        """Adds what it says to a shape."""
        fields: Mapping[str, _Fields] = value
        for query, names in fields.items():
            search = self._searches.get(names)
            if search is None:
                search = self._searches[names] = self._search(names)
            search.add(query, shape)

    def _search(self, names: _Fields) -> Search:
        columns = [column for column in self._table.columns if column.name in names]

        def texts(alias: str) -> str:
            return ", ".join(reference(column, alias) for column in columns)

        return Search(column_field(self._table, columns[0]), texts)


def side_by_side(where: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The same ``where`` with its searches together; None where that is as it was."""
    queries: dict[str, str] = {
        name: str(filters["search"])
        for name, filters in where.items()
        if is_mapping(filters) and isinstance(filters.get("search"), str)
    }
    together = _together(queries.items())
    if not together:
        return None
    merged = {name for names in together.values() for name in names}
    rest: dict[str, Any] = {}
    for name, value in where.items():
        if name in merged:
            value = {key: part for key, part in value.items() if key != "search"}
        rest[name] = value
    return {**rest, TOGETHER: together}


def in_parts(parts: Sequence[Any]) -> list[Any] | None:
    """The same parts of an ``OR`` with their searches together."""
    searches = [_only_search(part) for part in parts]
    together = _together(search for search in searches if search is not None)
    if not together:
        return None
    kept = [
        part
        for part, search in zip(parts, searches, strict=True)
        if search is None or search[1] not in together
    ]
    return [*kept, *({TOGETHER: {query: names}} for query, names in together.items())]


def _only_search(part: Any) -> tuple[str, str] | None:
    """The field and the query of a part that is nothing but a search."""
    if not is_mapping(part) or len(part) != 1:
        return None
    ((name, filters),) = part.items()
    if not is_mapping(filters) or list(filters) != ["search"]:
        return None
    query = filters["search"]
    return (name, query) if isinstance(query, str) else None


def _together(searches: Iterable[tuple[str, str]]) -> dict[str, _Fields]:
    fields: dict[str, _Fields] = {}
    for name, query in searches:
        fields[query] = (*fields.get(query, ()), name)
    return {query: names for query, names in fields.items() if len(names) > 1}
