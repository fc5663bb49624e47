"""The caller's own SQL: its rows have the types of the models."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import (
    Any,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

import psycopg
from psycopg.pq.abc import PGresult
from psycopg.types.json import JsonbDumper
from psycopg.types.string import TextLoader

from ..errors import ClientError, InvalidQueryError
from ..tables.constraints import table_of_row
from ..types import Reading
from ..values import codecs, conversions
from ..values.codecs import Codec, Decode
from .selections import fields_of

R = TypeVar("R")

Make = Callable[[Sequence[Any]], Any]

#: Types of PostgreSQL that are read as fields of theirs are.
_CODECS: Mapping[str, Codec] = {
    "date": codecs.DATE,
    "time": codecs.TIME,
    "timetz": codecs.TIMETZ,
    "timestamp": codecs.TIMESTAMP,
    "timestamptz": codecs.TIMESTAMPTZ,
    "json": codecs.JSON,
    "jsonb": codecs.JSONB,
    "inet": codecs.INET,
    "cidr": codecs.INET,
}

_ITEM = re.compile(r'"((?:[^"\\]|\\.)*)"|([^{},]+)')


def reading_rows(cursor: Any, into: type[Any] | None, reading: Reading) -> Any:
    """The same cursor of psycopg's, of either colour, with rows as they are asked for.

    A dict, a row of a model, or what a dataclass, a TypedDict or another class with
    names of fields takes. A dict among the parameters goes as jsonb.
    """
    for name in _CODECS:
        cursor.adapters.register_loader(name, TextLoader)
    cursor.adapters.register_dumper(dict, JsonbDumper)

    def factory(cursor: Any) -> Make:
        names, decoders = _columns(cursor.pgresult, reading)
        if into is None:
            return _made(
                names, decoders, lambda row: dict(zip(names, row, strict=True))
            )
        table = table_of_row(into)
        if table is None:
            return _into(names, decoders, into, reading)
        places: list[int] = []
        for index, column in enumerate(table.columns):
            place = _place(names, (column.name, column.db_name), into)
            places.append(place)
            codec = column.codec.reading(reading).of(table.name, column.name)
            decoders[place] = _of_field(decoders[place], codec)
            names[place] = table.columns[index].name
        row = table.row
        return _made(names, decoders, lambda values: row(*[values[p] for p in places]))

    cursor.row_factory = factory
    return cursor


def _columns(
    result: PGresult | None, reading: Reading
) -> tuple[list[str], list[Decode | None]]:
    if result is None:
        return [], []
    names = [result.fname(index) or b"" for index in range(result.nfields)]
    decoders = [
        _by_type(result.ftype(index), result.fmod(index) == _UNCOUNTED, reading)
        for index in range(result.nfields)
    ]
    return [name.decode() for name in names], decoders


def _made(names: Sequence[str], decoders: Sequence[Decode | None], make: Make) -> Make:
    wanted = [(i, decode) for i, decode in enumerate(decoders) if decode is not None]

    def made(row: Sequence[Any]) -> Any:
        values = list(row)
        for index, decode in wanted:
            try:
                values[index] = decode(values[index])
            except ClientError as error:
                raise error.of("query_raw", names[index]) from None
        return make(values)

    return made


def _into(
    names: Sequence[str],
    decoders: list[Decode | None],
    into: type[Any],
    reading: Reading,
) -> Make:
    hints = get_type_hints(into)
    places: dict[str, int] = {}
    for name, is_required in fields_of(into).items():
        if name not in names and not is_required:
            continue
        place = places[name] = _place(names, (name,), into)
        codec = _enum_of(hints.get(name))
        if codec is not None:
            decoders[place] = _of_field(decoders[place], codec.reading(reading))
    make: Callable[..., Any] = dict[str, Any] if is_typeddict(into) else into

    def made(row: Sequence[Any]) -> Any:
        return make(**{name: row[place] for name, place in places.items()})

    return _made(names, decoders, made)


def _place(names: Sequence[str], called: Sequence[str], into: type[Any]) -> int:
    for name in called:
        if name in names:
            return names.index(name)
    raise InvalidQueryError(
        f"{into.__name__} has {called[0]}, and the query gives only "
        f"{', '.join(names)}. Select it, or name a column AS {called[-1]}."
    )


def _enum_of(hint: Any) -> Codec | None:
    """The codec of an enum, of one that may be None, or of a list of one."""
    options = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    for option in options:
        codec = codecs.codec_of(option)
        if codec is not None:
            return codec
        if get_origin(option) is list:
            element = codecs.codec_of(get_args(option)[0])
            return None if element is None else codecs.list_of(element)
    return None


def _of_field(by_type: Decode | None, codec: Codec) -> Decode | None:
    """As the type says, and then as a field of it is read."""
    element = codec.element or codec
    is_enum = element.choice == "unknown_enum_values"
    decode = codec.decode
    if decode is None or not (is_enum or element.sql_type == "numeric"):
        return by_type if codec.kind != "list" else _listed(by_type)

    def read(value: Any) -> Any:
        if codec.kind == "list":
            return decode(_items(value) if isinstance(value, str) else value)
        return None if value is None else decode(value)

    return read


def _listed(by_type: Decode | None) -> Decode:
    def read(value: Any) -> Any:
        if value is None:
            return []
        if isinstance(value, str):
            return _items(value)
        return value if by_type is None else by_type(value)

    return read


def _items(text: str) -> list[str | None]:
    """The items of an array of a type that nobody knows."""
    items: list[str | None] = []
    for found in _ITEM.finditer(text):
        in_quotes, plain = found.groups()
        if plain is None:
            items.append(re.sub(r"\\(.)", r"\1", in_quotes))
        else:
            items.append(None if plain == "NULL" else plain)
    return items


#: The modifier of ``DECIMAL(65,30)``, which is a Decimal whose digits nobody has counted.
_UNCOUNTED = (65 << 16 | 30) + 4


@cache
def _by_type(oid: int, is_uncounted: bool, reading: Reading) -> Decode | None:
    types = psycopg.adapters.types
    if oid == types["money"].oid:
        return _money
    if is_uncounted and oid == types["numeric"].oid:
        return _nullable(conversions.as_written)
    if is_uncounted and oid == types["numeric"].array_oid:
        return _nested(conversions.as_written)
    for name, codec in _CODECS.items():
        decode = codec.reading(reading).decode
        if decode is not None and oid == types[name].oid:
            return _nullable(decode)
        if decode is not None and oid == types[name].array_oid:
            return _nested(decode)
    return None


def _nullable(decode: Decode) -> Decode:
    def read(value: Any) -> Any:
        return None if value is None else decode(value)

    return read


def _nested(decode: Decode) -> Decode:
    """Of an array of any dimensions."""

    def read(value: Any) -> Any:
        if isinstance(value, list):
            return [read(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
        return None if value is None else decode(value)

    return read


def _money(value: Any) -> Any:
    if value is None:
        return None
    return Decimal(re.sub(r"[^0-9.-]", "", value))
