"""Row classes as models of pydantic, and so of FastAPI. Loaded when pydantic asks."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from datetime import time
from enum import Enum
from functools import cache, partial
from types import UnionType
from typing import Annotated, Any, NotRequired, get_args, get_origin, get_type_hints

from pydantic import BeforeValidator
from pydantic_core import PydanticOmit, core_schema
from typing_extensions import TypedDict

from .rows import Row, loaded, per_class, relations_of
from .types import UnknownValue


def row_schema(row: type[Row], variables: tuple[Any, ...], handler: Any) -> Any:
    """The schema of a row class whose relations may be said by type variables.

    A row is what it is, and is made of a dict. It is written with the relations that
    were loaded; those that the variables say have to be.
    """
    shape = _shapes(row)(variables)
    names = shape.__annotations__.keys()
    required: frozenset[str] = shape.__required_keys__

    def validate(value: object, make: Any) -> Row:
        if isinstance(value, row):
            return value
        return row.from_dict(make(value))

    def serialize(value: Row, write: Any) -> Any:
        values = loaded(value)
        for name in required - values.keys():
            # Says that it was not loaded.
            getattr(value, name)
        return write({name: values[name] for name in names if name in values})

    return core_schema.no_info_wrap_validator_function(
        validate,
        handler.generate_schema(shape),
        serialization=core_schema.wrap_serializer_function_ser_schema(serialize),
    )


@per_class
def _shapes(row: type[Any]) -> Callable[[tuple[Any, ...]], Any]:
    # The same one each time: rows refer to each other.
    return cache(partial(_shape_of, row))


def _shape_of(row: type[Any], variables: tuple[Any, ...]) -> Any:
    """What the row looks like as a dict."""
    hints = get_type_hints(row, include_extras=True)
    fields = {name: _tolerant(hints[name]) for name in row.__match_args__}
    said = {
        name: variable
        for name, variable in zip(relations_of(row), variables, strict=False)
        if variable is not object
    }
    related = {
        name: NotRequired[relation.annotation]
        for name, relation in relations_of(row).items()
    }
    fields |= said if variables else related
    fields["counts"] = NotRequired[dict[str, int]]
    shape = _typed_dict("Shape", fields)
    name = row.__name__
    if said:
        name += "With" + "".join(map(str.capitalize, said))
    shape.__name__ = shape.__qualname__ = name
    shape.__module__ = row.__module__
    shape.__doc__ = row.__doc__
    return shape


def _tolerant(annotation: Any) -> Any:
    """A row may have a value that its enum has not: see :class:`UnknownValue`.

    A time of day may be written as JavaScript writes it, with the first day of 1970.
    """
    if _is_enum(annotation):
        return annotation | UnknownValue
    if annotation is time:
        return Annotated[time, BeforeValidator(_without_day)]
    first, *others = get_args(annotation) or (None,)
    if get_origin(annotation) is list:
        items: Any = list
        return items[_tolerant(first)]
    if get_origin(annotation) is UnionType:
        tolerant = _tolerant(first)
        for other in others:
            tolerant |= other
        return tolerant
    return annotation


def _without_day(value: object) -> object:
    day = "1970-01-01T"
    if isinstance(value, str) and value.startswith(day):
        return value.removeprefix(day).removesuffix("Z")
    return value


def _is_enum(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Enum)


# Called as a function: checkers want to read the fields.
_typed_dict: Any = TypedDict


def bytes_schema() -> Any:
    """Bytes, which a document has in base64."""
    decoded = core_schema.no_info_after_validator_function(
        _decoded, core_schema.str_schema()
    )
    # A service that has parsed the document gives its text to be validated.
    either = core_schema.union_schema([core_schema.bytes_schema(strict=True), decoded])
    return core_schema.json_or_python_schema(
        decoded,
        either,
        serialization=core_schema.plain_serializer_function_ser_schema(
            _encoded, when_used="json"
        ),
        metadata=_described({"type": "string", "contentEncoding": "base64"}),
    )


def _decoded(text: str) -> bytes:
    return b64decode(text, validate=True)


def _encoded(value: bytes) -> str:
    return b64encode(value).decode()


def unknown_value_schema(value: type[str]) -> Any:
    """The value that a newer database has: no document can give it."""

    def omit(_schema: Any, _handler: Any) -> Any:
        raise PydanticOmit

    return core_schema.is_instance_schema(
        value,
        serialization=core_schema.to_string_ser_schema(),
        metadata={"pydantic_js_functions": [omit]},
    )


def json_null_schema(null: type[object]) -> Any:
    """The value that Python alone can give: a document has its own null."""
    return core_schema.is_instance_schema(null, metadata=_described({"type": "null"}))


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    def describe(_schema: Any, _handler: Any) -> dict[str, Any]:
        return dict(schema)

    return {"pydantic_js_functions": [describe]}
