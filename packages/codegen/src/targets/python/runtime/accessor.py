"""The attribute of a client for one model."""

from __future__ import annotations

from typing import Any


class accessor:
    """The methods of a model, made on first use and kept.

    ``functools.cached_property`` takes a lock in Python 3.11, which another thread may
    hold at a fork.
    """

    def __init__(self, methods: str, table: str) -> None:
        self._methods = methods
        self._table = table
        self._name = ""

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Any, owner: type) -> Any:
        if instance is None:
            return self
        # They take most of the time to load, and not everyone who imports uses them.
        from . import actions

        made = getattr(actions, self._methods)(instance._session, self._table)
        instance.__dict__[self._name] = made
        return made
