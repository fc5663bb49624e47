"""Writes of a row together with rows of its relations, as plans of one transaction."""

from __future__ import annotations

from typing import Any

from ..conditions.where import unique_key
from ..tables.bound_table import BoundTable
from ..tables.statement import Plan
from .links import find, is_named, is_row
from .nested_connect import Writing
from .nested_create import NewRow, create_all, create_unless
from .nested_input import Data
from .nested_update import update_row
from .nested_values import check_values


def create(table: BoundTable[Any], data: Data) -> Plan[Any]:
    """The new row."""
    check_values(table, data, is_new=True)
    writing = Writing()
    rows = yield from create_all(table, [NewRow(data, "data")], writing)
    return (yield from _as_it_is(table, rows[0], writing))


def update(
    table: BoundTable[Any], where: Data, data: Data, path: str = "data"
) -> Plan[Any]:
    """The row with this key after the change; None where there is none."""
    check_values(table, data, is_new=False)
    writing = Writing()
    unique_key(table, where)
    row = yield from update_row(table, is_named(table, where), data, path, writing)
    if row is None:
        return None
    return (yield from _as_it_is(table, row, writing))


def upsert(
    table: BoundTable[Any], where: Data, create: Data, update_: Data
) -> Plan[Any]:
    """The row with this key after the change, or the new row."""
    check_values(table, create, is_new=True)
    new = NewRow(create, "create")
    for attempt in range(3):
        row = yield from update(table, where, update_, "update")
        if row is not None:
            return row
        writing = Writing()
        if attempt < 2:
            row = yield from create_unless(table, new, writing)
        else:
            # Another row has one of its keys: which one says the database.
            row = (yield from create_all(table, [new], writing))[0]
        if row is not None:
            return (yield from _as_it_is(table, row, writing))
    raise AssertionError


def _as_it_is(table: BoundTable[Any], row: Any, writing: Writing) -> Plan[Any]:
    """The row, read again where something in the plan may have changed it."""
    if table.table.name not in writing.changed:
        return row
    again = yield find(table, is_row(table, row))
    return row if again is None else again
