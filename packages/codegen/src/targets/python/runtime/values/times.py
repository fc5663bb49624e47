"""Dates and times: as PostgreSQL reads them, and back from its text."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

from ..errors import InvalidValueError, shown

T = TypeVar("T")

UTC = datetime.UTC
_ANY_DAY = datetime.date(2000, 1, 1)
#: After so many years the calendar repeats itself, weekdays and all.
_CYCLE = 400
#: Years of which some moments are of no year in UTC that Python has.
AT_THE_EDGE = (datetime.MINYEAR, datetime.MAXYEAR)
_BEYOND = "takes moments of the years 1 to 9999 in UTC."

_datetime = datetime.datetime
_combine = datetime.datetime.combine
_moment_of = datetime.datetime.fromisoformat
_day_of = datetime.date.fromisoformat
_time_of = datetime.time.fromisoformat


def wrong_type(takes: str, value: object) -> InvalidValueError:
    """The error for a value of a type that a field does not take."""
    return InvalidValueError(f"takes {takes}, got {shown(value)}.")


def moment(value: object) -> bytes:
    """With a zone: naive times are UTC, as every client of the schema takes them."""
    if not isinstance(value, _datetime):
        raise wrong_type("a datetime", value)
    text = value.isoformat()
    if value.tzinfo is UTC:
        # No zone that has to be asked, and no other year there.
        return text.encode()
    if value.utcoffset() is None:
        return f"{text}+00".encode()
    if value.year in AT_THE_EDGE:
        try:
            value.astimezone(UTC)
        except OverflowError:
            raise InvalidValueError(_BEYOND, instead=text.encode()) from None
    return text.encode()


def utc_wall(value: object) -> bytes:
    """What the clock shows in UTC."""
    return _wall(value).isoformat().encode()


def _wall(value: object) -> datetime.datetime:
    if not isinstance(value, _datetime):
        raise wrong_type("a datetime", value)
    if value.utcoffset() is None:
        return _combine(value, value.time())
    try:
        value = value.astimezone(UTC)
    except OverflowError:
        raise _beyond(value) from None
    # Faster than replace().
    return _combine(value, value.time())


def _beyond(value: datetime.datetime) -> InvalidValueError:
    years = -_CYCLE if value.year > _CYCLE else _CYCLE
    wall = value.replace(year=value.year + years).astimezone(UTC)
    year = wall.year - years
    suffix = "" if year > 0 else " BC"
    shown = f"{year if year > 0 else 1 - year:04}{wall.isoformat()[4:19]}{suffix}"
    return InvalidValueError(_BEYOND, instead=shown.encode())


def utc_date(value: object) -> bytes:
    """The day, in UTC where a moment is given."""
    if type(value) is datetime.date:
        return value.isoformat().encode()
    if isinstance(value, _datetime):
        return _wall(value).date().isoformat().encode()
    if isinstance(value, datetime.date):
        return value.isoformat().encode()
    raise wrong_type("a date", value)


def utc_time(value: object) -> bytes:
    """The time of the day, in UTC where there is a zone."""
    if isinstance(value, _datetime):
        return _wall(value).time().isoformat().encode()
    if not isinstance(value, datetime.time):
        raise wrong_type("a time", value)
    if value.tzinfo is not None:
        _require_offset(value)
        value = _wall(_combine(_ANY_DAY, value)).time()
    return value.isoformat().encode()


def time_with_zone(value: object) -> bytes:
    """The time of the day, with a zone."""
    time = value.timetz() if isinstance(value, _datetime) else value
    if isinstance(value, _datetime) and value.tzinfo is not None:
        # What the zone is depends on the day.
        offset = value.utcoffset()
        zone = None if offset is None else datetime.timezone(offset)
        time = value.time().replace(tzinfo=zone)
    if not isinstance(time, datetime.time):
        raise wrong_type("a time", value)
    if time.tzinfo is None:
        return f"{time.isoformat()}+00".encode()
    _require_offset(time)
    return time.isoformat().encode()


def _require_offset(value: datetime.time) -> None:
    if value.utcoffset() is None:
        raise InvalidValueError(
            "takes a time of the day with a fixed offset: that of its zone depends on "
            "the day. Give a datetime, or a time with datetime.timezone(offset)."
        )


def from_utc_wall(text: str) -> datetime.datetime:
    """The moment at which the clock shows it in UTC."""
    try:
        return _moment_of(text + "Z")
    except ValueError:
        # The column may have a zone by now.
        return from_moment(text)


def from_moment(text: str) -> datetime.datetime:
    """The moment, in UTC whatever the zone of the session."""
    try:
        moment = _moment_of(text)
        zone = moment.tzinfo
        if zone is UTC:
            return moment
        if zone is None:
            return moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise unreadable(text) from None


def from_date(text: str) -> datetime.date:
    """The day."""
    try:
        return _day_of(text)
    except ValueError:
        raise unreadable(text) from None


def from_time(text: str) -> datetime.time:
    """The time of the day, with a zone or without."""
    try:
        # Python 3.14 takes it for midnight, which is the other end of the day.
        if not text.startswith("24"):
            return _time_of(text)
    except ValueError:
        pass
    raise unreadable(text)


def unreadable(text: str) -> InvalidValueError:
    """The error for a date or time that Python has no value for."""
    if text[:1].isdigit() and " BC" not in text and not _is_late(text):
        return InvalidValueError(
            "holds a date or time that cannot be read. The connection has to show them "
            "as ISO does: SET DateStyle = ISO."
        )
    return InvalidValueError(
        "holds what Python has no value for: infinity, a year before 1 or after 9999, "
        'or 24:00. Client(far_times="clamp") reads the nearest that it has.'
    )


def _is_late(text: str) -> bool:
    return text.startswith(("infinity", "24")) or text.find("-") > 4


def clamped(decode: Callable[[str], T], least: T, most: T) -> Callable[[str], T]:
    """Reads what Python has no value for as the nearest value that it has."""

    def decode_near(text: str) -> T:
        try:
            return decode(text)
        except InvalidValueError:
            if text.endswith("BC") or text.startswith("-"):
                return least
            if _is_late(text) or text.startswith("9999"):
                return most
            if text.startswith("0001"):
                return least
            raise

    return decode_near
