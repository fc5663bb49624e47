"""How results are read: in text format, by loaders of psycopg's C part.

What Python parses faster than psycopg, or otherwise than it, is left as text for the
codecs: dates and times, JSON, addresses. A type that nobody knows is text as well.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Dumper
from psycopg.types.string import TextLoader

_AS_TEXT = (
    "date",
    "time",
    "timetz",
    "timestamp",
    "timestamptz",
    "interval",
    "json",
    "jsonb",
    "inet",
    "cidr",
)


class _Encoded(Dumper):
    """A parameter that is PostgreSQL's text already; what it is says the SQL."""

    oid = 0

    def dump(self, obj: Any) -> Buffer | None:
        encoded: bytes = obj
        return encoded


def _adapters() -> AdaptersMap:
    adapters = AdaptersMap(psycopg.adapters)
    for name in _AS_TEXT:
        adapters.register_loader(name, TextLoader)
    adapters.register_dumper(bytes, _Encoded)
    return adapters


ADAPTERS = _adapters()
"""Whatever the connection's own adapters are, which belong to the caller."""


class RowCursor(psycopg.RawCursor[Any]):
    """Sends what is encoded, and reads what the codecs take."""

    @property
    def adapters(self) -> AdaptersMap:
        return ADAPTERS


class AsyncRowCursor(psycopg.AsyncRawCursor[Any]):
    """Sends what is encoded, and reads what the codecs take."""

    @property
    def adapters(self) -> AdaptersMap:
        return ADAPTERS
