"""Which model and which fields an error of the database is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .table import Table

_tables: Mapping[str, Table[Any]] = {}

#: What this version of the schema calls constraints, by the names of databases on which
#: older versions live. A name that one has, no other has for something else.
_names: dict[str, str] = {}


def know_names(names: Mapping[str, str]) -> None:
    """What a database that serves several versions calls constraints otherwise."""
    _names.update(names)


def know(tables: Mapping[str, Table[Any]]) -> None:
    """The tables of the schema, of which the package has one."""
    global _tables
    _tables = tables


def table_of_row(row: type[Any]) -> Table[Any] | None:
    """The table whose rows are of this class."""
    # A table has the name of its rows' class.
    named = _tables.get(row.__name__)
    return named if named is not None and named.row is row else None


def subject(
    schema: str | None, table: str | None, constraint: str | None, column: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """The model and the fields, by the names that they have in the database."""
    constraint = _names.get(constraint or "", constraint)
    found = _table(schema, table) or _table_with(constraint)
    if found is None:
        return None, ()
    for name, fields in found.constraints:
        if name == constraint:
            return found.name, fields
    named = (one.name for one in found.columns if one.db_name == column)
    return found.name, tuple(named)


def _table(schema: str | None, table: str | None) -> Table[Any] | None:
    called = [one for one in _tables.values() if one.db_name == table]
    # One that names no schema is wherever a client looks for it.
    for one in called:
        if one.namespace == schema:
            return one
    return next((one for one in called if one.namespace is None), None)


def _table_with(constraint: str | None) -> Table[Any] | None:
    """The one with the constraint: a view has another name than the table below it."""
    for one in _tables.values():
        if any(name == constraint for name, _ in one.constraints):
            return one
    return None
