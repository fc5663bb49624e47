"""New rows with new rows and connections on the other side of their relations.

A level of the input is written at once: the rows that own keys of others after those,
then the rows that point at them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..errors import (
    ForeignKeyViolationError,
    InvalidQueryError,
    UniqueViolationError,
)
from ..tables.bound_table import BoundRelation, BoundTable
from ..tables.statement import Params, Plan, Statement
from ..values.given import an_object
from .links import change, find, is_named, is_row, key_of, savepoint
from .nested_connect import (
    Related,
    Unproven,
    Writing,
    connect_related,
    filled_with,
    keys_of,
    link_rows,
    point,
    raise_not_connected,
    release_owner,
)
from .nested_input import (
    Data,
    Input,
    Nested,
    Operation,
    check_unique,
    parts,
    read_input,
)
from .writes import SKIP_DUPLICATES, create_many, create_rows, total

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NewRow:
    """The data of a row, and what the place in which it stands fills in."""

    data: Data
    path: str
    filled: Mapping[str, object] = field(default_factory=dict[str, object])
    #: The relation back to where it stands.
    inverse: str | None = None


def create_all(
    table: BoundTable[Any],
    new: Sequence[NewRow],
    writing: Writing,
    *,
    unless_there: bool = False,
) -> Plan[list[Any]]:
    """The new rows, in their order; ``unless_there`` leaves out those that exist."""
    inputs = [_read_new(table, row) for row in new]
    unproven: Unproven = {}
    for owning in _by_relation(
        (one, nested) for one in inputs for nested in one.owning
    ):
        yield from _keys_of_owners(owning, unproven, writing)
    # By whichever key: with one of them named, another one may still be violated by who
    # makes the same row at the same time.
    conflict = SKIP_DUPLICATES if unless_there else ""
    rows: list[Any] = []
    try:
        for statement in create_rows(table, [one.values for one in inputs], conflict):
            rows += yield statement
    except ForeignKeyViolationError as error:
        raise_not_connected(error, unproven)
        raise
    if len(rows) < len(inputs):
        return rows
    for others in _by_relation(
        (row, nested)
        for row, one in zip(rows, inputs, strict=True)
        for nested in one.others
    ):
        yield from _with_relations(others, writing)
    return rows


def _by_relation(
    pairs: Iterable[tuple[T, Nested]],
) -> list[list[tuple[T, Nested]]]:
    groups: dict[str, list[tuple[T, Nested]]] = {}
    for pair in pairs:
        groups.setdefault(pair[1].relation.relation.name, []).append(pair)
    return list(groups.values())


def _read_new(table: BoundTable[Any], new: NewRow) -> Input:
    for name in (*new.filled, new.inverse):
        if name in new.data:
            raise InvalidQueryError(
                f"{new.path}.{name} is filled in with the row around it: leave it out."
            )
    found = read_input(table, new.data, new.path, is_new=True)
    found.values.update(new.filled)
    return found


def _keys_of_owners(
    owning: Sequence[tuple[Input, Nested]], unproven: Unproven, writing: Writing
) -> Plan[None]:
    """Writes or looks for the rows that new rows point at, all of one relation."""
    relation = owning[0][1].relation
    connected = [
        (one, operation)
        for one, nested in owning
        for operation in nested.operations
        if operation.name == "connect"
    ]
    created = [
        (one, operation)
        for one, nested in owning
        for operation in nested.operations
        if operation.name == "create"
    ]
    if created:
        new = [
            NewRow(an_object(operation.value, operation.path), operation.path)
            for _, operation in created
        ]
        rows = yield from create_all(relation.target, new, writing)
        for (one, _), row in zip(created, rows, strict=True):
            point(one, relation, key_of(row, relation.relation.remote))
    if connected:
        keys = yield from keys_of(relation, [op for _, op in connected], unproven)
        for (one, _), key in zip(connected, keys, strict=True):
            yield from release_owner(relation, key, None, writing)
            point(one, relation, key)
    for one, nested in owning:
        for operation in nested.operations:
            if operation.name == "connect_or_create":
                row, is_new = yield from connect_or_create(
                    relation, operation.value, operation.path, {}, None, writing
                )
                key = key_of(row, relation.relation.remote)
                if not is_new:
                    yield from release_owner(relation, key, None, writing)
                point(one, relation, key)


def connect_or_create(
    bound: BoundRelation,
    value: object,
    path: str,
    filled: Mapping[str, object],
    inverse: str | None,
    writing: Writing,
) -> Plan[tuple[Any, bool]]:
    """The row with the key, and whether it is new."""
    given = an_object(value, path)
    where, data = parts(given, path, "where", "create")
    check_unique(bound.target, where, f"{path}.where")
    new = NewRow(data, f"{path}.create", filled, inverse)
    return (yield from find_or_create(bound.target, where, new, writing))


def find_or_create(
    table: BoundTable[Any], where: Data, new: NewRow, writing: Writing
) -> Plan[tuple[Any, bool]]:
    """The row with the key, and whether it is new, whoever else makes it meanwhile."""
    for _ in range(3):
        row = yield find(table, is_named(table, where))
        if row is not None:
            return row, False
        row = yield from create_unless(table, new, writing)
        if row is not None:
            return row, True
    # Another row has one of its keys: which one says the database.
    rows = yield from create_all(table, [new], writing)
    return rows[0], True


def create_unless(table: BoundTable[Any], new: NewRow, writing: Writing) -> Plan[Any]:
    """The new row; None, and nothing written, where a row has one of its keys."""
    if table.defers_keys is None:
        table.defers_keys = yield _defers_keys(table)
    # What it points at is written ahead of it.
    owns = any(
        bound.relation.owns and name in new.data
        for name, bound in table.relations.items()
    )
    if owns or table.defers_keys:
        yield savepoint("SAVEPOINT before_create")
    try:
        # PostgreSQL refuses ON CONFLICT for a table with a key that may be deferred.
        unless_there = not table.defers_keys
        rows = yield from create_all(table, [new], writing, unless_there=unless_there)
    except UniqueViolationError:
        if not table.defers_keys:
            raise
        rows = []
    if owns or table.defers_keys:
        if not rows:
            yield savepoint("ROLLBACK TO SAVEPOINT before_create")
        yield savepoint("RELEASE SAVEPOINT before_create")
    return rows[0] if rows else None


def _defers_keys(table: BoundTable[Any]) -> Statement[bool]:
    params = Params()
    place = params.add(table.place.encode(), "regclass")
    return Statement(
        "SELECT EXISTS (SELECT FROM pg_constraint "
        f"WHERE conrelid = {place} AND condeferrable AND contype IN ('p', 'u', 'x'))",
        params.values,
        lambda rows, _count: bool(rows[0][0]),
        prepare=False,
    )


def _with_relations(
    others: Sequence[tuple[Any, Nested]], writing: Writing
) -> Plan[None]:
    """Writes and connects rows of one relation of new rows."""
    for name in ("create", "create_many", "connect_or_create", "connect"):
        related = [
            Related(row, operation)
            for row, nested in others
            for operation in nested.operations
            if operation.name == name
        ]
        if related:
            yield from add_related(others[0][1].relation, related, writing)


def add_related(
    bound: BoundRelation, related: Sequence[Related], writing: Writing
) -> Plan[None]:
    """Adds to a relation, by one kind of operation."""
    name = related[0].operation.name
    if name == "create":
        yield from _create_related(bound, related, writing)
    elif name == "create_many":
        for one in related:
            yield from _create_many(bound, one)
    elif name == "connect_or_create":
        for one in related:
            yield from _connect_or_create_related(bound, one, writing)
    else:
        yield from connect_related(bound, related, writing)


def _create_related(
    bound: BoundRelation, related: Sequence[Related], writing: Writing
) -> Plan[None]:
    owners: list[Any] = []
    new: list[NewRow] = []
    for one in related:
        filled = filled_with(bound, one.row)
        for data, path in one.operation.objects():
            owners.append(one.row)
            new.append(NewRow(data, path, filled, bound.relation.inverse))
    rows = yield from create_all(bound.target, new, writing)
    if bound.relation.through is not None and rows:
        yield link_rows(bound, zip(owners, rows, strict=True))


def _create_many(bound: BoundRelation, one: Related) -> Plan[None]:
    path = one.operation.path
    given = an_object(one.operation.value, path)
    skip = bool(given.get("skip_duplicates", False))
    listed = Operation("data", given.get("data"), f"{path}.data")
    if set(given) - {"data", "skip_duplicates"} or "data" not in given:
        raise InvalidQueryError(f"{path} takes {{data, skip_duplicates}}.")
    filled = filled_with(bound, one.row)
    rows: list[Data] = []
    for data, place in listed.objects():
        found = _read_new(
            bound.target, NewRow(data, place, filled, bound.relation.inverse)
        )
        for nested in (*found.owning, *found.others):
            raise InvalidQueryError(f"{nested.path}: write create to go on in there.")
        rows.append(found.values)
    yield from total(create_many(bound.target, rows, skip))


def _connect_or_create_related(
    bound: BoundRelation, one: Related, writing: Writing
) -> Plan[None]:
    filled = filled_with(bound, one.row)
    for value, path in one.operation.items():
        row, is_new = yield from connect_or_create(
            bound, value, path, filled, bound.relation.inverse, writing
        )
        if bound.relation.through is not None:
            yield link_rows(bound, [(one.row, row)])
        elif not is_new:
            yield change(bound.target, is_row(bound.target, row), filled)
            writing.changed.add(bound.target.table.name)
