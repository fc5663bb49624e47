"""What every row can do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import make_dataclass
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ClassVar,
    NamedTuple,
    Self,
    TypeVar,
    get_args,
    get_origin,
    get_type_hints,
)

from .errors import InvalidQueryError, NotLoadedError

T = TypeVar("T")


def per_class(make: Callable[[type[Any]], T]) -> Callable[[type[Any]], T]:
    """Made once for each row class."""
    # Checkers doubt that a class is hashable whose instances are not.
    kept: Any = cache(make)
    return kept  # type: ignore[no-any-return]


class OfDataclass:
    """What a dataclass has, made when somebody asks for it."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __get__(self, _row: object, owner: type[Any]) -> Any:
        return getattr(_dataclass_of(owner), self._name)


class Row:
    """A row. The attribute of a relation has a value once that was loaded.

    Rows are equal when their columns are, whatever was loaded with them. They are
    dataclasses with slots, but for what would take time when the package is imported.
    """

    __slots__ = ("counts",)
    #: The columns, in the order of the constructor.
    __match_args__: ClassVar[tuple[str, ...]]

    #: How many related rows there are, of the relations that were counted.
    counts: dict[str, int]

    # Type checkers know of these from the stubs.
    if not TYPE_CHECKING:
        __dataclass_fields__ = OfDataclass("__dataclass_fields__")
        __dataclass_params__ = OfDataclass("__dataclass_params__")

        def __init__(self, *values: Any, **named: Any) -> None:
            # Gives its place to the constructor of a row class, at its first row.
            owner = type(self)
            owner.__init__ = _dataclass_of(owner).__init__
            owner.__init__(self, *values, **named)

        def __class_getitem__(cls, variables: Any) -> Any:
            said = variables if isinstance(variables, tuple) else (variables,)
            return Annotated[cls, RowVariables(said)]

        def __getattr__(self, name: str) -> object:
            # Asked for what is not set: a relation, or no attribute at all.
            owner = type(self)
            if hasattr(owner, name):
                raise NotLoadedError(owner.__name__, name)
            raise AttributeError(f"{owner.__name__!r} object has no attribute {name!r}")

    def to_dict(self) -> dict[str, Any]:
        """The columns by name, and what was loaded: related rows as dicts, too."""
        values = loaded(self)
        for name in _relation_names(type(self)):
            if name in values:
                values[name] = _as_dicts(values[name])
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """The row that :meth:`to_dict` made this of.

        Every column has to be there, and nothing that the model does not have.
        Values are taken as they are.
        """
        related = relations_of(cls)
        columns = cls.__match_args__
        missing = [name for name in columns if name not in values]
        unknown = [
            name
            for name in values
            if name not in columns and name not in related and name != "counts"
        ]
        if missing or unknown:
            raise InvalidQueryError(_wrong_names(cls, missing, unknown))
        row = cls(*[values[name] for name in columns])
        for name, value in values.items():
            if name in related:
                setattr(row, name, related[name].rows(value))
            elif name == "counts":
                row.counts = dict(value)
        return row

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        values = _values_of(self.__class__)
        return bool(values(self) == values(other))

    @recursive_repr()
    def __repr__(self) -> str:
        values = (f"{name}={value!r}" for name, value in loaded(self).items())
        return f"{type(self).__name__}({', '.join(values)})"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: Any) -> Any:
        # Only who has pydantic asks for it.
        from .row_schemas import row_schema

        return row_schema(cls, (), handler)


class RowVariables(NamedTuple):
    """What the type of a row says of its relations: ``Post[User, list[Comment]]``."""

    types: tuple[Any, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from .row_schemas import row_schema

        return row_schema(source, self.types, handler)


class RelatedRows(NamedTuple):
    """A relation of a row class, by its annotation."""

    row: type[Row]
    is_list: bool
    annotation: Any

    def rows(self, value: Any) -> Any:
        """Related rows of dicts, or of rows."""
        if value is None:
            return None
        if self.is_list:
            return [self._one(item) for item in value]
        return self._one(value)

    def _one(self, value: Any) -> Row:
        return value if isinstance(value, self.row) else self.row.from_dict(value)


def loaded(row: Row) -> dict[str, Any]:
    """The columns, and those relations and counts that are set."""
    values = {name: getattr(row, name) for name in row.__match_args__}
    for name in (*_relation_names(type(row)), "counts"):
        try:
            values[name] = getattr(row, name)
        except NotLoadedError:
            pass
    return values


@per_class
def relations_of(row: type[Any]) -> dict[str, RelatedRows]:
    """The relations of a row class by name."""
    hints = get_type_hints(row)
    return {name: _related(hints[name]) for name in _relation_names(row)}


def _related(annotation: Any) -> RelatedRows:
    candidates = (annotation, *get_args(annotation))
    row = next(c for c in candidates if isinstance(c, type) and issubclass(c, Row))
    return RelatedRows(row, get_origin(annotation) is list, annotation)


@per_class
def _relation_names(row: type[Any]) -> tuple[str, ...]:
    columns = row.__match_args__
    return tuple(name for name in _annotations(row) if name not in columns)


@per_class
def _dataclass_of(row: type[Any]) -> Any:
    annotations = _annotations(row)
    fields = [(name, annotations[name]) for name in row.__match_args__]
    return make_dataclass(row.__name__, fields, repr=False, eq=False)


def _annotations(row: type[Any]) -> dict[str, Any]:
    # Those of the class that was generated, where a service made one of it.
    for one in row.__mro__:
        if "__match_args__" in vars(one):
            return one.__annotations__
    raise AttributeError(f"{row.__name__} is no row of a model.")


@per_class
def _values_of(row: type[Any]) -> attrgetter[Any]:
    return attrgetter(*row.__match_args__)


def _as_dicts(related: Any) -> Any:
    if related is None or isinstance(related, Row):
        return related and related.to_dict()
    return [row.to_dict() for row in related]


def _wrong_names(row: type[Row], missing: list[str], unknown: list[str]) -> str:
    parts = [f"{row.__name__} cannot be made of this."]
    if missing:
        parts.append(f"Missing: {', '.join(missing)}.")
    if unknown:
        allowed = ", ".join((*row.__match_args__, *relations_of(row)))
        parts.append(f"Unknown: {', '.join(map(repr, unknown))}. Allowed: {allowed}.")
    return " ".join(parts)
