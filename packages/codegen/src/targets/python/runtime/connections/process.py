"""What belongs to one process: a fork copies a client, and must not share it."""

from __future__ import annotations

import os
import sys
from typing import Protocol
from weakref import WeakSet


class Process:
    """A process. A process id can come again in a descendant, this object cannot."""

    def __init__(self) -> None:
        self.id = os.getpid()


class Forked(Protocol):
    """What wants to know of a fork, in the child."""

    def forked(self) -> None:
        """Called in the child."""
        ...


_current = Process()
_told: WeakSet[Forked] = WeakSet()


def at_fork(told: Forked) -> None:
    """Has it told of forks, as long as it is used."""
    _told.add(told)


def _forked() -> None:
    global _current
    _current = Process()
    for told in list(_told):
        told.forked()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_forked)


def this_process() -> Process:
    """The process that asks."""
    return _current


class Ownership:
    """Remembers the process in which it was made."""

    def __init__(self) -> None:
        self.process = _current

    def is_elsewhere(self) -> bool:
        """Whether this process was forked from the one in which it was made."""
        return self.process is not _current
