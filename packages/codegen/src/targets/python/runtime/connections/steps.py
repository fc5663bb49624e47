"""Code of both colours: generators that a sync or an async runner drives.

A step yields what it waits for. In a sync client everything has happened by then, and
what is yielded is the result already; in an async client it is an awaitable, or None
where there is nothing to wait for.
"""

from __future__ import annotations

from collections.abc import Generator
from types import TracebackType
from typing import Any, TypeAlias, TypeVar

R = TypeVar("R")

Steps: TypeAlias = Generator[Any, Any, R]


def run(steps: Steps[R]) -> R:
    """What the steps return, in a sync client."""
    value: Any = None
    try:
        while True:
            value = steps.send(value)
    except StopIteration as end:
        returned: R = end.value
        return returned


async def run_async(steps: Steps[R]) -> R:
    """What the steps return, in an async client."""
    value: Any = None
    try:
        while True:
            waiting = steps.send(value)
            while True:
                try:
                    value = None if waiting is None else await waiting
                    break
                except BaseException as error:  # noqa: BLE001
                    waiting = steps.throw(error)
    except StopIteration as end:
        returned: R = end.value
        return returned


def entered(context: Any) -> Any:
    """Begins the block of a context manager of either colour."""
    if hasattr(context, "__aenter__"):
        return context.__aenter__()
    return context.__enter__()


def left(context: Any, error: BaseException | None) -> Any:
    """Ends the block of a context manager of either colour."""
    trace: TracebackType | None = None if error is None else error.__traceback__
    kind = None if error is None else type(error)
    if hasattr(context, "__aexit__"):
        return context.__aexit__(kind, error, trace)
    return context.__exit__(kind, error, trace)
