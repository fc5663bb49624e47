"""An async client with the face of a sync one, so that a check is written once."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def Blocking(
    sync: Any, asynchronous: Any, url: str, colour: str, **options: Any
) -> Iterator[Any]:
    """A client of the colour; either is used as a sync one."""
    if colour == "sync":
        with sync(url, **options) as client:
            yield client
        return
    with asyncio.Runner() as runner:
        client = asynchronous(url, **options)
        try:
            yield Face(client, runner)
        finally:
            runner.run(client.close())


class Face:
    """Waits for whatever is awaitable, enters what is an async context or iterator."""

    def __init__(self, inner: Any, runner: asyncio.Runner) -> None:
        self._inner = inner
        self._runner = runner

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        module = type(value).__module__
        if inspect.ismethod(value) or inspect.isfunction(value):
            return lambda *args, **kwargs: self._result(value(*args, **kwargs))
        is_ours = "org_db_client" in module and "field_refs" not in module
        return Face(value, self._runner) if is_ours else value

    def _result(self, value: Any) -> Any:
        if inspect.isawaitable(value):
            return self._runner.run(_awaited(value))
        if hasattr(value, "__aenter__"):
            return self._entered(value)
        if isinstance(value, AsyncIterator):
            return self._items(value)
        return value

    @contextmanager
    def _entered(self, context: Any) -> Iterator[Any]:
        inner = self._runner.run(context.__aenter__())
        try:
            yield Face(inner, self._runner)
        except BaseException as error:
            if not self._runner.run(
                context.__aexit__(type(error), error, error.__traceback__)
            ):
                raise
        else:
            self._runner.run(context.__aexit__(None, None, None))

    def _items(self, items: AsyncIterator[Any]) -> Iterator[Any]:
        try:
            while True:
                try:
                    yield self._runner.run(_awaited(anext(items)))
                except StopAsyncIteration:
                    return
        finally:
            if hasattr(items, "aclose"):
                self._runner.run(items.aclose())


async def _awaited(value: Any) -> Any:
    return await value
