"""``where`` to SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from .bound_table import BoundTable, comparable, place, reference
from .codecs import (
    Codec,
    FilterKind,
    array_cast,
    is_iterable,
    is_mapping,
    is_sequence,
    members,
)
from .errors import InvalidQueryError
from .statement import Params
from .table import Column

_EQUALITY = ("equals", "not", "in", "not_in")
_ORDER = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_PATTERNS = {"contains": "%{}%", "starts_with": "{}%", "ends_with": "%{}"}
_OPERATORS: dict[FilterKind, tuple[str, ...]] = {
    "equality": _EQUALITY,
    "ordered": (*_EQUALITY, *_ORDER),
    "text": (*_EQUALITY, *_ORDER, *_PATTERNS, "mode"),
    "json": ("equals", "not", "contains"),
    "list": ("equals", "has", "has_every", "has_some", "is_empty"),
}

_Condition: TypeAlias = Callable[[Column, Any, Params, bool], str]


def where_sql(
    table: BoundTable[Any], where: Mapping[str, object] | None, params: Params
) -> str:
    """The WHERE clause with a leading space, or nothing."""
    if not where:
        return ""
    return f" WHERE {_all_of(table, where, params)}"


def unique_where_sql(
    table: BoundTable[Any], where: Mapping[str, object], params: Params
) -> str:
    """The WHERE clause for the values of one unique key."""
    unique_key(table, where)
    conditions = [
        _equals(table.by_name[name], value, params, False)
        for name, value in where.items()
    ]
    return f" WHERE {' AND '.join(conditions)}"


def unique_key(table: BoundTable[Any], where: Mapping[str, object]) -> tuple[str, ...]:
    """The unique key that ``where`` gives all values of."""
    for key in table.table.uniques:
        if len(key) == len(where) and all(where.get(name) is not None for name in key):
            return key
    keys = " or ".join(f"{{{', '.join(key)}}}" for key in table.table.uniques)
    raise InvalidQueryError(
        f"A unique where of {table.table.name} gives a value for each of {keys}; "
        f"got {{{', '.join(where)}}}."
    )


def _all_of(table: BoundTable[Any], where: Mapping[str, object], params: Params) -> str:
    parts: list[str] = []
    for key, value in where.items():
        if key == "AND":
            parts += [_all_of(table, part, params) for part in _parts(key, value)]
        elif key == "OR":
            options = [_all_of(table, part, params) for part in _parts(key, value)]
            parts.append(f"({' OR '.join(options)})" if options else "FALSE")
        elif key == "NOT":
            parts += [
                f"NOT {_all_of(table, part, params)}" for part in _parts(key, value)
            ]
        else:
            column = table.by_name.get(key)
            if column is None:
                allowed = (*table.by_name, "AND", "OR", "NOT")
                raise table.unknown(key, "where", allowed)
            parts.append(_field(column, value, params))
    return f"({' AND '.join(parts)})" if parts else "TRUE"


def _parts(key: str, value: object) -> list[Mapping[str, object]]:
    items = value if is_sequence(value) else [value]
    parts = [item for item in items if is_mapping(item)]
    if len(parts) < len(items):
        raise InvalidQueryError(f"{key} takes conditions as dicts, got {value!r}.")
    return parts


def _field(column: Column, value: object, params: Params) -> str:
    if not is_mapping(value):
        return _equals(column, value, params, False)
    return _filter(column, value, params)


def _filter(column: Column, filters: Mapping[str, object], params: Params) -> str:
    allowed = _OPERATORS[column.codec.kind]
    mode = filters.get("mode", "default")
    if mode not in ("default", "insensitive"):
        raise InvalidQueryError(
            f"{column.name}: mode is 'default' or 'insensitive', got {mode!r}."
        )
    insensitive = mode == "insensitive"
    parts: list[str] = []
    for operator, operand in filters.items():
        if operator not in allowed:
            raise InvalidQueryError(
                f"{column.name} has no filter {operator!r}. "
                f"Allowed: {', '.join(allowed)}."
            )
        if operator != "mode":
            condition = _CONDITIONS[operator]
            parts.append(condition(column, operand, params, insensitive))
    return f"({' AND '.join(parts)})" if parts else "TRUE"


def _is_null(column: Column, value: object) -> bool:
    # A required Json column holds no NULL: None is JSON null there.
    return value is None and (column.codec.kind != "json" or column.nullable)


def _equals(column: Column, value: Any, params: Params, insensitive: bool) -> str:
    if _is_null(column, value):
        return f"{reference(column)} IS NULL"
    if insensitive and _has_case(column):
        text = column.codec.checked(value).decode()
        return _like(column, _escaped(text), params, insensitive)
    placed = place(column.codec, value, params, compare=True)
    return f"{comparable(column)} = {placed}"


def _not(column: Column, value: Any, params: Params, insensitive: bool) -> str:
    if _is_null(column, value):
        return f"{reference(column)} IS NOT NULL"
    nested: object = value
    if is_mapping(nested) and column.codec.kind != "json":
        mode = {"mode": "insensitive"} if insensitive else {}
        return f"NOT {_filter(column, {**nested, **mode}, params)}"
    if insensitive and _has_case(column):
        return f"NOT {_equals(column, value, params, insensitive)}"
    placed = place(column.codec, value, params, compare=True)
    return f"{comparable(column)} <> {placed}"


def _values(codec: Codec, operator: str, values: object, params: Params) -> str:
    cast = array_cast(codec.compare_as or codec.cast or codec.sql_type)
    return params.add(members(codec, operator, values), cast)


def _has_case(column: Column) -> bool:
    # Addresses and bits are compared by what they mean.
    return column.codec.cast is None or column.codec.compare_as == "text"


def _folded(values: object) -> object:
    if not is_iterable(values):
        return values
    return [value.lower() if isinstance(value, str) else value for value in values]


def _membership(test: str, operator: str) -> _Condition:
    def condition(column: Column, value: Any, params: Params, insensitive: bool) -> str:
        left = comparable(column)
        if insensitive and _has_case(column):
            left, value = f"lower({_text(column)})", _folded(value)
        return f"{left} {test}({_values(column.codec, operator, value, params)})"

    return condition


def _comparison(sign: str) -> _Condition:
    def condition(column: Column, value: Any, params: Params, _mode: bool) -> str:
        if value is None:
            raise InvalidQueryError(f"{column.name} {sign} None has no meaning in SQL.")
        placed = place(column.codec, value, params, compare=True)
        return f"{comparable(column)} {sign} {placed}"

    return condition


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _text(column: Column) -> str:
    name = reference(column)
    return name if column.codec.is_textual else f"{name}::text"


def _like(column: Column, pattern: str, params: Params, insensitive: bool) -> str:
    operator = "ILIKE" if insensitive else "LIKE"
    return f"{_text(column)} {operator} {params.add(pattern, None)}"


def _pattern(template: str) -> _Condition:
    def condition(column: Column, value: Any, params: Params, insensitive: bool) -> str:
        if column.codec.kind == "json":
            placed = place(column.codec, value, params, compare=True)
            return f"{comparable(column)} @> {placed}"
        text = column.codec.part(value)
        pattern = template.format(_escaped(text))
        return _like(column, pattern, params, insensitive)

    return condition


def _has(column: Column, value: Any, params: Params, _mode: bool) -> str:
    return _overlap("@>")(column, [value], params, _mode)


def _overlap(operator: str) -> _Condition:
    def condition(column: Column, value: Any, params: Params, _mode: bool) -> str:
        placed = place(column.codec, value, params, compare=True)
        return f"{comparable(column)} {operator} {placed}"

    return condition


def _is_empty(column: Column, value: Any, _params: Params, _mode: bool) -> str:
    # A NULL list reads as an empty one, and is found as one.
    empty = f"coalesce(cardinality({reference(column)}), 0) = 0"
    return empty if value else f"NOT ({empty})"


_CONDITIONS: dict[str, _Condition] = {
    "equals": _equals,
    "not": _not,
    "in": _membership("= ANY", "in"),
    "not_in": _membership("<> ALL", "not_in"),
    **{name: _comparison(sign) for name, sign in _ORDER.items()},
    **{name: _pattern(template) for name, template in _PATTERNS.items()},
    "has": _has,
    "has_every": _overlap("@>"),
    "has_some": _overlap("&&"),
    "is_empty": _is_empty,
}
