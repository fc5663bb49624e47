"""What is read of each row, and what becomes of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar, is_typeddict

from ..errors import ClientError, InvalidQueryError, shown
from ..tables.bound_table import BoundTable, read_sql
from ..tables.statement import Rows
from ..values.codecs import Encode, is_iterable, is_mapping

R = TypeVar("R")


@dataclasses.dataclass(frozen=True, slots=True)
class Selection(Generic[R]):
    """The columns of a SELECT from ``t0``, and how its rows are made."""

    #: What tells it from the other selections of the table.
    key: Hashable
    sql: str
    #: The first row, if there is one.
    one: Callable[[Rows, int], R | None]
    all: Callable[[Rows, int], list[R]]
    #: The SQL that reads a row by a key of one field, and how its value travels.
    by_key: dict[str, tuple[str, Encode]] = dataclasses.field(
        default_factory=dict[str, tuple[str, Encode]]
    )


class _Fields(Generic[R]):
    """Some fields of each row, and what is made of their values."""

    __slots__ = ("_decoders", "_make", "_table", "sql")

    def __init__(
        self,
        table: BoundTable[Any],
        names: Sequence[str],
        make: Callable[[Sequence[Any]], R],
    ) -> None:
        columns = [table.by_name[name] for name in names]
        self.sql = ", ".join(map(read_sql, columns))
        self._make = make
        self._table = table
        self._decoders = [
            (index, column.codec.decode, column.codec.kind == "list", column.name)
            for index, column in enumerate(columns)
            if column.codec.decode is not None
        ]

    def one(self, rows: Rows, _count: int) -> R | None:
        """The first row, if there is one."""
        return self._made(rows[0]) if rows else None

    def all(self, rows: Rows, _count: int) -> list[R]:
        """Every row."""
        if not self._decoders:
            return list(map(self._make, rows))
        return list(map(self._made, rows))

    def _made(self, row: Sequence[Any]) -> R:
        values = list(row)
        for index, decode, takes_null, name in self._decoders:
            value = values[index]
            if value is not None or takes_null:
                try:
                    values[index] = decode(value)
                except ClientError as error:
                    raise error.of(self._table.table.name, name) from None
        return self._make(values)


def selection_of(
    table: BoundTable[Any], select: object = None, into: type[Any] | None = None
) -> Selection[Any]:
    """What ``select`` or ``into`` ask for; whole rows where they ask for nothing."""
    if select is not None:
        if into is not None:
            raise _both()
        return _dicts(table, _selected(table, select))
    if into is not None:
        return _into(table, into)
    return whole(table)


def whole(table: BoundTable[R]) -> Selection[R]:
    """The whole rows of a table."""
    found: Selection[R] | None = table.whole
    if found is None:
        found = Selection(None, table.selection, table.reader(), table.all)
        table.whole = found
    return found


def _some(
    table: BoundTable[Any],
    names: Sequence[str],
    make: Callable[[Sequence[Any]], R],
    key: Hashable,
) -> Selection[R]:
    fields = _Fields(table, names, make)
    return Selection(key, fields.sql, fields.one, fields.all)


def plucked(table: BoundTable[Any], name: str) -> Selection[Any]:
    """The values of one field."""
    if name not in table.by_name:
        raise table.unknown(name, "pluck", table.by_name).inside("field")
    key = ("pluck", name)
    return table.selection_called(key, lambda: _some(table, [name], _first, key))


def _first(values: Sequence[Any]) -> Any:
    return values[0]


def _selected(table: BoundTable[Any], select: object) -> tuple[str, ...]:
    if is_mapping(select):
        names = [name for name, is_wanted in select.items() if is_wanted]
    elif is_iterable(select):
        names = list(map(str, select))
    else:
        raise InvalidQueryError(
            f"Takes names of fields, as ('id', 'name'), got {select!r}."
        ).inside("select")
    for name in names:
        if name not in table.by_name:
            raise table.unknown(name, "select", table.by_name).inside("select")
    if not names:
        raise InvalidQueryError("Takes one field at least.").inside("select")
    return tuple(dict.fromkeys(names))


def _dicts(table: BoundTable[Any], names: Sequence[str]) -> Selection[dict[str, Any]]:
    def make(values: Sequence[Any]) -> dict[str, Any]:
        return dict(zip(names, values, strict=True))

    key = ("select", *names)
    return table.selection_called(key, lambda: _some(table, names, make, key))


def picked(
    table: BoundTable[Any],
    select: object = None,
    into: type[Any] | None = None,
    loaded: Sequence[str] = (),
) -> Callable[[Any], Any] | None:
    """What ``select`` or ``into`` make of a whole row; None of whole rows.

    ``loaded`` are its relations that were loaded: all of them are selected, and a class
    may name them.
    """
    if select is None and into is None:
        return None
    if into is None:
        chosen = (*_selected(table, select), *loaded)
        return lambda row: {name: getattr(row, name) for name in chosen}
    if select is not None:
        raise _both()
    names, make = _made_of(table, into, loaded)
    return lambda row: make([getattr(row, name) for name in names])


def _both() -> InvalidQueryError:
    error = InvalidQueryError("Takes no select: into says which fields are read.")
    return error.inside("into")


def _into(table: BoundTable[Any], into: type[R]) -> Selection[R]:
    key = ("into", into)
    return table.selection_called(
        key, lambda: _some(table, *_made_of(table, into), key)
    )


def _made_of(
    table: BoundTable[Any], into: type[R], loaded: Sequence[str] = ()
) -> tuple[list[str], Callable[[Sequence[Any]], R]]:
    """The fields that a class names, and what makes one of their values."""
    _require_class(into)
    names: list[str] = []
    for name, is_required in fields_of(into).items():
        if name in table.by_name or name in loaded:
            names.append(name)
        elif is_required:
            allowed = (*table.by_name, *loaded)
            said = table.unknown(name, into.__name__, allowed).args[0]
            raise InvalidQueryError(
                f"Field '{name}' not found in enclosing type '{table.table.name}': "
                f"{said}"
            ).inside("into")
    if not names:
        raise InvalidQueryError(
            f"{into.__name__} names no field. Give a dataclass, a TypedDict, or a class "
            "with annotations."
        ).inside("into")
    make: Callable[..., R] = into

    def of_keywords(values: Sequence[Any]) -> R:
        return make(**dict(zip(names, values, strict=True)))

    def of_positions(values: Sequence[Any]) -> R:
        return make(*values)

    is_positional = dataclasses.is_dataclass(into) and names == _positions(into)
    return names, of_positions if is_positional else of_keywords


def _require_class(into: object) -> None:
    if not isinstance(into, type):
        raise InvalidQueryError(f"Takes a class, got {shown(into)}.").inside("into")


def _positions(into: type[Any]) -> list[str]:
    taken = [field for field in dataclasses.fields(into) if field.init]
    return [field.name for field in taken if not field.kw_only]


def fields_of(into: type[Any]) -> Mapping[str, bool]:
    """The fields that a class names, and whether it needs a value for each."""
    if dataclasses.is_dataclass(into):
        none = dataclasses.MISSING
        return {
            field.name: field.default is none and field.default_factory is none
            for field in dataclasses.fields(into)
            if field.init
        }
    if is_typeddict(into):
        required: frozenset[str] = getattr(into, "__required_keys__", frozenset())
        return {name: name in required for name in into.__annotations__}
    models: Mapping[str, Any] | None = getattr(into, "model_fields", None)
    if models is not None:
        return {name: field.is_required() for name, field in models.items()}
    names: dict[str, bool] = {}
    for owner in reversed(into.__mro__):
        for name in getattr(owner, "__annotations__", {}):
            names[name] = not hasattr(into, name)
    return names
