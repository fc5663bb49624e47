"""Reads the input of a write that writes rows of relations, too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..conditions.where import unique_where_sql
from ..errors import InvalidQueryError
from ..tables.bound_table import BoundRelation, BoundTable
from ..tables.statement import Params
from ..values.codecs import is_mapping, is_sequence
from ..values.given import an_object

Data = Mapping[str, object]

_CREATE = ("create", "connect", "connect_or_create")
_UPDATE = ("update", "upsert", "delete", "disconnect")
_UPDATE_MANY = ("set", "update_many", "delete_many")


@dataclass(frozen=True, slots=True)
class Operation:
    """One word of what a relation is given, such as ``create``."""

    name: str
    value: object
    #: Where it stands in the input: ``data.posts.create``.
    path: str

    def items(self) -> Iterator[tuple[Any, str]]:
        """What it is given, one by one: an object, or a list of them."""
        if not is_sequence(self.value):
            yield self.value, self.path
            return
        for index, item in enumerate(self.value):
            yield item, f"{self.path}[{index}]"

    def objects(self) -> Iterator[tuple[Data, str]]:
        """The items, which have to be objects."""
        for item, path in self.items():
            yield an_object(item, path), path


@dataclass(frozen=True, slots=True)
class Nested:
    """What is to be done with a relation of a row."""

    relation: BoundRelation
    operations: tuple[Operation, ...]
    path: str


@dataclass(slots=True)
class Input:
    """The values of a row, and what is to be done with its relations."""

    path: str
    values: dict[str, object]
    #: This side holds the foreign key: it has to be known before the row is written.
    owning: list[Nested] = field(default_factory=list[Nested])
    #: The row has to be there first.
    others: list[Nested] = field(default_factory=list[Nested])


def has_nested(table: BoundTable[Any], data: object, path: str = "data") -> bool:
    """Whether the data of a row, which has to be some, speaks of its relations."""
    names = an_object(data, path)
    relations = table.relations
    return bool(relations) and any(name in relations for name in names)


def read_input(
    table: BoundTable[Any], data: Data, path: str, *, is_new: bool = False
) -> Input:
    """Tells values from relations. ``is_new`` allows what a new row can have."""
    found = Input(path, {})
    for name, value in data.items():
        relation = table.relations.get(name)
        if relation is None:
            found.values[name] = value
            continue
        nested = _nested(relation, value, f"{path}.{name}", is_new)
        if nested.operations:
            owns = relation.relation.owns
            (found.owning if owns else found.others).append(nested)
    for nested in found.owning:
        for column in nested.relation.relation.local:
            if column in found.values:
                raise InvalidQueryError(
                    f"{nested.path} gives {path}.{column}, which is given, too. "
                    "Leave one of them out."
                )
    return found


def _nested(relation: BoundRelation, value: object, path: str, is_new: bool) -> Nested:
    allowed = _allowed(relation, is_new)
    given = an_object(value, path)
    for name in given:
        if name not in allowed:
            raise InvalidQueryError(
                f"{path} takes {', '.join(allowed)}; got {name!r}.{_why(relation, name)}"
            )
    if relation.relation.kind != "many" and len(given) > 1:
        raise InvalidQueryError(f"{path} takes one of {', '.join(given)} at a time.")
    operations = (
        Operation(name, item, f"{path}.{name}") for name, item in given.items()
    )
    return Nested(relation, tuple(operations), path)


def _allowed(relation: BoundRelation, is_new: bool) -> tuple[str, ...]:
    kind, through = relation.relation.kind, relation.relation.through
    many = ("create_many",) if kind == "many" and through is None else ()
    if is_new:
        return (*_CREATE, *many)
    if kind == "many":
        return (*_CREATE, *many, *_UPDATE, *_UPDATE_MANY)
    return (*_CREATE, *(_UPDATE[:2] if kind == "one" else _UPDATE))


def _why(relation: BoundRelation, name: str) -> str:
    if relation.relation.kind == "one" and name in ("disconnect", "delete"):
        return f" {relation.table.table.name} cannot be without it."
    if relation.relation.through is not None and name == "create_many":
        return " Write create with a list."
    return ""


def parts(value: Data, path: str, *names: str) -> list[Data]:
    """The objects that an operation has to have, and nothing beside them."""
    if set(value) != set(names):
        raise InvalidQueryError(
            f"{path} takes {{{', '.join(names)}}}; got {{{', '.join(value)}}}."
        )
    return [an_object(value[name], f"{path}.{name}") for name in names]


def change_and_filter(
    table: BoundTable[Any], value: Data, path: str
) -> tuple[Data, str, Data | None]:
    """``update`` of a to-one: the data alone, or ``{"where", "data"}``."""
    is_long = set(value) <= {"where", "data"} and is_mapping(value.get("data"))
    # The model may have a field of that name.
    is_field = "data" in table.by_name or "data" in table.relations
    if is_long and ("where" in value or not is_field):
        where = value.get("where")
        filter_ = None if where is None else an_object(where, f"{path}.where")
        return an_object(value["data"], path), f"{path}.data", filter_
    return value, path, None


def check_unique(table: BoundTable[Any], where: Data, path: str) -> None:
    """Raises, with the path, unless ``where`` names a row by a unique key."""
    try:
        unique_where_sql(table, where, Params())
    except InvalidQueryError as error:
        raise InvalidQueryError(f"{path}: {error}") from error
