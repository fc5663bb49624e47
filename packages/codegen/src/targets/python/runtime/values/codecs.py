"""How the values of each column type travel to the database and back.

Both ways as text: what is sent is the text that PostgreSQL reads, in bytes, and what
comes is what the loaders of ``adapters`` make of a result in text format.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any, Literal, TypeAlias, TypeGuard

from ..errors import InvalidValueError, UnknownEnumValueError
from ..tables.statement import literal
from ..types import Reading, UnknownValue
from . import conversions, times
from .readable import is_short, is_time_of_python, is_year_of_python
from .times import UTC, clamped, wrong_type

FilterKind: TypeAlias = Literal["equality", "ordered", "text", "json", "list"]
Encode: TypeAlias = Callable[[Any], bytes]
Decode: TypeAlias = Callable[[Any], object]


def is_mapping(value: object) -> TypeGuard[Mapping[str, object]]:
    """Whether a value is an object of an input."""
    return type(value) is dict or isinstance(value, Mapping)


def is_sequence(value: object) -> TypeGuard[Sequence[object]]:
    """Whether a value is a list of an input; text and bytes are single values."""
    return isinstance(value, Sequence) and not isinstance(value, (str, bytes))


def is_iterable(value: object) -> TypeGuard[Iterable[object]]:
    """Whether a value is any collection of values: a list, a set, a generator."""
    if type(value) is list:
        return True
    single = (str, bytes, bytearray, memoryview, Mapping)
    return isinstance(value, Iterable) and not isinstance(value, single)


@dataclass(frozen=True, slots=True)
class Codec:
    """A column type. Casts keep PostgreSQL from guessing a parameter's type."""

    #: The type without length and precision; None where a name would not find it.
    sql_type: str | None
    #: The text of a value that is not NULL; :class:`InvalidValueError` for a wrong one.
    encode: Encode
    kind: FilterKind = "ordered"
    #: What a row has of what the loader makes; None where that is it.
    decode: Decode | None = None
    #: The same where the client was told to read what Python has no value for.
    decode_near: Decode | None = None
    #: Which of its choices that is.
    choice: Literal["unknown_enum_values", "far_times"] | None = None
    #: The text of a value to compare with, for a list: what no row can have in it is
    #: NULL there.
    compare: Encode | None = None
    #: The type to cast a parameter to; text needs none and fits any type.
    cast: str | None = None
    #: The type that is read, where the loaders do not know the column's own.
    read_as: str | None = None
    #: The type to compare by, where the column's own has no equality.
    compare_as: str | None = None
    #: Whether text operators need the column as text first.
    is_textual: bool = True
    #: Whether updates may do arithmetic on it.
    is_number: bool = False
    #: Whether the text of every value can stand in an array without quotes.
    is_plain: bool = False
    #: SQL on a column that is true of a value that can surely be read. None where every
    #: value can, and for a list, whose items it cannot look at.
    readable: Callable[[str], str] | None = None
    #: What the column's list holds, for a list.
    element: Codec | None = None
    #: The model and the field that it is of, for errors.
    model: str = ""
    field: str = ""

    @property
    def may_be_unreadable(self) -> bool:
        """Whether the database can hold values that Python cannot, or does not know."""
        return (self.element or self).readable is not None

    def of(self, model: str, field: str) -> Codec:
        """The codec of a field, which errors name."""
        return replace(self, model=model, field=field)

    def reading(self, reading: Reading) -> Codec:
        """The codec for a client that reads so."""
        if self.element is not None:
            element = self.element.reading(reading)
            return self if element is self.element else list_of(element)
        if self.choice is None or getattr(reading, self.choice) == "raise":
            return self
        return replace(self, decode=self.decode_near, readable=None)

    def checked(self, value: object) -> bytes:
        """The text of a value to write."""
        try:
            return self.encode(value)
        except InvalidValueError as error:
            raise error.of(self.model, self.field) from None

    def part(self, value: object) -> bytes:
        """Text to look for inside of the values of a field."""
        try:
            return conversions.text(value)
        except InvalidValueError as error:
            raise error.of(self.model, self.field) from None


def _number(sql_type: str, encode: Encode) -> Codec:
    return Codec(sql_type, encode, cast=sql_type, is_number=True, is_plain=True)


