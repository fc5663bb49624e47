"""Values for COPY BINARY, which takes those of a column's own type and casts nothing.

What the codec would write as text is written here for the type that the column has: a
value of the type that is usual for it goes to psycopg as it is, or nearly; any other is
checked by the codec, and read back from its text.
"""

from __future__ import annotations

import datetime
import ipaddress
import struct
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from json import JSONEncoder, encoder
from typing import Any, TypeAlias

import psycopg
from psycopg.pq import Format

from ..errors import InvalidValueError
from .codecs import Codec, is_iterable
from .times import AT_THE_EDGE, UTC

Encode: TypeAlias = Callable[[Any], object]
#: None where psycopg takes the value as it is.
Fast: TypeAlias = Mapping[type, Encode | None]

_LARGEST_REAL = 3.4e38
_SMALLEST_REAL = 1e-44


@dataclass(frozen=True, slots=True)
class ColumnType:
    """The type of a column in the database, and of the items where it is an array."""

    name: str
    is_enum: bool
    item: ColumnType | None = None
    item_oid: int = 0


@dataclass(frozen=True, slots=True)
class _Kind:
    """How values of a type of PostgreSQL are given to psycopg."""

    #: The type of PostgreSQL whose values psycopg makes.
    dumped_as: str
    #: What psycopg takes, of the codec's text.
    parse: Callable[[Codec, str], Any]
    fast: Fast
    #: The types of codecs that it is for; None is that of enums.
    codecs: tuple[str | None, ...]


class Encoder:
    """How values of one column are given to psycopg."""

    def __init__(self, codec: Codec, kind: _Kind) -> None:
        self.dumped_as = kind.dumped_as
        self._codec = codec
        self._kind = kind
        self._fast: dict[type, Encode | None] = dict(kind.fast)
        if codec.sql_type is None:
            # Each of its values has a text of its own in the database.
            self._fast = {}
        if codec.is_number and kind.parse is _int:
            bits = min(_BITS[codec.sql_type or ""], _BITS[kind.dumped_as])
            self._fast[int] = self._ranged(-(1 << bits - 1), 1 << bits - 1)

    def for_type(self, kind: type) -> Encode | None:
        """What makes a value of this type ready; None where it is ready."""
        if kind in self._fast:
            fast = self._fast[kind]
            return fast if fast is None else self._or_checked(fast)
        return self.checked

    def checked(self, value: object) -> object:
        """The value as the codec understands it."""
        return self._kind.parse(self._codec, self._codec.checked(value).decode())

    def _or_checked(self, fast: Encode) -> Encode:
        def encode(value: object) -> object:
            try:
                return fast(value)
            except (TypeError, ValueError, RecursionError):
                return self.checked(value)

        return encode

    def _ranged(self, low: int, high: int) -> Encode:
        def encode(value: int) -> object:
            return value if low <= value < high else self.checked(value)

        return encode


class ListEncoder(Encoder):
    """The same of a column that is an array, in PostgreSQL's binary form."""

    def __init__(self, codec: Codec, kind: _Kind, item_oid: int) -> None:
        assert codec.element is not None
        self._items = Encoder(codec.element, kind)
        self._list = codec
        self._item_oid = item_oid
        oid = psycopg.adapters.types.get_oid(kind.dumped_as)
        dumper = psycopg.adapters.get_dumper_by_oid(oid, Format.BINARY)
        self._dump = dumper(object).dump
        self.dumped_as = "bytea"

    def for_type(self, kind: type) -> Encode | None:
        """What makes a list ready."""
        return self.checked

    def checked(self, value: object) -> object:
        """The array of the items."""
        if not is_iterable(value):
            # For the error that says what it takes.
            self._list.checked(value)
            raise AssertionError
        try:
            parts = [self._item(item) for item in value]
        except InvalidValueError as error:
            raise error.of(self._list.model, self._list.field) from None
        if not parts:
            return struct.pack("!iiI", 0, 0, self._item_oid)
        head = struct.pack("!iiIii", 1, 0, self._item_oid, len(parts), 1)
        return head + b"".join(parts)

    def _item(self, value: object) -> bytes:
        encode = self._items.for_type(type(value))
        ready = value if encode is None else encode(value)
        dumped = bytes(self._dump(ready) or b"")
        return struct.pack("!i", len(dumped)) + dumped


def encoder_of(codec: Codec, column: ColumnType) -> Encoder | None:
    """How values of a field are given to a column; None where only SQL can."""
    if codec.element is not None:
        if column.item is None:
            return None
        kind = _kind_of(codec.element, column.item)
        return None if kind is None else ListEncoder(codec, kind, column.item_oid)
    kind = _kind_of(codec, column)
    return None if kind is None else Encoder(codec, kind)


