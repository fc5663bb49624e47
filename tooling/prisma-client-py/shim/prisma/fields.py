"""Prisma Client Python wraps two kinds of values, which this client takes as they are."""

from __future__ import annotations

from typing import Any


class Json:
    """``Json(value)`` and ``Json.keys(a=1)`` are the value."""

    def __init__(self, data: Any) -> None:
        self.data = data

    @classmethod
    def keys(cls, **data: Any) -> Json:
        return cls(data)


class Base64(bytes):
    """``Base64.encode(b"a")`` is ``b"a"``."""

    @classmethod
    def encode(cls, value: bytes) -> Base64:
        return cls(value)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: Any) -> Any:
        return handler(bytes)