BOOLEAN = Codec("bool", conversions.boolean, "equality", cast="bool", is_plain=True)
SMALLINT = _number("int2", conversions.integer(16))
INTEGER = _number("int4", conversions.integer(32))
BIGINT = _number("int8", conversions.integer(64))
# PostgreSQL compares an oid with nothing that is out of its range.
OID = Codec("oid", conversions.integer(32, signed=False), cast="oid", compare_as="int8")
REAL = _number("float4", conversions.real)
DOUBLE = _number("float8", conversions.double)
NUMERIC = _number("numeric", conversions.numeric)
# Through numeric, because the text of money depends on the language of the server.
MONEY = Codec("money", conversions.numeric, cast="numeric::money", read_as="numeric")
TEXT = Codec("text", conversions.text, "text")
# Trailing spaces mean nothing, and as text a column is without them.
CHAR = Codec("bpchar", conversions.unpadded, "text", is_textual=False)
# Parts are looked for in its case, as Prisma does.
CITEXT = Codec("citext", conversions.text, "text", read_as="text", is_textual=False)
UUID = Codec("uuid", conversions.uuid_text, cast="uuid", is_plain=True)
INET = Codec("inet", conversions.address, "text", cast="inet", is_textual=False)
# A cast to "bit" would cut the value to one bit; "varbit" keeps its length.
BIT = Codec(
    "varbit",
    conversions.bits,
    "text",
    cast="varbit",
    read_as="text",
    is_textual=False,
)
XML = Codec(
    "xml",
    conversions.text,
    "text",
    cast="xml",
    read_as="text",
    compare_as="text",
    is_textual=False,
)
BYTEA = Codec("bytea", conversions.binary, "equality", cast="bytea")


def _time(
    sql_type: str,
    encode: Encode,
    decode: Callable[[str], Any],
    bounds: tuple[Any, Any],
    readable: Callable[[str], str] = is_year_of_python,
) -> Codec:
    return Codec(
        sql_type,
        encode,
        cast=sql_type,
        decode=decode,
        decode_near=clamped(decode, *bounds),
        choice="far_times",
        readable=readable,
    )


_MOMENTS = (
    datetime.datetime.min.replace(tzinfo=UTC),
    datetime.datetime.max.replace(tzinfo=UTC),
)
_TIMES = (datetime.time.min, datetime.time.max)
_TIMES_WITH_ZONE = (_TIMES[0].replace(tzinfo=UTC), _TIMES[1].replace(tzinfo=UTC))

