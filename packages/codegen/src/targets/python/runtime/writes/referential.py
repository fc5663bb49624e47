"""What foreign keys would do on delete and on update, where the database has none.

With ``relationMode = "prisma"`` the clients do it. The rows that point at those that go
are changed before them, so that nothing points at a row that is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any

from ..errors import RelationViolationError
from ..tables.bound_table import BoundRelation, BoundTable
from ..tables.statement import Plan
from .links import (
    Condition,
    Data,
    change,
    change_one,
    exists,
    find_all,
    has_one_of,
    is_row,
    key_of,
    remove,
)
from .nested_connect import no_key


def moves_key(table: BoundTable[Any], data: Data) -> bool:
    """Whether the data changes what rows of other tables have to follow."""
    return bool(table.emulated) and any(
        name in data for relation in table.emulated for name in relation.local
    )


def remove_all(table: BoundTable[Any], condition: Condition) -> Plan[int]:
    """How many rows went, after what points at them was seen to."""
    if not table.emulated:
        count: int = yield remove(table, condition)
        return count
    rows: list[Any] = yield find_all(table, condition)
    if not rows:
        return 0
    # Prisma has no schema in which that leads back to a table.
    for bound, action, pointing in _pointing_at(table, rows, 0):
        if action == "Restrict":
            yield from _refuse(bound, pointing)
        elif action == "SetNull":
            yield change(bound.target, pointing, _nothing(bound))
        elif action == "Cascade":
            yield from remove_all(bound.target, pointing)
    first = table.table.uniques[0]
    keys = [key_of(row, first) for row in rows]
    count = yield remove(table, has_one_of(table, first, keys))
    return count


def change_all(
    table: BoundTable[Any], condition: Condition, data: Data
) -> Plan[list[Any]]:
    """The rows after the change, with what points at them."""
    rows: list[Any] = yield find_all(table, condition)
    changed: list[Any] = []
    for row in rows:
        after = yield change_one(table, is_row(table, row), data)
        if after is not None:
            yield from follow(table, row, after)
            changed.append(after)
    return changed


def follow(table: BoundTable[Any], before: object, after: object) -> Plan[None]:
    """Has what points at a row do as its key did."""
    for bound, action, pointing in _pointing_at(table, [before], 1):
        names = bound.relation.local
        if key_of(before, names) == key_of(after, names):
            continue
        if action == "Restrict":
            yield from _refuse(bound, pointing)
            continue
        key = dict(zip(bound.relation.remote, key_of(after, names), strict=True))
        data = key if action == "Cascade" else _nothing(bound)
        if moves_key(bound.target, data):
            yield from change_all(bound.target, pointing, data)
        elif action in ("Cascade", "SetNull"):
            yield change(bound.target, pointing, data)


def delete(
    table: BoundTable[Any],
    condition: Condition,
    load: Callable[[Any], Plan[None]] | None = None,
) -> Plan[Any]:
    """The row that went, as it was."""
    rows: list[Any] = yield find_all(table, condition)
    if not rows:
        return None
    if load is not None:
        yield from load(rows)
    yield from remove_all(table, is_row(table, rows[0]))
    return rows[0]


def counted(make: Callable[[], Plan[list[Any]]]) -> Plan[int]:
    """How many rows a plan returns."""
    return len((yield from make()))


def _pointing_at(
    table: BoundTable[Any], rows: Sequence[object], which: int
) -> Generator[tuple[BoundRelation, str, Condition], None, None]:
    for relation in table.emulated:
        bound = table.relations[relation.name]
        action = (relation.emulated or ("", ""))[which]
        keys = [key_of(row, relation.local) for row in rows]
        yield bound, action, has_one_of(bound.target, relation.remote, keys)


def _refuse(bound: BoundRelation, pointing: Condition) -> Plan[None]:
    if (yield exists(bound.target, pointing)):
        raise RelationViolationError(
            f"{bound.table.table.name} has {bound.relation.name} that do not let go of "
            f"it: {bound.target.table.name}.{', '.join(bound.relation.remote)}."
        )


def _nothing(bound: BoundRelation) -> dict[str, object]:
    return no_key(bound.target, bound.relation.remote)
