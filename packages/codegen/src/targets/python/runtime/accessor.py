"""The attribute of a client for one model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

Queries = TypeVar("Queries")


class accessor(Generic[Queries]):
    """Made on first use and kept, as ``functools.cached_property`` does it.

    That one takes a lock in Python 3.11, which another thread may hold at a fork.
    """

    def __init__(self, make: Callable[[Any], Queries]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...

    @overload
    def __get__(self, instance: object, owner: type) -> Queries: ...

    def __get__(self, instance: object, owner: type) -> Self | Queries:
        if instance is None:
            return self
        made = self._make(instance)
        instance.__dict__[self._make.__name__] = made
        return made
