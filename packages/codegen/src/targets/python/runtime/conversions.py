"""Values of Python as PostgreSQL takes them, and back."""

from __future__ import annotations

import datetime

from psycopg.types.json import Json, Jsonb

from .types import JsonNull

UTC = datetime.UTC
_ANY_DAY = datetime.date(2000, 1, 1)


def utc(value: datetime.datetime) -> datetime.datetime:
    """With a zone: naive times are UTC, as every client of the schema takes them."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value


def utc_wall(value: datetime.datetime) -> datetime.datetime:
    """What the clock shows in UTC."""
    return utc(value).astimezone(UTC).replace(tzinfo=None)


def from_utc_wall(value: datetime.datetime) -> datetime.datetime:
    """The moment at which the clock shows it in UTC."""
    return value.replace(tzinfo=UTC)


def utc_date(value: datetime.date) -> datetime.date:
    """The day, in UTC where a moment is given."""
    return utc_wall(value).date() if isinstance(value, datetime.datetime) else value


def utc_time(value: datetime.time | datetime.datetime) -> datetime.time:
    """The time of the day, in UTC where there is a zone."""
    if isinstance(value, datetime.datetime):
        return utc_wall(value).time()
    if value.utcoffset() is None:
        return value
    return utc_wall(datetime.datetime.combine(_ANY_DAY, value)).time()


def time_with_zone(value: datetime.time | datetime.datetime) -> datetime.time:
    """The time of the day, with a zone."""
    time = value.timetz() if isinstance(value, datetime.datetime) else value
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time


def unpadded(value: object) -> object:
    """Text without trailing spaces."""
    return value.rstrip(" ") if isinstance(value, str) else value


def _json_value(value: object) -> object:
    return None if isinstance(value, JsonNull) else value


def json(value: object) -> Json:
    """For a column of the type json."""
    return Json(_json_value(value))


def jsonb(value: object) -> Jsonb:
    """For a column of the type jsonb."""
    return Jsonb(_json_value(value))
