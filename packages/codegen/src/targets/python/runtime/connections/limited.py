"""psycopg's connections, which cancel what runs into a deadline.

For what goes by psycopg's cursors behind a pooler, where no setting may stay in the
session to tell the server.
"""

from __future__ import annotations

from time import monotonic
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

from .sockets import DeadlinePassed

R = TypeVar("R")

#: How long what was canceled may take to end, in seconds.
_PATIENCE = 5.0


class LimitedConnection(psycopg.Connection[Any]):
    """A sync one."""

    #: By the monotonic clock.
    deadline: float | None = None

    def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        if self.deadline is None:
            return super().wait(gen, *args, **options)
        try:
            return super().wait(_until(self.deadline, gen), *args, **options)
        except DeadlinePassed:
            self.deadline = None
            self.cancel_safe(timeout=_PATIENCE)
            return super().wait(_until(monotonic() + _PATIENCE, gen), *args, **options)


class AsyncLimitedConnection(psycopg.AsyncConnection[Any]):
    """An async one."""

    #: By the monotonic clock.
    deadline: float | None = None

    async def wait(self, gen: Any, *args: Any, **options: Any) -> Any:
        if self.deadline is None:
            return await super().wait(gen, *args, **options)
        try:
            return await super().wait(_until(self.deadline, gen), *args, **options)
        except DeadlinePassed:
            self.deadline = None
            await self.cancel_safe(timeout=_PATIENCE)
            last = _until(monotonic() + _PATIENCE, gen)
            return await super().wait(last, *args, **options)


def _until(deadline: float, steps: PQGen[R]) -> PQGen[R]:
    """The same steps; they are left as they are when there is no time any longer."""
    try:
        awaited = next(steps)
        while True:
            ready = yield awaited
            if monotonic() >= deadline:
                raise DeadlinePassed
            awaited = steps.send(ready)
    except StopIteration as end:
        returned: R = end.value
        return returned
