"""Values of plans, which JSON carries, as those of the Python client, and back."""

import base64
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any


def decode_time(text: str, native_type: str) -> Any:
    moment = datetime.fromisoformat(text)
    match native_type:
        case "Date":
            return moment.date()
        case "Time":
            return moment.time()
        case "Timetz":
            return moment.timetz()
        case _:
            return moment


DECODERS: dict[str, Callable[[Any, str], Any]] = {
    "BigInt": lambda text, _: int(text),
    "Bytes": lambda text, _: base64.b64decode(text),
    "DateTime": decode_time,
    "Decimal": lambda text, _: Decimal(text),
    "String": lambda text, native_type: uuid.UUID(text) if native_type == "Uuid" else text,
}


def decode(given: dict[str, Any], enums: Any) -> Any:
    """A value, or a list of them, of the types that the client takes."""
    if given["type"] == "Enum":
        enum = getattr(enums, given["enum"])
        # A member's value is its name in the schema.
        one = lambda name, _: enum(name)  # noqa: E731
    else:
        one = DECODERS.get(given["type"], lambda value, _: value)
    value, native_type = given["value"], given["nativeType"]
    if isinstance(value, list) and given["type"] != "Json":
        return [one(item, native_type) for item in value]
    return one(value, native_type)


def encoded(value: Any, type_: str) -> Any:
    """The same text whichever client has read the value."""
    if value is None or type_ == "Json":
        return value
    match value:
        case list():
            return [encoded(item, type_) for item in value]
        case Enum():
            return value.value
        case datetime():
            # Without what JavaScript's times have no room for.
            text = value.astimezone(UTC).isoformat(timespec="milliseconds")
            return text.replace("+00:00", "Z")
        case date():
            return f"{value}T00:00:00.000Z"
        case time():
            return encoded(datetime.combine(date(1970, 1, 1), value.replace(tzinfo=value.tzinfo or UTC)), type_)
        case bytes():
            return base64.b64encode(value).decode()
        case Decimal():
            return f"{value.normalize():f}"
        case uuid.UUID():
            return str(value)
        case _:
            return str(value) if type_ == "BigInt" else value
