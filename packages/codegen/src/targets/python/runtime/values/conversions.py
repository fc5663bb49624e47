"""Numbers, text, bytes and JSON: as PostgreSQL reads them, and back from its text."""

from __future__ import annotations

import decimal
import ipaddress
import json
import math
import operator
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import SupportsFloat, SupportsIndex, TypeGuard

from ..errors import InvalidValueError
from ..types import JsonNull
from .times import wrong_type

#: Holds every digit that PostgreSQL's numeric can have.
_EXACT = decimal.Context(prec=200_000, Emax=999_999, Emin=-999_999)
#: Whole numbers up to here are written as they are.
_SHORT = 10**18
_BITS = re.compile("[01]*")
_LARGEST_REAL = 3.4028235677973366e38
_SMALLEST_REAL = 7.006492321624085e-46


def boolean(value: object) -> bytes:
    """For a boolean."""
    if value is True:
        return b"t"
    if value is False:
        return b"f"
    raise wrong_type("True or False", value)


def integer(bits: int, *, signed: bool = True) -> Callable[[object], bytes]:
    """For a whole number of so many bits."""
    low = -(1 << bits - 1) if signed else 0
    high = (1 << bits - signed) - 1

    def encode(value: object) -> bytes:
        if type(value) is int:
            number = value
        elif isinstance(value, bool) or not isinstance(value, SupportsIndex):
            raise wrong_type("a whole number", value)
        else:
            number = operator.index(value)
        if low <= number <= high:
            return b"%d" % number
        # In a condition it is compared with all the same.
        raise InvalidValueError(
            f"takes a whole number from {low} to {high}.",
            instead=numeric(number),
            cast="numeric",
        )

    return encode


def double(value: object) -> bytes:
    """For a number of double precision."""
    return repr(_float(value)).encode()


def real(value: object) -> bytes:
    """For a number of single precision."""
    number = _float(value)
    size = abs(number)
    text = repr(number).encode()
    if (size >= _LARGEST_REAL and size != math.inf) or 0 < size <= _SMALLEST_REAL:
        raise InvalidValueError(
            "takes a number of single precision: up to 3.4e38, down to 1e-45.",
            instead=text,
            cast="float8",
        )
    return text


def _float(value: object) -> float:
    if type(value) is float:
        return value
    if isinstance(value, bool) or not isinstance(value, SupportsFloat):
        raise wrong_type("a number", value)
    try:
        return float(value)
    except (OverflowError, ValueError):
        raise InvalidValueError("takes a number of double precision.") from None


def numeric(value: object) -> bytes:
    """For an exact number."""
    if isinstance(value, decimal.Decimal):
        return b"NaN" if value.is_nan() else str(value).encode()
    if type(value) is int and -_SHORT < value < _SHORT:
        return b"%d" % value
    if isinstance(value, bool):
        raise wrong_type("a Decimal", value)
    if isinstance(value, int):
        # Python refuses to write an int of more than 4300 digits, but not a Decimal.
        return str(decimal.Decimal(value)).encode()
    if isinstance(value, float):
        return float.__repr__(value).encode()
    raise wrong_type("a Decimal", value)


def as_written(value: decimal.Decimal) -> decimal.Decimal:
    """Without the zeros that fill up a column of 30 decimal places."""
    whole = value.to_integral_value()
    return whole if whole == value else _EXACT.normalize(value)


def text(value: object) -> bytes:
    """For text of any length."""
    if not isinstance(value, str):
        raise wrong_type("a str", value)
    if "\0" in value:
        raise InvalidValueError("takes text without NUL characters.")
    try:
        return value.encode()
    except UnicodeEncodeError:
        raise InvalidValueError(
            "takes text that UTF-8 can hold: half of a surrogate pair is none."
        ) from None


def unpadded(value: object) -> bytes:
    """Text without trailing spaces."""
    return text(value).rstrip(b" ")


