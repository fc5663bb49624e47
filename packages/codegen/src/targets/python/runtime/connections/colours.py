"""What a sync and an async client do differently: they connect, and they wait."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from asyncio import AbstractEventLoop, Future
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

import psycopg

from .adapters import AsyncRowCursor, RowCursor
from .limited import AsyncLimitedConnection, LimitedConnection
from .process import Process, this_process
from .sockets import BlockingSocket, LoopSocket


class Waiter(Protocol):
    """Someone who waits for their turn."""

    #: What was handed over, once ``is_served``.
    got: Any
    is_served: bool

    def serve(self, got: Any) -> None:
        """Ends the wait."""
        ...

    def wait(self, timeout: float | None) -> Any:
        """Returns, or is awaited, when it was served or has waited for so long."""
        ...


class Colour(Protocol):
    """The functions that the two kinds of client differ in."""

    is_async: bool
    cursor: Any
    raw_cursor: Any

    def home(self) -> Process | AbstractEventLoop:
        """What the connections that are opened now belong to."""
        ...

    def connect(self, conninfo: str, options: dict[str, Any]) -> Any:
        """Opens psycopg's connection."""
        ...

    def socket(self, connection: Any) -> BlockingSocket | LoopSocket:
        """How the answers of a connection are waited for."""
        ...

    def waiter(self) -> Waiter:
        """A place in a queue."""
        ...

    def lock(self) -> AbstractContextManager[Any]:
        """Guards a queue."""
        ...

    def pause(self, seconds: float) -> Any:
        """Returns, or is awaited, after some time."""
        ...


class _BlockingWaiter:
    def __init__(self) -> None:
        self.got: Any = None
        self.is_served = False
        self._event = threading.Event()

    def serve(self, got: Any) -> None:
        self.got = got
        self.is_served = True
        self._event.set()

    def wait(self, timeout: float | None) -> None:
        self._event.wait(timeout)


class _LoopWaiter:
    def __init__(self) -> None:
        self.got: Any = None
        self.is_served = False
        self._future: Future[None] = asyncio.get_running_loop().create_future()

    def serve(self, got: Any) -> None:
        self.got = got
        self.is_served = True
        if not self._future.done():
            self._future.set_result(None)

    async def wait(self, timeout: float | None) -> None:
        await asyncio.wait([self._future], timeout=timeout)


class Blocking:
    """The colour of a sync client."""

    is_async = False
    cursor = psycopg.Cursor
    raw_cursor = RowCursor

    def home(self) -> Process:
        return this_process()

    def connect(self, conninfo: str, options: dict[str, Any]) -> Any:
        return LimitedConnection.connect(conninfo, autocommit=True, **options)

    def socket(self, connection: Any) -> BlockingSocket:
        return BlockingSocket(connection)

    def waiter(self) -> Waiter:
        return _BlockingWaiter()

    def lock(self) -> AbstractContextManager[Any]:
        return threading.Lock()

    def pause(self, seconds: float) -> None:
        time.sleep(seconds)


class Cooperative:
    """The colour of an async client."""

    is_async = True
    cursor = psycopg.AsyncCursor
    raw_cursor = AsyncRowCursor

    def home(self) -> AbstractEventLoop:
        return asyncio.get_running_loop()

    def connect(self, conninfo: str, options: dict[str, Any]) -> Any:
        return AsyncLimitedConnection.connect(conninfo, autocommit=True, **options)

    def socket(self, connection: Any) -> LoopSocket:
        return LoopSocket(connection, asyncio.get_running_loop())

    def waiter(self) -> Waiter:
        return _LoopWaiter()

    def lock(self) -> AbstractContextManager[Any]:
        # The callers of a loop take turns by themselves.
        return nullcontext()

    def pause(self, seconds: float) -> Any:
        return asyncio.sleep(seconds)


def jitter(seconds: float) -> float:
    """About so long, so that many do not come at once."""
    return seconds * random.uniform(0.8, 1.2)
