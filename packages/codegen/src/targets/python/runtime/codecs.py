"""How the values of each column type travel to the database and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, Literal, TypeAlias, TypeGuard

from . import conversions
from .errors import InvalidQueryError, UnknownEnumValueError
from .readable import is_short, is_time_of_python, is_year_of_python
from .statement import literal

FilterKind: TypeAlias = Literal["equality", "ordered", "text", "json", "list"]


def is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    """Whether a value is an object of an input."""
    return isinstance(value, Mapping)


def is_sequence(value: object) -> TypeGuard[Sequence[object]]:
    """Whether a value is a list of an input; text and bytes are single values."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


@dataclass(frozen=True, slots=True)
class Codec:
    """A column type. Casts keep PostgreSQL from guessing a parameter's type."""

    #: The type without length and precision; None where a name would not find it.
    sql_type: str | None
    kind: FilterKind = "ordered"
    encode: Callable[[Any], object] | None = None
    decode: Callable[[Any], object] | None = None
    #: The type to cast a parameter to; text needs none and fits any type.
    cast: str | None = None
    #: The type that psycopg can read, where it does not know the column's own.
    read_as: str | None = None
    #: The type to compare by, where the column's own has no equality.
    compare_as: str | None = None
    #: Whether text operators need the column as text first.
    is_textual: bool = True
    #: Whether updates may do arithmetic on it.
    is_number: bool = False
    #: SQL on a column that is true of a value that can surely be read. None where every
    #: value can, and for a list, whose items it cannot look at.
    readable: Callable[[str], str] | None = None
    #: What the column's list holds, for a list.
    element: Codec | None = None

    @property
    def may_be_unreadable(self) -> bool:
        """Whether the database can hold values that Python cannot, or does not know."""
        return (self.element or self).readable is not None


def _number(sql_type: str) -> Codec:
    return Codec(sql_type, cast=sql_type, is_number=True)


def _plain_text(sql_type: str) -> Codec:
    return Codec(sql_type, "text")


BOOLEAN = Codec("bool", "equality", cast="bool")
SMALLINT = _number("int2")
INTEGER = _number("int4")
BIGINT = _number("int8")
OID = Codec("oid", cast="oid")
REAL = _number("float4")
DOUBLE = _number("float8")
NUMERIC = _number("numeric")
MONEY = Codec("money", cast="money", read_as="numeric")
TEXT = _plain_text("text")
# Trailing spaces mean nothing, and as text a column is without them.
CHAR = Codec("bpchar", "text", encode=conversions.unpadded, is_textual=False)
CITEXT = Codec("citext", "text", read_as="text")
UUID = Codec("uuid", cast="uuid")
INET = Codec("inet", "text", decode=str, cast="inet", is_textual=False)
# A cast to "bit" would cut the value to one bit; "varbit" keeps its length.
BIT = Codec("varbit", "text", cast="varbit", read_as="text", is_textual=False)
XML = Codec(
    "xml", "text", cast="xml", read_as="text", compare_as="text", is_textual=False
)
BYTEA = Codec("bytea", "equality", cast="bytea")


DATE = Codec(
    "date",
    encode=conversions.utc_date,
    cast="date",
    readable=is_year_of_python,
)
TIME = Codec(
    "time",
    encode=conversions.utc_time,
    cast="time",
    readable=is_time_of_python,
)
TIMETZ = Codec(
    "timetz",
    encode=conversions.time_with_zone,
    cast="timetz",
    readable=is_time_of_python,
)
TIMESTAMP = Codec(
    "timestamp",
    encode=conversions.utc_wall,
    decode=conversions.from_utc_wall,
    cast="timestamp",
    readable=is_year_of_python,
)
TIMESTAMPTZ = Codec(
    "timestamptz",
    encode=conversions.utc,
    cast="timestamptz",
    readable=is_year_of_python,
)
JSON = Codec(
    "json",
    "json",
    encode=conversions.json,
    cast="json",
    compare_as="jsonb",
    readable=is_short,
)
JSONB = Codec(
    "jsonb",
    "json",
    encode=conversions.jsonb,
    cast="jsonb",
    readable=is_short,
)