def _kind_of(codec: Codec, column: ColumnType) -> _Kind | None:
    kind = _TEXT if column.is_enum else _KINDS.get(column.name)
    return kind if kind is not None and codec.sql_type in kind.codecs else None


def _int(_codec: Codec, text: str) -> int:
    return int(text)


def _bool(_codec: Codec, text: str) -> bool:
    return text == "t"


def _float(_codec: Codec, text: str) -> float:
    return float(text)


def _decimal(_codec: Codec, text: str) -> Decimal:
    return Decimal(text)


def _text(_codec: Codec, text: str) -> str:
    return text


def _uuid(_codec: Codec, text: str) -> uuid.UUID:
    return uuid.UUID(text)


def _bytes(_codec: Codec, text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("\\x"))


def _time(codec: Codec, text: str) -> object:
    return text if codec.decode is None else codec.decode(text)


def _jsonb(_codec: Codec, text: str) -> str:
    return "\x01" + text


def _address(_codec: Codec, text: str) -> object:
    return ipaddress.ip_interface(text)


def _bit_string(_codec: Codec, text: str) -> bytes:
    whole = (len(text) + 7) // 8
    bits = int(text.ljust(whole * 8, "0") or "0", 2)
    return struct.pack("!i", len(text)) + bits.to_bytes(whole)


def _single(value: float) -> float:
    if value == 0 or _SMALLEST_REAL < abs(value) < _LARGEST_REAL:
        return value
    raise ValueError


def _aware(value: datetime.datetime) -> datetime.datetime:
    if value.year in AT_THE_EDGE:
        raise ValueError
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _naive(value: datetime.time) -> datetime.time:
    if value.tzinfo is None:
        return value
    raise ValueError


def _with_zone(value: datetime.time) -> datetime.time:
    if value.utcoffset() is not None:
        return value
    raise ValueError


def _json_writer() -> Callable[[object], str]:
    plain = JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    make: Any = getattr(encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    # What encode() makes anew for every value.
    string = encoder.encode_basestring
    parts: Any = make(None, plain.default, string, None, ":", ",", False, False, False)

    def write(value: object) -> str:
        return "".join(parts(value, 0))

    return write


_write_json = _json_writer()


def _write_jsonb(value: object) -> str:
    return "\x01" + _write_json(value)


def _json_fast(write: Encode) -> Fast:
    return dict.fromkeys((dict, list, str, int, float, bool), write)


_BITS = {"int2": 16, "int4": 32, "int8": 64}
_TEXTS = ("text", "bpchar", "citext", "xml", None)
_STAMPS = ("timestamp", "timestamptz")
_TEXT = _Kind("text", _text, {str: None}, _TEXTS)
# Both count from the same moment, so that one form is for both.
_STAMP = _Kind("timestamptz", _time, {datetime.datetime: _aware}, _STAMPS)
_BIT = _Kind("bytea", _bit_string, {}, ("varbit",))
_KINDS = {
    "bool": _Kind("bool", _bool, {bool: None}, ("bool",)),
    **{name: _Kind(name, _int, {}, tuple(_BITS)) for name in _BITS},
    "oid": _Kind("oid", _int, {}, ("oid",)),
    "float4": _Kind("float4", _float, {float: _single}, ("float4", "float8")),
    "float8": _Kind("float8", _float, {float: None}, ("float4", "float8")),
    "numeric": _Kind("numeric", _decimal, {Decimal: None}, ("numeric",)),
    **dict.fromkeys(("text", "varchar", "bpchar", "citext", "xml"), _TEXT),
    "uuid": _Kind("uuid", _uuid, {uuid.UUID: None}, ("uuid",)),
    "bytea": _Kind("bytea", _bytes, {bytes: None}, ("bytea",)),
    "date": _Kind("date", _time, {datetime.date: None}, ("date",)),
    "time": _Kind("time", _time, {datetime.time: _naive}, ("time",)),
    "timetz": _Kind("timetz", _time, {datetime.time: _with_zone}, ("timetz",)),
    **dict.fromkeys(_STAMPS, _STAMP),
    "json": _Kind("text", _text, _json_fast(_write_json), ("json", "jsonb")),
    "jsonb": _Kind("text", _jsonb, _json_fast(_write_jsonb), ("json", "jsonb")),
    "inet": _Kind("inet", _address, {}, ("inet",)),
    "bit": _BIT,
    "varbit": _BIT,
}


def column_types(rows: Sequence[tuple[Any, ...]]) -> dict[str, ColumnType]:
    """The types of columns, of what the catalog says of each."""
    types: dict[str, ColumnType] = {}
    for name, type_name, type_kind, item_name, item_kind, item_oid in rows:
        item = None
        if item_name is not None:
            item = ColumnType(item_name, item_kind == "e")
        types[name] = ColumnType(type_name, type_kind == "e", item, int(item_oid))
    return types
