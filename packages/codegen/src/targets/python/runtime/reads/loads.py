"""Relations that are loaded with rows: what is asked for, and the statements for it.

One more statement for each relation and level, whatever the number of rows. A row that
several others lead to is one object.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal, TypeAlias, TypeGuard, TypeVar

from ..errors import InvalidQueryError, MissingRelatedRowError, shown
from ..tables.bound_table import BoundRelation, BoundTable
from ..tables.statement import Plan, Statement
from ..values.codecs import is_mapping
from ..values.given import an_object
from . import related
from .related import Choice

R = TypeVar("R")
Kind: TypeAlias = Literal["one", "maybe", "many"]

#: So many keys go with one statement.
MOST_KEYS = 20_000

_CHOICE = ("where", "order_by", "take", "skip", "cursor", "distinct")
_ALIASES = {"order": "order_by"}


@dataclass(frozen=True, slots=True)
class Loading:
    """How a relation is loaded: what ``one()``, ``maybe()`` and ``many()`` return."""

    model: str
    kind: Kind
    choice: Choice
    loads: Loads | None


@dataclass(frozen=True, slots=True)
class Loads:
    """The relations to load with the rows of a table, and those to count."""

    relations: tuple[tuple[BoundRelation, Choice, Loads | None], ...]
    counts: tuple[tuple[BoundRelation, Choice], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes of a row that are set by it."""
        names = [relation.relation.name for relation, _, _ in self.relations]
        return (*names, "counts") if self.counts else tuple(names)


def loading(
    table: BoundTable[Any], kind: Kind, loads: Loads | None, **choice: Any
) -> Loading:
    """What ``table`` gives to another model's method for its relation."""
    return Loading(table.table.name, kind, Choice(**choice), loads)


def wanted(
    table: BoundTable[Any],
    relations: Mapping[str, Any],
    include: Mapping[str, Any] | None = None,
    counts: Mapping[str, Any] | None = None,
) -> Loads | None:
    """What a call asks for, None where it asks for nothing.

    ``relations`` are its keywords, ``include`` says the same in one dict.
    """
    if not (relations or include or counts):
        return None
    given = {**an_object(include or {}, "include"), **relations}
    return Loads(
        tuple(
            _asked(_relation(table, name), value)
            for name, value in given.items()
            if value is not None and value is not False
        ),
        tuple(
            _counted(_relation(table, name), value)
            for name, value in an_object(counts or {}, "counts").items()
            if value is not None and value is not False
        ),
    )


def _relation(table: BoundTable[Any], name: str) -> BoundRelation:
    relations = table.relations
    # The keyword of a relation that is called like a parameter ends in "_".
    found = relations.get(name) or relations.get(name.removesuffix("_"))
    if found is None:
        raise table.unknown(name, "loading", relations)
    return found


def _asked(
    relation: BoundRelation, value: Any
) -> tuple[BoundRelation, Choice, Loads | None]:
    name, kind = relation.relation.name, relation.relation.kind
    if value is True:
        return relation, Choice(), None
    if isinstance(value, Loading):
        target = relation.target.table.name
        if (value.model, value.kind) != (target, kind):
            raise InvalidQueryError(
                f"{relation.table.table.name}.{name} is loaded by {kind}() of {target}, "
                f"got {value.kind}() of {value.model}."
            )
        return relation, value.choice, value.loads
    if is_mapping(value):
        return _from_dict(relation, value)
    raise InvalidQueryError(
        f"{name} takes True, {kind}() of {relation.target.table.name} or a dict, "
        f"got {shown(value)}."
    )


def _from_dict(
    relation: BoundRelation, given: Mapping[str, Any]
) -> tuple[BoundRelation, Choice, Loads | None]:
    options = {_ALIASES.get(key, key): value for key, value in given.items()}
    loads = wanted(
        relation.target, {}, options.pop("include", None), options.pop("counts", None)
    )
    allowed = _choices_of(relation.relation.kind)
    for key in options:
        if key not in allowed:
            raise InvalidQueryError(
                f"{relation.relation.name} has no option {key!r}. "
                f"Allowed: {', '.join((*allowed, 'include', 'counts'))}."
            )
    return relation, Choice(**options), loads


def _choices_of(kind: Kind) -> tuple[str, ...]:
    return {"one": (), "maybe": ("where",), "many": _CHOICE}[kind]


def _counted(relation: BoundRelation, value: Any) -> tuple[BoundRelation, Choice]:
    if relation.relation.kind != "many":
        raise InvalidQueryError(
            f"counts: {relation.relation.name} is a single row, not many."
        )
    if value is True:
        return relation, Choice()
    if is_mapping(value):
        return relation, Choice(where=value)
    raise InvalidQueryError(
        f"counts: {relation.relation.name} takes True or a where, got {shown(value)}."
    )


def read_with(statement: Statement[R], loads: Loads) -> Plan[R]:
    """The result of a statement that reads, with relations of its rows.

    Outside a transaction a related row may go between the two: then all is read again.
    """
    result: R = yield statement
    try:
        return (yield from _with_relations(result, loads))
    except MissingRelatedRowError:
        result = yield statement
        return (yield from _with_relations(result, loads))


