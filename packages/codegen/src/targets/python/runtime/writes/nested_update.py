"""Changes of rows, with what is done with the rows on the other side of relations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import ForeignKeyViolationError, InvalidQueryError
from ..tables.bound_table import BoundRelation, BoundTable
from ..tables.statement import Plan
from ..values.given import an_object
from .links import (
    Condition,
    all_of,
    change,
    change_one,
    exists,
    find,
    is_named,
    is_named_in,
    is_related,
    is_row,
    key_of,
    meets,
    none_of,
    unlink,
)
from .nested_connect import (
    Related,
    Unproven,
    Writing,
    connect_related,
    filled_with,
    keys_of,
    let_go,
    no_key,
    not_related,
    point,
    raise_not_connected,
    release_owner,
    require_optional,
)
from .nested_create import (
    NewRow,
    add_related,
    connect_or_create,
    create_all,
    create_unless,
)
from .nested_input import (
    Data,
    Input,
    Nested,
    Operation,
    change_and_filter,
    check_unique,
    parts,
    read_input,
)
from .referential import change_all, follow, moves_key, remove_all


def update_row(
    table: BoundTable[Any],
    condition: Condition,
    data: Data,
    path: str,
    writing: Writing,
) -> Plan[Any]:
    """The row after the change; None, and nothing done, where there is none."""
    found = read_input(table, data, path)
    row: Any = None
    leftovers: list[tuple[BoundRelation, Condition]] = []
    unproven: Unproven = {}
    if found.owning:
        row = yield find(table, condition)
        if row is None:
            return None
        for nested in found.owning:
            yield from _change_owner(row, found, nested, leftovers, unproven, writing)
        # What the condition looked at may have changed.
        condition = is_row(table, row)
    if found.values:
        before = row
        moves = moves_key(table, found.values)
        if moves and before is None:
            before = yield find(table, condition)
        try:
            row = yield change_one(table, condition, found.values)
        except ForeignKeyViolationError as error:
            raise_not_connected(error, unproven)
            raise
        if moves and row is not None:
            yield from follow(table, before, row)
    elif row is None or _may_have_changed(table, found, writing):
        row = yield find(table, condition)
    if row is None:
        return None
    for bound, gone in leftovers:
        yield from remove_all(bound.target, gone)
        writing.changed.add(bound.target.table.name)
    for nested in found.others:
        yield from _change_others(row, nested, writing)
    return row


def _may_have_changed(table: BoundTable[Any], found: Input, writing: Writing) -> bool:
    # By a self relation, or by a key that changed on the other side.
    return table.table.name in writing.changed or any(
        nested.relation.target.table.name in writing.changed for nested in found.owning
    )


def _change_owner(
    row: object,
    found: Input,
    nested: Nested,
    leftovers: list[tuple[BoundRelation, Condition]],
    unproven: Unproven,
    writing: Writing,
) -> Plan[None]:
    """What ``row`` points at: the new key goes into the values of the row."""
    bound, operation = nested.relation, nested.operations[0]
    target, relation = bound.target, bound.relation
    value, path = operation.value, operation.path
    related = is_related(bound, row)
    if operation.name == "create":
        new = NewRow(an_object(value, path), path)
        made = yield from create_all(target, [new], writing)
        point(found, bound, key_of(made[0], relation.remote))
    elif operation.name == "connect":
        keys = yield from keys_of(bound, [operation], unproven)
        yield from release_owner(bound, keys[0], row, writing)
        point(found, bound, keys[0])
    elif operation.name == "connect_or_create":
        other, is_new = yield from connect_or_create(
            bound, value, path, {}, None, writing
        )
        key = key_of(other, relation.remote)
        if not is_new:
            yield from release_owner(bound, key, row, writing)
        point(found, bound, key)
    elif operation.name == "update":
        other = yield from _update_one(bound, related, operation, writing)
        _follow(row, bound, other)
    elif operation.name == "upsert":
        other, is_new = yield from _upsert_one(bound, related, operation, {}, writing)
        if is_new:
            point(found, bound, key_of(other, relation.remote))
        else:
            _follow(row, bound, other)
    else:
        if operation.name == "disconnect":
            require_optional(bound.table, bound.relation.local, path)
        condition = _filtered(bound, related, operation)
        there = condition is not None and (yield exists(target, condition))
        if operation.name == "delete":
            if not there:
                raise not_related(bound, path)
            # Nothing may point at it when it goes.
            leftovers.append((bound, related))
        if there:
            found.values.update(no_key(bound.table, relation.local))


def _follow(row: object, bound: BoundRelation, other: object) -> None:
    """What ``ON UPDATE CASCADE`` has done to the foreign key."""
    key = key_of(other, bound.relation.remote)
    for name, value in zip(bound.relation.local, key, strict=True):
        setattr(row, name, value)


def _change_others(row: Any, nested: Nested, writing: Writing) -> Plan[None]:
    for operation in nested.operations:
        change_relation = _OF_MANY.get(operation.name)
        if change_relation is not None and nested.relation.relation.kind == "many":
            yield from change_relation(nested.relation, row, operation, writing)
        elif operation.name in ("update", "upsert", "delete", "disconnect"):
            yield from _change_one_other(nested.relation, row, operation, writing)
        else:
            if nested.relation.relation.kind != "many":
                yield from _make_room(nested.relation, row, operation, writing)
            yield from add_related(nested.relation, [Related(row, operation)], writing)


def _change_one_other(
    bound: BoundRelation, row: object, operation: Operation, writing: Writing
) -> Plan[None]:
    """A to-one whose other side holds the foreign key."""
    target, related = bound.target, is_related(bound, row)
    if operation.name == "update":
        yield from _update_one(bound, related, operation, writing)
        return
    if operation.name == "upsert":
        filled = filled_with(bound, row)
        yield from _upsert_one(bound, related, operation, filled, writing)
        return
    if operation.name == "disconnect":
        require_optional(target, bound.relation.remote, operation.path)
    condition = _filtered(bound, related, operation)
    if condition is None:
        return
    writing.changed.add(target.table.name)
    if operation.name == "disconnect":
        yield change(target, condition, no_key(target, bound.relation.remote))
    elif not (yield from remove_all(target, condition)):
        raise not_related(bound, operation.path)


def _make_room(
    bound: BoundRelation, row: object, operation: Operation, writing: Writing
) -> Plan[None]:
    """Disconnects the row that a to-one has before it gets another."""
    target = bound.target
    leaving = is_related(bound, row)
    where: object = None
    if operation.name == "connect":
        where = operation.value
    elif operation.name == "connect_or_create":
        where = an_object(operation.value, operation.path).get("where")
    if where is not None:
        named = an_object(where, operation.path)
        check_unique(target, named, operation.path)
        leaving = all_of(leaving, none_of(is_named(target, named)))
    yield from let_go(bound, leaving, operation.path, writing)


def _update_one(
    bound: BoundRelation, related: Condition, operation: Operation, writing: Writing
) -> Plan[Any]:
    """The row after the change."""
    path = operation.path
    value = an_object(operation.value, path)
    data, place, where = change_and_filter(bound.target, value, path)
    condition = (
        related if where is None else all_of(related, meets(bound.target, where))
    )
    row = yield from update_row(bound.target, condition, data, place, writing)
    writing.changed.add(bound.target.table.name)
    if row is None:
        raise not_related(bound, path)
    return row


def _upsert_one(
    bound: BoundRelation,
    related: Condition,
    operation: Operation,
    filled: Mapping[str, object],
    writing: Writing,
) -> Plan[tuple[Any, bool]]:
    """The row, and whether it is new."""
    path = operation.path
    value = dict(an_object(operation.value, path))
    where = value.pop("where", None)
    create, update = parts(value, path, "create", "update")
    if where is not None:
        filter_ = meets(bound.target, an_object(where, f"{path}.where"))
        related = all_of(related, filter_)
    row = yield from update_row(
        bound.target, related, update, f"{path}.update", writing
    )
    if row is not None:
        writing.changed.add(bound.target.table.name)
        return row, False
    inverse = bound.relation.inverse
    new = NewRow(create, f"{path}.create", filled, inverse if filled else None)
    made = yield from create_all(bound.target, [new], writing)
    return made[0], True


def _filtered(
    bound: BoundRelation, related: Condition, operation: Operation
) -> Condition | None:
    """What ``True`` or a filter means; nothing is meant by ``False``."""
    if isinstance(operation.value, bool):
        return related if operation.value else None
    where = an_object(operation.value, operation.path)
    return all_of(related, meets(bound.target, where))


def _update_many_to(
    bound: BoundRelation, row: object, operation: Operation, writing: Writing
) -> Plan[None]:
    for value, path in operation.objects():
        where, data = parts(value, path, "where", "data")
        check_unique(bound.target, where, f"{path}.where")
        condition = all_of(is_related(bound, row), is_named(bound.target, where))
        found = yield from update_row(
            bound.target, condition, data, f"{path}.data", writing
        )
        writing.changed.add(bound.target.table.name)
        if found is None:
            raise not_related(bound, path, where)


def _upsert(
    bound: BoundRelation, row: object, operation: Operation, writing: Writing
) -> Plan[None]:
    target = bound.target
    for value, path in operation.objects():
        where, create, update = parts(value, path, "where", "create", "update")
        check_unique(target, where, f"{path}.where")
        new = NewRow(
            create, f"{path}.create", filled_with(bound, row), bound.relation.inverse
        )
        condition = all_of(is_related(bound, row), is_named(target, where))
        made: Any = None
        for attempt in range(3):
            found = yield from update_row(
                target, condition, update, f"{path}.update", writing
            )
            if found is not None:
                writing.changed.add(target.table.name)
                break
            if attempt < 2:
                made = yield from create_unless(target, new, writing)
            else:
                # It belongs to another row: the unique key refuses.
                made = (yield from create_all(target, [new], writing))[0]
            if made is not None:
                break
        if made is not None and bound.relation.through is not None:
            linked = Operation("connect", _first_key(target, made), path)
            yield from connect_related(bound, [Related(row, linked)], writing)


def _delete(
    bound: BoundRelation, row: object, operation: Operation, writing: Writing
) -> Plan[None]:
    for where, path in operation.objects():
        check_unique(bound.target, where, path)
        condition = all_of(is_related(bound, row), is_named(bound.target, where))
        writing.changed.add(bound.target.table.name)
        if not (yield from remove_all(bound.target, condition)):
            raise not_related(bound, path, where)


def _disconnect(
    bound: BoundRelation, row: object, operation: Operation, writing: Writing
) -> Plan[None]:
    target, path = bound.target, operation.path
    wheres = list(operation.objects())
    for where, place in wheres:
        check_unique(target, where, place)
    named = is_named_in(target, [where for where, _ in wheres])
    if bound.relation.through is not None:
        yield unlink(bound, row, named)
        return
    require_optional(target, bound.relation.remote, path)
    leaving = all_of(is_related(bound, row), named)
    yield change(target, leaving, no_key(target, bound.relation.remote))
    writing.changed.add(target.table.name)


def _set(
    bound: BoundRelation, row: object, operation: Operation, writing: Writing
) -> Plan[None]:
    target = bound.target
    wheres = list(operation.objects())
    for where, place in wheres:
        check_unique(target, where, place)
    leaving = none_of(is_named_in(target, [where for where, _ in wheres]))
    if bound.relation.through is not None:
        yield unlink(bound, row, leaving)
    else:
        leaving = all_of(is_related(bound, row), leaving)
        yield from let_go(bound, leaving, operation.path, writing)
    if wheres:
        related = [Related(row, operation)]
        yield from connect_related(bound, related, writing, lenient=True)


def _update_many(
    bound: BoundRelation, row: object, operation: Operation, writing: Writing
) -> Plan[None]:
    for value, path in operation.objects():
        where, data = parts(value, path, "where", "data")
        found = read_input(bound.target, data, f"{path}.data")
        for nested in (*found.owning, *found.others):
            raise InvalidQueryError(f"{nested.path}: write update to go on in there.")
        condition = all_of(is_related(bound, row), meets(bound.target, where))
        if found.values:
            if moves_key(bound.target, found.values):
                yield from change_all(bound.target, condition, found.values)
            else:
                yield change(bound.target, condition, found.values)
            writing.changed.add(bound.target.table.name)


def _delete_many(
    bound: BoundRelation, row: object, operation: Operation, writing: Writing
) -> Plan[None]:
    filters = [meets(bound.target, where) for where, _ in operation.objects()]
    for filter_ in filters:
        yield from remove_all(bound.target, all_of(is_related(bound, row), filter_))
        writing.changed.add(bound.target.table.name)


_OF_MANY = {
    "update": _update_many_to,
    "upsert": _upsert,
    "delete": _delete,
    "disconnect": _disconnect,
    "set": _set,
    "update_many": _update_many,
    "delete_many": _delete_many,
}


def _first_key(table: BoundTable[Any], row: object) -> dict[str, object]:
    names = table.table.uniques[0]
    return dict(zip(names, key_of(row, names), strict=True))