DATE = _time(
    "date", times.utc_date, times.from_date, (datetime.date.min, datetime.date.max)
)
TIME = _time("time", times.utc_time, times.from_time, _TIMES, is_time_of_python)
TIMETZ = _time(
    "timetz",
    times.time_with_zone,
    times.from_time,
    _TIMES_WITH_ZONE,
    is_time_of_python,
)
TIMESTAMP = _time("timestamp", times.utc_wall, times.from_utc_wall, _MOMENTS)
TIMESTAMPTZ = _time("timestamptz", times.moment, times.from_moment, _MOMENTS)
JSON = Codec(
    "json",
    conversions.json_text,
    "json",
    decode=conversions.from_json,
    cast="json",
    compare_as="jsonb",
    readable=is_short,
)
JSONB = Codec(
    "jsonb",
    conversions.jsonb_text,
    "json",
    decode=conversions.from_json,
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


#: A decimal whose digits nobody has counted, which is Prisma's ``DECIMAL(65,30)``: it
#: reads without zeros behind what was written.
DECIMAL = replace(with_scale(NUMERIC, 30), decode=conversions.as_written)


@cache
def with_length(codec: Codec, length: int) -> Codec:
    """The codec of a text that is at most so long.

    PostgreSQL refuses a longer one, but cuts off what is too long of trailing spaces.
    """
    return replace(codec, encode=conversions.at_most(length))


class _Members(dict[str, str]):
    """The members of an enum by their text in the database."""

    def __missing__(self, text: str) -> str:
        return UnknownValue(text)


def enum_codec(
    enum: type[StrEnum], db_values: Mapping[str, str] | None = None
) -> Codec:
    """The codec of an enum. ``db_values`` are the ``@map`` names of its values.

    Parameters stay untyped text: PostgreSQL then takes the column's own type, in
    whatever schema it lives.
    """
    names = {member.value: member.value for member in enum} | dict(db_values or {})
    to_db = {name: text.encode() for name, text in names.items()}
    from_db = {names[member.value]: member for member in enum}
    keep_unknown = _Members(from_db).__getitem__

    def encode(value: object) -> bytes:
        if isinstance(value, UnknownValue):
            return conversions.text(value)
        found = to_db.get(value) if isinstance(value, str) else None
        if found is None:
            takes = f"one of {', '.join(to_db)}"
            if not isinstance(value, str):
                raise wrong_type(takes, value)
            raise InvalidValueError(f"takes {takes}: {enum.__name__} has no other.")
        return found

    def decode(value: str) -> StrEnum:
        found = from_db.get(value)
        if found is None:
            raise UnknownEnumValueError(enum.__name__, value)
        return found

    def is_known(column: str) -> str:
        return f"{column}::text IN ({', '.join(map(literal, from_db))})"

    codec = _ENUMS[enum] = Codec(
        None,
        encode,
        "equality",
        decode=decode,
        decode_near=keep_unknown,
        choice="unknown_enum_values",
        read_as="text",
        readable=is_known,
    )
    return codec


#: The enums of the schema, of which the package has one.
_ENUMS: dict[object, Codec] = {}


def codec_of(enum: object) -> Codec | None:
    """The codec of an enum of the schema; None for anything else."""
    return _ENUMS.get(enum) if isinstance(enum, type) else None


def members(codec: Codec, operator: str, values: object) -> bytes:
    """The text of the array of values that a condition lists.

    Without those that no row can have.
    """
    if not is_iterable(values):
        error = wrong_type(f"a list of values, or a set, for {operator!r}", values)
        raise error.of(codec.model, codec.field)
    items: list[bytes] = []
    for value in values:
        try:
            items.append(codec.encode(value))
        except InvalidValueError as error:
            if error.comparable is None:
                raise error.of(codec.model, codec.field) from None
            text, cast = error.comparable
            items += [text] if cast is None else []
    return array_of(codec, items)


def array(items: Iterable[bytes | None]) -> bytes:
    """The text of a PostgreSQL array."""
    return b"{" + b",".join(map(_array_item, items)) + b"}"


def array_of(codec: Codec, items: Sequence[bytes]) -> bytes:
    """The text of an array of encoded values."""
    if codec.is_plain:
        return b"{%b}" % b",".join(items)
    return array(items)


def _array_item(item: bytes | None) -> bytes:
    if item is None:
        return b"NULL"
    if b"\\" in item or b'"' in item:
        item = item.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return b'"%b"' % item


def array_cast(cast: str | None) -> str | None:
    """The cast of an array of what is cast so."""
    return None if cast is None else "::".join(f"{c}[]" for c in cast.split("::"))


def list_of(element: Codec) -> Codec:
    """The codec of a list column. A NULL list reads as an empty one."""
    item_encode = element.encode
    item_decode = element.decode

    def encode(values: object) -> bytes:
        if not is_iterable(values):
            raise wrong_type("a list of values", values)
        return array_of(element, [item_encode(value) for value in values])

    def compare(values: object) -> bytes:
        if not is_iterable(values):
            raise wrong_type("a list of values", values)
        return array([_held(item_encode, value) for value in values])

    def decode(values: list[Any] | None) -> list[object]:
        if values is None:
            return []
        if item_decode is None:
            return values
        return [None if value is None else item_decode(value) for value in values]

    item_type = element.cast or element.sql_type
    # A list of varchar is compared with no list of text.
    item_compare_as = "text" if element.sql_type == "text" else element.compare_as
    return Codec(
        array_cast(item_type),
        encode,
        "list",
        decode=decode,
        compare=compare,
        cast=array_cast(item_type),
        read_as=array_cast(element.read_as),
        compare_as=array_cast(item_compare_as),
        element=element,
    )


def _held(encode: Encode, value: object) -> bytes | None:
    try:
        return encode(value)
    except InvalidValueError as error:
        if error.comparable is None:
            raise
        text, cast = error.comparable
        return text if cast is None else None
