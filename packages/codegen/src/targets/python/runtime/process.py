"""What belongs to one process: a fork copies a client, and must not share it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

#: The forks between the first process and this one. A process id can come again in a
#: descendant, this cannot.
_generation = 0


def _count_fork() -> None:
    global _generation
    _generation += 1


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_count_fork)


class Ownership:
    """Remembers the process in which it was made."""

    def __init__(self) -> None:
        self.process = os.getpid()
        self._generation = _generation

    def is_elsewhere(self) -> bool:
        """Whether this process was forked from the one in which it was made."""
        return self._generation != _generation


class PerProcess(Generic[T]):
    """A value that each process makes for itself.

    Without a lock, which another thread may have held at the moment of the fork. What
    the parent made stays referenced, so that a child never disposes of it.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._made: dict[int, T] = {}

    def get(self) -> T:
        """The value of this process."""
        made = self._made.get(_generation)
        if made is None:
            made = self._made.setdefault(_generation, self._make())
        return made
