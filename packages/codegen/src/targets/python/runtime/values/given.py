"""What callers give, held to the shape that it has to have."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import InvalidQueryError, shown
from .codecs import is_iterable, is_mapping


def an_object(value: object, path: str) -> Mapping[str, object]:
    """A value that has to be a dict, or what is like one."""
    if not is_mapping(value):
        raise InvalidQueryError(f"{path} takes a dict, got {shown(value)}.")
    return value


def objects(value: object, path: str) -> list[Mapping[str, object]]:
    """A value that has to be a collection of dicts."""
    if not is_iterable(value):
        raise InvalidQueryError(f"{path} takes a list of dicts, got {shown(value)}.")
    return [an_object(item, f"{path}[{index}]") for index, item in enumerate(value)]
