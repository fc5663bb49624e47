"""Types that inputs and rows share."""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Final,
    Generic,
    Literal,
    LiteralString,
    TypeAlias,
    TypeVar,
    final,
)

from psycopg import sql
from typing_extensions import TypeAliasType, TypedDict

from .errors import ConfigurationError
from .tables.field_refs import FieldRef

T = TypeVar("T")

if TYPE_CHECKING:
    # Where pyright comes from another module, it loses its way in the circles of a
    # TypeAliasType.
    Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
    JsonInput: TypeAlias = "Mapping[str, JsonInput] | Sequence[JsonInput] | str | int | float | bool | None"
else:
    # Only a name of its own lets pydantic follow the circles.
    Json = TypeAliasType(
        "Json", "dict[str, Json] | list[Json] | str | int | float | bool | None"
    )
    """A JSON value as a row carries it. JSON null and SQL NULL both read as ``None``."""
    JsonInput = TypeAliasType(
        "JsonInput",
        "Mapping[str, JsonInput] | Sequence[JsonInput] | str | int | float | bool | None",
    )
    """A JSON value as an input takes it."""


class Base64:
    """How bytes look in a JSON document: they need not be text."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> Any:
        # Only who has pydantic asks for it.
        from .row_schemas import bytes_schema

        return bytes_schema()


Bytes: TypeAlias = Annotated[bytes, Base64()]


@final
class JsonNull:
    """The type of :data:`JSON_NULL`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "JSON_NULL"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        # Only who has pydantic asks for it.
        from .row_schemas import json_null_schema

        return json_null_schema(cls)


JSON_NULL: Final = JsonNull()
"""JSON's null as a value to write or to compare with.

On a nullable column ``None`` means SQL NULL, so that JSON null needs a name of
its own. On a required column ``None`` can only mean JSON null.
"""

JsonValue = TypeAliasType("JsonValue", "JsonInput | JsonNull")
"""What a Json field can be set to."""


@final
class UnknownValue(str):
    """The text of an enum value that this version of the schema lacks.

    A row has it where the database is newer than the client. It is its text: it is
    equal to it, hashes and serialises as it does, and is written back as it is.
    :func:`is_unknown` tells it from the members of the enum.
    """

    __slots__ = ()

    @property
    def name(self) -> str:
        """The text, where a member of an enum has its name."""
        return str(self)

    @property
    def value(self) -> str:
        """The text, where a member of an enum has its value."""
        return str(self)

    def __str__(self) -> str:
        return str.__str__(self)

    def __repr__(self) -> str:
        return f"UnknownValue({str.__repr__(self)})"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        # Only who has pydantic asks for it.
        from .row_schemas import unknown_value_schema

        return unknown_value_schema(cls)


def is_unknown(value: object) -> bool:
    """Whether a value of an enum is one that this version of the schema lacks.

    As ``isinstance(value, UnknownValue)``, which type checkers take for impossible: the
    types of fields do not mention it.
    """
    return isinstance(value, UnknownValue)


@dataclass(frozen=True, slots=True)
class Reading:
    """What becomes of values of the database that Python has none for."""

    #: Of an enum, from a newer version of the schema.
    unknown_enum_values: Literal["keep", "raise"] = "keep"
    #: Infinity, years before 1 and after 9999, 24:00.
    far_times: Literal["raise", "clamp"] = "raise"

    def __post_init__(self) -> None:
        _require("unknown_enum_values", self.unknown_enum_values, ("keep", "raise"))
        _require("far_times", self.far_times, ("raise", "clamp"))


def _require(option: str, value: object, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise ConfigurationError(
            f"{option} is {' or '.join(map(repr, allowed))}, got {value!r}."
        )


IsolationLevel: TypeAlias = Literal["read committed", "repeatable read", "serializable"]

RawQuery: TypeAlias = LiteralString | bytes | sql.SQL | sql.Composed
"""SQL of your own: a literal or a composition, so that no input is spliced in."""

RawParams: TypeAlias = Sequence[Any] | Mapping[str, Any] | None

Direction: TypeAlias = Literal["asc", "desc"]


class NullsOrder(TypedDict):
    """A direction that also says where NULLs go."""

    sort: Direction
    nulls: Literal["first", "last"]


NullableDirection: TypeAlias = Direction | NullsOrder


class IntOperation(TypedDict, total=False):
    """Arithmetic that the database does on the stored value."""

    set: int
    increment: int
    decrement: int
    multiply: int
    divide: int


class FloatOperation(TypedDict, total=False):
    """Arithmetic that the database does on the stored value."""

    set: float
    increment: float
    decrement: float
    multiply: float
    divide: float


class DecimalOperation(TypedDict, total=False):
    """Arithmetic that the database does on the stored value."""

    set: decimal.Decimal | int
    increment: decimal.Decimal | int
    decrement: decimal.Decimal | int
    multiply: decimal.Decimal | int
    divide: decimal.Decimal | int


CountFilter = TypedDict(
    "CountFilter",
    {
        "equals": "int",
        "not": "int | CountFilter",
        "in": "Sequence[int] | Iterable[int]",
        "not_in": "Sequence[int] | Iterable[int]",
        "lt": "int",
        "lte": "int",
        "gt": "int",
        "gte": "int",
    },
    total=False,
)
CountWhere: TypeAlias = int | CountFilter
"""Conditions on how many rows of a group have a value."""

AverageFilter = TypedDict(
    "AverageFilter",
    {
        "equals": "float | None",
        "not": "float | AverageFilter | None",
        "in": "Sequence[float] | Iterable[float]",
        "not_in": "Sequence[float] | Iterable[float]",
        "lt": "float",
        "lte": "float",
        "gt": "float",
        "gte": "float",
    },
    total=False,
)
AverageWhere: TypeAlias = float | AverageFilter | None
"""Conditions on an average of whole numbers."""


class ListOperation(TypedDict, Generic[T], total=False):
    """Replaces a list, or adds values to the stored one or takes them out of it."""

    set: Sequence[T]
    push: T | Sequence[T]
    pull: T | Sequence[T]


class ListFilter(TypedDict, Generic[T], total=False):
    """Conditions on a list."""

    equals: Sequence[T] | FieldRef[Sequence[T]]
    has: T | FieldRef[T]
    has_every: Sequence[T] | Iterable[T] | FieldRef[Sequence[T]]
    has_some: Sequence[T] | Iterable[T] | FieldRef[Sequence[T]]
    is_empty: bool
