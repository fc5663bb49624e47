"""Connects rows that exist, and takes them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ..errors import (
    ForeignKeyViolationError,
    InvalidQueryError,
    NotFoundError,
    RelationViolationError,
)
from ..tables.bound_table import BoundRelation, BoundTable
from ..tables.statement import Plan, Statement
from ..values.given import an_object
from .links import (
    Condition,
    Key,
    all_of,
    change,
    exists,
    find_named,
    has_key,
    is_named,
    is_named_in,
    is_row,
    key_of,
    link,
    none_of,
)
from .nested_input import Data, Input, Operation, check_unique


@dataclass(slots=True)
class Writing:
    """What one write has done so far."""

    #: The tables of rows that were changed after they may have been read.
    changed: set[str] = field(default_factory=set[str])


@dataclass(frozen=True, slots=True)
class Related:
    """A row with what is to be done with one of its relations."""

    row: Any
    operation: Operation


#: Keys of rows that a foreign key will look for, by the path that gave them.
Unproven: TypeAlias = dict[str, tuple[BoundRelation, Data]]


def point(one: Input, bound: BoundRelation, key: Key) -> None:
    """Has the row point at the one with the key."""
    for name, value in zip(bound.relation.local, key, strict=True):
        if name in one.values and one.values[name] != value:
            raise InvalidQueryError(
                f"{one.path}.{bound.relation.name} makes {name} another "
                "value than the other relation that it belongs to."
            )
        one.values[name] = value


def keys_of(
    bound: BoundRelation, operations: Sequence[Operation], unproven: Unproven
) -> Plan[list[Key]]:
    """What ``connect`` points at. A key that is given is left to the foreign key."""
    relation, target = bound.relation, bound.target
    keys: dict[int, Key] = {}
    asked: list[tuple[int, Data, str]] = []
    items = [
        (an_object(value, path), path)
        for operation in operations
        for value, path in operation.items()
    ]
    for index, (where, path) in enumerate(items):
        check_unique(target, where, path)
        if set(where) == set(relation.remote) and relation.emulated is None:
            keys[index] = tuple(where[name] for name in relation.remote)
            unproven[path] = (bound, where)
        else:
            asked.append((index, where, path))
    shapes: dict[tuple[str, ...], list[tuple[int, Data, str]]] = {}
    for one in asked:
        shapes.setdefault(tuple(one[1]), []).append(one)
    for group in shapes.values():
        found: dict[int, Any] = {}
        for statement in find_named(target, [where for _, where, _ in group]):
            found |= yield statement
        for place, (index, where, path) in enumerate(group):
            if place not in found:
                raise not_found(target, where, path)
            keys[index] = key_of(found[place], relation.remote)
    return [keys[index] for index in range(len(items))]


def filled_with(bound: BoundRelation, row: object) -> dict[str, object]:
    """The foreign key of the rows on the other side."""
    relation = bound.relation
    if relation.through is not None:
        return {}
    return dict(zip(relation.remote, key_of(row, relation.local), strict=True))


def connect_related(
    bound: BoundRelation,
    related: Sequence[Related],
    writing: Writing,
    *,
    lenient: bool = False,
) -> Plan[None]:
    """Connects rows that exist; ``lenient`` overlooks those that do not."""
    if bound.relation.through is not None:
        yield from _link_named(bound, related, lenient=lenient)
        return
    target = bound.target
    for one in related:
        wheres = list(one.operation.objects())
        for where, path in wheres:
            check_unique(target, where, path)
        if not wheres:
            continue
        named = is_named_in(target, [where for where, _ in wheres])
        count = yield change(target, named, filled_with(bound, one.row))
        writing.changed.add(target.table.name)
        if count < len(wheres) and not lenient:
            for where, path in wheres:
                if not (yield exists(target, is_named(target, where))):
                    raise not_found(target, where, path)


def _link_named(
    bound: BoundRelation, related: Sequence[Related], *, lenient: bool
) -> Plan[None]:
    unproven: Unproven = {}
    owners = [one.row for one in related for _ in one.operation.items()]
    if lenient:
        pairs: list[tuple[Key, Key]] = []
        for one in related:
            wheres = [where for where, _ in one.operation.objects()]
            for statement in find_named(bound.target, wheres):
                for row in (yield statement).values():
                    pairs.append(pair_of(bound, one.row, row))
    else:
        operations = [one.operation for one in related]
        keys = yield from keys_of(bound, operations, unproven)
        pairs = [
            (key_of(owner, bound.relation.local), key)
            for owner, key in zip(owners, keys, strict=True)
        ]
    if not pairs:
        return
    try:
        yield link(bound, pairs)
    except ForeignKeyViolationError as error:
        raise_not_connected(error, unproven)
        raise


def link_rows(
    bound: BoundRelation, rows: Iterable[tuple[object, object]]
) -> Statement[int]:
    """Connects rows with rows of the other side, which are all there."""
    return link(bound, [pair_of(bound, owner, row) for owner, row in rows])


def pair_of(bound: BoundRelation, owner: object, row: object) -> tuple[Key, Key]:
    relation = bound.relation
    return key_of(owner, relation.local), key_of(row, relation.remote)


def release_owner(
    bound: BoundRelation, key: Key, own: object | None, writing: Writing
) -> Plan[None]:
    """Takes the row of a one-to-one from the row that has it, where that can be without.

    Where it cannot, the unique key of the database refuses.
    """
    table, relation = bound.table, bound.relation
    if not is_one_to_one(bound) or not is_optional(table, relation.local):
        return
    has_it = has_key(table, relation.local, key)
    if own is not None:
        has_it = all_of(has_it, none_of(is_row(table, own)))
    yield change(table, has_it, no_key(table, relation.local))
    writing.changed.add(table.table.name)


def is_one_to_one(bound: BoundRelation) -> bool:
    """Whether the side that holds the foreign key is one row for each."""
    inverse = bound.target.relations.get(bound.relation.inverse or "")
    if inverse is not None:
        return inverse.relation.kind != "many"
    return bound.relation.local in bound.table.table.uniques


def is_optional(table: BoundTable[Any], names: Sequence[str]) -> bool:
    """Whether a foreign key can be without a value."""
    return any(table.by_name[name].nullable for name in names)


def no_key(table: BoundTable[Any], names: Sequence[str]) -> dict[str, object]:
    """The values of a foreign key that points at nothing."""
    return {name: None for name in names if table.by_name[name].nullable}


def not_found(table: BoundTable[Any], where: object, path: str) -> NotFoundError:
    """The error for a row that an operation needs."""
    return NotFoundError.of_row(table.table.name, where, path)


def raise_not_connected(error: ForeignKeyViolationError, unproven: Unproven) -> None:
    """Says which of the keys given for ``connect`` the foreign key did not find."""
    detail = error.detail or ""
    for path, (bound, where) in unproven.items():
        through, table = bound.relation.through, bound.table
        columns = (
            [table.by_name[name].db_name for name in bound.relation.local]
            if through is None
            else [through.remote]
        )
        # The words around it are in the language of the server.
        if f"({', '.join(columns)})=" in detail:
            values = ", ".join(str(where[name]) for name in bound.relation.remote)
            if through is None or f"=({values})" in detail:
                raise not_found(bound.target, where, path) from error


def let_go(
    bound: BoundRelation, leaving: Condition, path: str, writing: Writing
) -> Plan[None]:
    """Has rows point at nothing; raises where there are some that cannot."""
    target, names = bound.target, bound.relation.remote
    if is_optional(target, names):
        yield change(target, leaving, no_key(target, names))
        writing.changed.add(target.table.name)
    elif (yield exists(target, leaving)):
        raise RelationViolationError(
            f"{path}: {bound.table.table.name} has {target.table.name} that cannot be "
            f"without {', '.join(names)}. Delete it, or connect it to another first."
        )


def require_optional(table: BoundTable[Any], names: Sequence[str], path: str) -> None:
    """Raises where a row with this foreign key cannot point at nothing."""
    if not is_optional(table, names):
        raise RelationViolationError(
            f"{path}: {table.table.name} cannot be without {', '.join(names)}. "
            "Delete it, or connect it to another."
        )


def not_related(bound: BoundRelation, path: str, where: object = None) -> NotFoundError:
    """The error for a row that an operation expects on the other side."""
    if where is not None:
        return not_found(bound.target, where, f"{path} ({bound.relation.name})")
    return NotFoundError(
        f"{path}: this {bound.table.table.name} has no such {bound.relation.name}."
    )
