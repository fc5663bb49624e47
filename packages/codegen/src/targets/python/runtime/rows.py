"""What every row can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import NotLoadedError


class Row:
    """A row. The attribute of a relation has a value once that was loaded."""

    __slots__ = ("counts",)

    counts: dict[str, int]

    # Type checkers must not take it for a row with every attribute.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            # Asked for what is not set: a relation, or no attribute at all.
            owner = type(self)
            if hasattr(owner, name):
                raise NotLoadedError(owner.__name__, name)
            raise AttributeError(f"{owner.__name__!r} object has no attribute {name!r}")