@cache
def with_precision(codec: Codec, digits: int) -> Codec:
    """The codec of a time with so many digits of a second.

    The cast rounds as the column does, so that a value is found by what was written.
    """
    return replace(codec, cast=f"{codec.sql_type}({digits})")


@cache
def with_scale(codec: Codec, digits: int) -> Codec:
    """The codec of a decimal with so many digits behind the point.

    Ahead of the point it takes as many as there can be: a condition may name a number
    that is too large for the column.
    """
    return replace(codec, cast=f"{codec.sql_type}({_MAX_DIGITS},{digits})")


#: What PostgreSQL takes for the digits of a numeric.
_MAX_DIGITS = 1000


@cache
def with_length(codec: Codec, length: int) -> Codec:
    """The codec of a text that is at most so long.

    PostgreSQL refuses a longer one, but cuts off what is too long of trailing spaces.
    """

    def encode(value: object) -> object:
        if not isinstance(value, str):
            return value
        return value[:length] + value[length:].rstrip(" ")

    return replace(codec, encode=encode)


def _array_literal(values: Sequence[str]) -> str:
    quoted = (v.replace("\\", "\\\\").replace('"', '\\"') for v in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


def enum_codec(
    enum: type[StrEnum], db_values: Mapping[str, str] | None = None
) -> Codec:
    """The codec of an enum. ``db_values`` are the ``@map`` names of its values.

    Parameters stay untyped text: PostgreSQL then takes the column's own type, in
    whatever schema it lives.
    """
    to_db = {member.value: member.value for member in enum} | dict(db_values or {})
    from_db = {to_db[member.value]: member for member in enum}

    def encode(value: str) -> str:
        found = to_db.get(value)
        if found is None:
            allowed = ", ".join(to_db)
            raise InvalidQueryError(
                f"{value!r} is no value of {enum.__name__}. Its values: {allowed}."
            )
        return found

    def decode(value: str) -> StrEnum:
        found = from_db.get(value)
        if found is None:
            raise UnknownEnumValueError(
                f"The database holds {value!r}, which {enum.__name__} does not have "
                "in this version of the schema. A newer client may know it."
            )
        return found

    def is_known(column: str) -> str:
        return f"{column}::text IN ({', '.join(map(literal, from_db))})"

    return Codec(
        None,
        "equality",
        encode=encode,
        decode=decode,
        read_as="text",
        readable=is_known,
    )


def encode_list(element: Codec, values: Sequence[object]) -> object:
    """A list as one parameter."""
    encode = element.encode
    encoded = list(values) if encode is None else [encode(value) for value in values]
    # An enum has no type name here, and an array literal needs none.
    return encoded if element.sql_type else _array_literal([str(v) for v in encoded])


def list_of(element: Codec) -> Codec:
    """The codec of a list column. A NULL list reads as an empty one."""

    def encode(values: object) -> object:
        if not is_sequence(values):
            raise InvalidQueryError(f"Expected a list of values, got {values!r}.")
        return encode_list(element, values)

    def decode(values: list[Any] | None) -> list[object]:
        if values is None:
            return []
        item = element.decode
        if item is None:
            return values
        return [None if value is None else item(value) for value in values]

    item_type = element.cast or element.sql_type
    sql_type = None if item_type is None else f"{item_type}[]"
    read_as = None if element.read_as is None else f"{element.read_as}[]"
    # A list of varchar is compared with no list of text.
    item_compare_as = "text" if element.sql_type == "text" else element.compare_as
    compare_as = None if item_compare_as is None else f"{item_compare_as}[]"
    return Codec(
        sql_type,
        "list",
        encode=encode,
        decode=decode,
        cast=sql_type,
        read_as=read_as,
        compare_as=compare_as,
        element=element,
    )
