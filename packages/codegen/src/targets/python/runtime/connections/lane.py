"""Connections that are lent to one caller at a time, first come, first served."""

from __future__ import annotations

from collections import deque
from typing import Any, Protocol

from .colours import Colour, Waiter
from .steps import Steps


class Connection(Protocol):
    """What statements run on: the client's own, or the caller's."""

    socket: Any

    def send(self, statement: Any) -> Any: ...

    def finish(self, known: Any, statement: Any) -> Any: ...

    def execute(
        self, statement: Any, failed: BaseException | None = None
    ) -> Steps[Any]: ...

    def operate(self, work: Any) -> Steps[Any]: ...

    def pipeline(self, statements: Any) -> Steps[list[Any]]: ...

    def begin(self, options: Any) -> Steps[Any]: ...

    def end(self, block: Any, *, keep: bool) -> Steps[None]: ...

    def is_lost(self) -> bool: ...


class Lane:
    """A queue for connections.

    Whoever finds one idle takes it without a lock: a deque gives each item once.
    """

    def __init__(self, colour: Colour) -> None:
        self.colour = colour
        self.idle: deque[Any] = deque()
        self.waiting: deque[Waiter] = deque()
        self.lock = colour.lock()

    def take(self) -> Any:
        """An idle connection; None where there is none, or others were first."""
        if self.waiting:
            return None
        try:
            return self.idle.pop()
        except IndexError:
            return None

    def give(self, connection: Any) -> None:
        """Gives one back, to whoever waits longest."""
        self.idle.append(connection)
        # Who queues up after this looks for an idle one first.
        if self.waiting:
            self.serve_waiting()

    def serve_waiting(self) -> None:
        """Hands over what was given back while others wait."""
        with self.lock:
            self.serve()

    def wait(self, timeout: float | None) -> Steps[Waiter]:
        """Queues up; the waiter says whether it was served."""
        waiter = self.colour.waiter()
        with self.lock:
            self.waiting.append(waiter)
            self.serve()
        if not waiter.is_served:
            try:
                waited = waiter.wait(timeout)
                if waited is not None:
                    yield waited
            except BaseException:
                if not self.leave(waiter):
                    self.pass_on(waiter.got)
                raise
            self.leave(waiter)
        return waiter

    def leave(self, waiter: Waiter) -> bool:
        """Leaves the queue; False for one that was served in the last moment."""
        with self.lock:
            if waiter.is_served:
                return False
            self.waiting.remove(waiter)
            return True

    def serve(self) -> None:
        """Hands over what there is. Under the lock."""
        while self.waiting and self.idle:
            self.waiting.popleft().serve(self.idle.pop())

    def pass_on(self, got: Any) -> None:
        """Gives away what was handed to someone who is gone."""
        self.give(got)
