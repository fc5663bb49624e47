"""``where`` to SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ..errors import ClientError, InvalidQueryError, shown
from ..tables.bound_table import BoundRelation, BoundTable
from ..tables.statement import Params
from ..values.codecs import is_mapping, is_sequence
from .comparisons import Comparisons
from .filters import column_field
from .searches import TOGETHER, SearchTogether, in_parts, side_by_side
from .tokens import (
    ALL,
    ANY,
    END,
    NOT,
    Every,
    Is,
    IsNull,
    Nothing,
    Shape,
    Some,
    Token,
    Writer,
)

Where = Mapping[str, Any]


def where_sql(
    table: BoundTable[Any], where: Where | None, params: Params, alias: str = "t0"
) -> str:
    """The WHERE clause with a leading space, or nothing."""
    sql = condition_sql(table, where, params, alias)
    return f" WHERE {sql}" if sql else ""


def condition_sql(
    table: BoundTable[Any], where: Where | None, params: Params, alias: str = "t0"
) -> str:
    """The conditions on the table that is called ``alias``, or nothing."""
    if where is None:
        return ""
    shape = Shape()
    walk_where(table, where, shape)
    return shape_sql(table, shape, params, alias)


def unique_where_sql(
    table: BoundTable[Any], where: Where, params: Params, alias: str = "t0"
) -> str:
    """The WHERE clause of a unique key, and of other conditions that stand beside."""
    shape = Shape()
    walk_where(table, unique_where(table, where), shape)
    return f" WHERE {shape_sql(table, shape, params, alias)}"


def shape_sql(
    table: BoundTable[Any], shape: Shape, params: Params, alias: str = "t0"
) -> str:
    """The SQL of a shape, which is written once; the values go to ``params``."""
    start = len(params.values)
    key = (alias, start, *shape.tokens)
    sql = table.queries.get(key)
    if sql is None:
        writer = Writer([*shape.tokens, END], start)
        sql = table.keep(key, " AND ".join(writer.group(alias, negated=False)))
    params.values += shape.values
    return sql


def walk_where(table: BoundTable[Any], where: Where, shape: Shape) -> None:
    """Adds the conditions to a shape."""
    try:
        (table.scope or _scope(table)).walk(where, shape)
    except ClientError as error:
        error.inside("where")
        raise


def walk(table: BoundTable[Any], where: Where, shape: Shape) -> None:
    """The same of a ``where`` that stands elsewhere."""
    (table.scope or _scope(table)).walk(where, shape)


class Condition(Protocol):
    """What may stand under a key of a ``where``."""

    def condition(self, value: Any, shape: Shape) -> None:
        """Adds what it says to a shape."""
        ...


class Scope:
    """What may stand in a ``where`` of a table, or in a ``having``."""

    __slots__ = ("_fields", "_table", "_use", "comparisons")

    def __init__(
        self, table: BoundTable[Any], fields: Mapping[str, Condition], use: str
    ) -> None:
        self._table = table
        self._fields: dict[str, Condition] = {
            **fields,
            "AND": Combination(self, None, None),
            "OR": Combination(self, ANY, None),
            "NOT": Combination(self, None, NOT),
        }
        self.comparisons = Comparisons(self._fields)
        self._use = use

    def walk(self, where: Where, shape: Shape) -> None:
        """Adds conditions to a shape."""
        if self.comparisons.add(where, shape):
            return
        if not is_mapping(where):
            raise InvalidQueryError(f"Takes conditions as a dict, got {shown(where)}.")
        fields, name = self._fields, ""
        start = len(shape.tokens), len(shape.values)
        try:
            for name, value in where.items():
                field = fields.get(name)
                if field is None:
                    allowed = (known for known in fields if known != TOGETHER)
                    raise self._table.unknown(name, self._use, allowed)
                field.condition(value, shape)
        except ClientError as error:
            error.inside(name)
            raise
        if shape.searches and TOGETHER in fields and (merged := side_by_side(where)):
            shape.cut(*start)
            self.walk(merged, shape)


def _scope(table: BoundTable[Any]) -> Scope:
    fields: dict[str, Condition] = {
        column.name: column_field(table, column) for column in table.columns
    }
    for name, relation in table.relations.items():
        is_list = relation.relation.kind == "many"
        fields[name] = ToMany(relation) if is_list else ToOne(relation)
    fields[TOGETHER] = SearchTogether(table)
    scope = table.scope = Scope(table, fields, "where")
    return scope


class Combination:
    """``AND``, ``OR`` or ``NOT`` of one ``where`` or several."""

    def __init__(
        self, scope: Scope, around: Token | None, before: Token | None
    ) -> None:
        self._scope = scope
        self._around = around
        self._before = before

    def condition(self, value: Any, shape: Shape) -> None:
        """Adds every part."""
        tokens = shape.tokens
        start = len(tokens), len(shape.values)
        if self._around is not None:
            tokens.append(self._around)
        if is_mapping(value):
            self._part(value, shape)
        elif is_sequence(value):
            self._parts(value, shape)
            if shape.searches and self._around is ANY and (merged := in_parts(value)):
                shape.cut(start[0] + 1, start[1])
                self._parts(merged, shape)
        else:
            raise InvalidQueryError(f"Takes conditions as dicts, got {shown(value)}.")
        if self._around is not None:
            tokens.append(END)

    def _parts(self, parts: Sequence[object], shape: Shape) -> None:
        for index, part in enumerate(parts):
            try:
                self._part(part, shape)
            except ClientError as error:
                error.inside(str(index))
                raise

    def _part(self, where: Any, shape: Shape) -> None:
        tokens = shape.tokens
        if self._before is not None:
            tokens.append(self._before)
        tokens.append(ALL)
        self._scope.walk(where, shape)
        tokens.append(END)


class ToOne:
    """Conditions on the row of the other side, or on that there is none."""

    def __init__(self, relation: BoundRelation) -> None:
        self._relation = relation
        self._is = Is(relation)
        self._is_null = IsNull(relation)

    def condition(self, value: Any, shape: Shape) -> None:
        """Adds ``is`` and ``is_not``; what is neither means ``is``."""
        if not (is_mapping(value) and value.keys() & {"is", "is_not"}):
            # No condition at all says nothing, not even that there is a row.
            if value != {}:
                self._row(value, shape)
            return
        for name, where in value.items():
            if name not in ("is", "is_not"):
                raise InvalidQueryError(
                    "Takes 'is' and 'is_not', or conditions, but not both."
                ).inside(name)
            if name == "is_not":
                shape.tokens.append(NOT)
            try:
                self._row(where, shape)
            except ClientError as error:
                error.inside(name)
                raise

    def _row(self, where: object, shape: Shape) -> None:
        tokens = shape.tokens
        if where is None:
            tokens.append(self._is_null)
            return
        if not is_mapping(where):
            raise InvalidQueryError(f"Takes conditions or None, got {shown(where)}.")
        tokens += (self._is, ALL)
        walk(self._relation.target, where, shape)
        tokens.append(END)


class ToMany:
    """Conditions on the rows of the other side."""

    def __init__(self, relation: BoundRelation) -> None:
        self._relation = relation
        self._filters: dict[str, Token] = {
            "some": Some(relation),
            "every": Every(relation),
            "none": Nothing(relation),
        }

    def condition(self, value: Any, shape: Shape) -> None:
        """Adds ``some``, ``every`` and ``none``."""
        if not is_mapping(value):
            raise InvalidQueryError(
                f"Takes 'some', 'every' or 'none' with conditions, got {shown(value)}."
            )
        filters: Where = value
        for name, where in filters.items():
            filter_ = self._filters.get(name)
            if filter_ is None:
                raise InvalidQueryError(
                    f"There is no filter {name!r} of a list of rows. "
                    "Allowed: some, every, none."
                ).inside(name)
            shape.tokens += (filter_, ALL)
            try:
                walk(self._relation.target, where, shape)
            except ClientError as error:
                error.inside(name)
                raise
            shape.tokens.append(END)


def unique_where(table: BoundTable[Any], where: Where) -> Where:
    """The ``where`` with the values of a unique key; a compound one may have its name.

    ``{"country_number": {"country": "fr", "number": 1}}`` means what the dict in it does.
    """
    if _unique_key(table, where) is None:
        for key in table.table.uniques:
            values = where.get("_".join(key))
            if len(key) > 1 and is_mapping(values):
                others = {k: v for k, v in where.items() if k != "_".join(key)}
                return unique_where(table, {**values, **others})
    unique_key(table, where)
    return where


def unique_key(table: BoundTable[Any], where: Where) -> tuple[str, ...]:
    """The unique key that ``where`` gives all values of."""
    key = _unique_key(table, where)
    if key is not None:
        return key
    for key in table.table.uniques:
        if where.keys() >= set(key):
            _check_values(table, key, where)
    keys = " or ".join(f"{{{', '.join(key)}}}" for key in table.table.uniques)
    raise InvalidQueryError(
        f"A unique where of {table.table.name} gives a value for each of {keys}; "
        f"got {{{', '.join(where)}}}."
    )


def _check_values(table: BoundTable[Any], key: Sequence[str], where: Where) -> None:
    """Raises for a value that the field of a key does not take."""
    for name in key:
        try:
            table.by_name[name].codec.checked(where[name])
        except ClientError as error:
            error.inside(name)
            raise


def _unique_key(table: BoundTable[Any], where: Where) -> tuple[str, ...] | None:
    if not is_mapping(where):
        raise InvalidQueryError(f"Takes a dict with a key, got {shown(where)}.")
    for key in table.table.uniques:
        for name in key:
            value = where.get(name)
            if value is None or is_mapping(value):
                break
        else:
            return key
    return None