def at_most(length: int) -> Callable[[object], bytes]:
    """Text with only so many characters, of which trailing spaces are cut off.

    PostgreSQL refuses what is still longer.
    """

    def encode(value: object) -> bytes:
        if isinstance(value, str) and len(value) > length:
            value = value[:length] + value[length:].rstrip(" ")
        return text(value)

    return encode


def bits(value: object) -> bytes:
    """For a string of bits."""
    encoded = text(value)
    if not isinstance(value, str) or not _BITS.fullmatch(value):
        raise InvalidValueError("takes text of the digits 0 and 1.")
    return encoded


def address(value: object) -> bytes:
    """For an address of a host or a network."""
    shown = str(value) if isinstance(value, _ADDRESSES) else value
    encoded = text(shown)
    try:
        ipaddress.ip_interface(encoded.decode().strip())
    except ValueError:
        raise InvalidValueError(
            "takes an IPv4 or IPv6 address, with a prefix length behind a slash "
            "or without."
        ) from None
    return encoded


_ADDRESSES = (
    ipaddress.IPv4Address,
    ipaddress.IPv6Address,
    ipaddress.IPv4Network,
    ipaddress.IPv6Network,
)


def uuid_text(value: object) -> bytes:
    """For a UUID; text that spells one is taken too."""
    if isinstance(value, uuid.UUID):
        return b"%032x" % value.int
    if isinstance(value, str):
        try:
            return b"%032x" % uuid.UUID(value).int
        except ValueError:
            raise InvalidValueError("takes a UUID, got text that is none.") from None
    raise wrong_type("a UUID", value)


def binary(value: object) -> bytes:
    """For bytes."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return b"\\x" + value.hex().encode()
    raise wrong_type("bytes", value)


def json_text(value: object) -> bytes:
    """For a column of the type json."""
    try:
        return _ENCODER.encode(value).encode()
    except (ValueError, RecursionError) as error:
        raise InvalidValueError(_why_no_json(error)) from None


def jsonb_text(value: object) -> bytes:
    """For a column of the type jsonb, which holds no NUL characters."""
    encoded = json_text(value)
    if b"\\u0000" in encoded and _NUL.search(encoded):
        raise InvalidValueError("takes JSON without NUL characters.")
    return encoded


_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def _why_no_json(error: Exception) -> str:
    if isinstance(error, InvalidValueError):
        return str(error)
    if isinstance(error, RecursionError):
        return "takes JSON, got a value that is nested too deeply or holds itself."
    if isinstance(error, UnicodeEncodeError):
        return "takes JSON that UTF-8 can hold: half of a surrogate pair is none."
    return "takes JSON: no NaN, no infinity, no whole number of 4300 digits."


def _json_default(value: object) -> object:
    if isinstance(value, JsonNull):
        return None
    if _is_mapping(value):
        return dict(value)
    if _is_sequence(value):
        return list(value)
    raise InvalidValueError(
        f"takes JSON, and has a value of the type {type(value).__name__} in it."
    )


def _is_mapping(value: object) -> TypeGuard[Mapping[object, object]]:
    return isinstance(value, Mapping)


def _is_sequence(value: object) -> TypeGuard[Sequence[object]]:
    binary = (bytes, bytearray, memoryview)
    return isinstance(value, Sequence) and not isinstance(value, binary)


class _Encoder(json.JSONEncoder):
    def default(self, o: object) -> object:
        return _json_default(o)


# Without the check for circles, which costs more than the error that follows.
_ENCODER = _Encoder(
    ensure_ascii=False,
    check_circular=False,
    allow_nan=False,
    separators=(",", ":"),
)
#: The scanner in C: raw_decode() is Python around it.
scan_json: Callable[[str, int], tuple[object, int]] = vars(json.JSONDecoder())[
    "scan_once"
]


def from_json(text: str) -> object:
    """The value of JSON."""
    try:
        # What somebody wrote may have space ahead, what PostgreSQL writes has none.
        return scan_json(text if text[:1] > " " else text.lstrip(), 0)[0]
    except (ValueError, RecursionError, StopIteration) as error:
        raise InvalidValueError(f"holds JSON that Python refuses: {error}.") from None
