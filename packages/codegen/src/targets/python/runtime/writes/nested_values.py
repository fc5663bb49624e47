"""Looks at the values of new rows, however deep they stand, before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..tables.bound_table import BoundTable, place
from ..tables.statement import Params
from ..values.codecs import is_mapping, is_sequence


def check_values(
    table: BoundTable[Any], data: Mapping[str, object], *, is_new: bool
) -> None:
    """Raises for a value that its field does not take.

    Shapes and names are for those to look at who write what is in them.
    """
    for name, value in data.items():
        relation = table.relations.get(name)
        column = table.by_name.get(name)
        if relation is not None:
            for row, is_created in _related_rows(value):
                check_values(relation.target, row, is_new=is_created)
        elif is_new and column and not (value is None and column.nullable):
            place(column.codec, value, Params())


def _related_rows(operations: object) -> Iterator[tuple[Mapping[str, object], bool]]:
    """The data that stands in the operations on a relation, and whether it is new."""
    if not is_mapping(operations):
        return
    for name, value in operations.items():
        for item in value if is_sequence(value) else (value,):
            if not is_mapping(item):
                continue
            if name == "create":
                yield item, True
            elif name == "create_many":
                rows = item.get("data")
                for row in rows if is_sequence(rows) else ():
                    if is_mapping(row):
                        yield row, True
            elif name == "update":
                data = item.get("data")
                # That of a single row may stand by itself.
                yield (data if is_mapping(data) else item), False
            elif name in ("connect_or_create", "upsert"):
                for part in ("create", "update"):
                    row = item.get(part)
                    if is_mapping(row):
                        yield row, part == "create"