def written_with(make: Callable[[], Plan[R]], loads: Loads) -> Plan[R]:
    """The result of a plan that writes, with relations of its rows."""
    return (yield from _with_relations((yield from make()), loads))


def deleted_with(read: Statement[R], delete: Statement[Any], loads: Loads) -> Plan[R]:
    """The row that goes, with relations as they were before."""
    row: R = yield read
    if row is not None:
        yield from _with_relations(row, loads)
        yield delete
    return row


def _with_relations(result: R, loads: Loads) -> Plan[R]:
    rows: list[Any] = result if is_list(result) else [result]
    if rows and rows[0] is not None:
        yield from load(rows, loads)
    return result


def is_list(result: object) -> TypeGuard[list[Any]]:
    """Whether a result is of many rows."""
    return isinstance(result, list)


def load(rows: Sequence[Any], loads: Loads) -> Plan[None]:
    """Sets the relations of rows. They are all of one kind, and there is one at least."""
    for relation, choice, deeper in loads.relations:
        parents = _Parents(rows, relation)
        if relation.relation.kind == "many":
            children = yield from _load_many(parents, relation, choice)
        else:
            children = yield from _load_one(parents, relation, choice)
        if deeper is not None and children:
            yield from load(children, deeper)
    if loads.counts:
        yield from _count(rows, loads)


class _Parents:
    """The rows that a relation is loaded for, by the values that it starts from."""

    def __init__(self, rows: Sequence[Any], relation: BoundRelation) -> None:
        names = relation.relation.local
        self.rows = rows
        self.keys: list[Any] = list(map(attrgetter(*names), rows))
        distinct = dict.fromkeys(self.keys)
        if len(names) == 1:
            distinct.pop(None, None)
            self.distinct: list[Any] = list(distinct)
        else:
            self.distinct = [values for values in distinct if None not in values]

    def chunks(self) -> Iterator[list[Any]]:
        """The distinct keys, for one statement after the other."""
        for start in range(0, len(self.distinct), MOST_KEYS):
            yield self.distinct[start : start + MOST_KEYS]


def _load_one(
    parents: _Parents, relation: BoundRelation, choice: Choice
) -> Plan[list[Any]]:
    told = relation.relation
    found: dict[Any, Any] = {}
    for keys in parents.chunks():
        children, values = yield from _related(relation, keys, choice)
        found.update(zip(values, children, strict=True))
        lost = [key for key in keys if key not in found]
        if lost and related.may_be_folded(relation):
            children, positions = yield related.by_position(relation, lost, choice, {})
            values = [lost[position] for position in positions]
            found.update(zip(values, children, strict=True))
    for row, key in zip(parents.rows, parents.keys, strict=True):
        child = found.get(key)
        if child is None and told.kind == "one":
            raise MissingRelatedRowError(
                f"{relation.table.table.name}.{told.name} is required, and there is no "
                f"such {relation.target.table.name}: no foreign key keeps them together, "
                "or it was deleted meanwhile."
            )
        setattr(row, told.name, child)
    return list(found.values())


def _load_many(
    parents: _Parents, relation: BoundRelation, choice: Choice
) -> Plan[list[Any]]:
    lists: dict[Any, list[Any]] = {key: [] for key in parents.distinct}
    seen: dict[Any, Any] = {}
    loaded: list[Any] = []
    for keys in parents.chunks():
        children, values = yield from _related(relation, keys, choice, seen)
        for child, value in zip(children, values, strict=True):
            lists[value].append(child)
        loaded += children
    name = relation.relation.name
    for row, key in zip(parents.rows, parents.keys, strict=True):
        # Without a value to start from, no row is related.
        setattr(row, name, lists.get(key, []))
    return list(seen.values()) if seen else loaded


def _related(
    relation: BoundRelation,
    keys: list[Any],
    choice: Choice,
    seen: dict[Any, Any] | None = None,
) -> Plan[tuple[list[Any], list[Any]]]:
    """The related rows, and beside them the key that leads to each."""
    if related.is_by_value(relation, choice):
        children, values = yield related.by_value(relation, keys, choice)
        # A collation can find equal what differs in Python.
        if set(keys).issuperset(values):
            return children, values
    children, positions = yield related.by_position(
        relation, keys, choice, {} if seen is None else seen
    )
    return children, [keys[position] for position in positions]


def _count(rows: Sequence[Any], loads: Loads) -> Plan[None]:
    counts: list[dict[str, int]] = [{} for _ in rows]
    for relation, choice in loads.counts:
        parents = _Parents(rows, relation)
        numbers: dict[Any, int] = {}
        for keys in parents.chunks():
            pairs = yield related.counted(relation, keys, choice.where)
            numbers.update((keys[position], number) for position, number in pairs)
        for count, key in zip(counts, parents.keys, strict=True):
            count[relation.relation.name] = numbers.get(key, 0)
    for row, count in zip(rows, counts, strict=True):
        row.counts = count
