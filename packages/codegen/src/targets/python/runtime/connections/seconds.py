"""Spans of time as callers give them."""

from __future__ import annotations

import datetime
from typing import TypeAlias

from ..errors import ClientError, ConfigurationError

#: A span of time: seconds, or a timedelta.
Seconds: TypeAlias = float | datetime.timedelta


def seconds(
    name: str, span: object, error: type[ClientError] = ConfigurationError
) -> float:
    """A span of time in seconds; ``name`` is the option that gives it."""
    found = span.total_seconds() if isinstance(span, datetime.timedelta) else span
    if isinstance(found, (int, float)) and not isinstance(found, bool) and found >= 0:
        return found
    raise error(f"{name} takes seconds, or a timedelta, from 0 on; got {span!r}.")


def optional(
    name: str, span: object, error: type[ClientError] = ConfigurationError
) -> float | None:
    """A span of time that may not be given."""
    return None if span is None else seconds(name, span, error)
