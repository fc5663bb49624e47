"""Where statements get their connection."""

from __future__ import annotations

from asyncio import AbstractEventLoop, get_running_loop
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol

import psycopg
from psycopg.pq import TransactionStatus

from ..errors import (
    ClientClosedError,
    ClientError,
    ForkedConnectionError,
    PoolTimeoutError,
    translate,
)
from .borrowed_connection import BorrowedConnection
from .colours import Colour, jitter
from .handshake import Handshake
from .lane import Connection, Lane
from .own_connection import OwnConnection
from .process import Ownership, at_fork, this_process
from .steps import Steps


class Source(Protocol):
    """Lends connections, one caller at a time each."""

    def take(self) -> Connection | None:
        """A connection that is there at once; None where :meth:`acquire` is to look."""
        ...

    def acquire(self, timeout: float | None = None) -> Steps[Connection]:
        """A connection, when there is one."""
        ...

    def give(self, connection: Any) -> None:
        """Takes one back."""
        ...

    def is_connected(self) -> bool:
        """Whether a connection is open."""
        ...

    def may_try_again(self, connection: Any) -> bool:
        """Whether another connection is as good as one that was lost."""
        ...

    def explain(self, error: psycopg.Error) -> ClientError:
        """The error that a caller is told of."""
        ...

    def close(self, timeout: float) -> Steps[None]:
        """Closes what the source opened."""
        ...


class Lender:
    """Lends a connection that someone else opened and will close."""

    def __init__(self, connection: Any, colour: Colour, handshake: Handshake) -> None:
        self._connection = BorrowedConnection(connection, colour)
        self._handshake = handshake
        self._ownership = Ownership()
        self._is_closed = False

    def take(self) -> BorrowedConnection | None:
        return None if self._handshake.is_due() else self._lent()

    def _lent(self) -> BorrowedConnection:
        if self._is_closed:
            raise ClientClosedError()
        if self._ownership.is_elsewhere():
            raise ForkedConnectionError(self._ownership.process.id)
        return self._connection

    def acquire(self, timeout: float | None = None) -> Steps[Connection]:
        connection = self._lent()
        if self._handshake.is_due():
            yield from connection.ask(self._handshake)
        return connection

    def is_connected(self) -> bool:
        return not (self._is_closed or self._ownership.is_elsewhere()) and (
            not self._connection.is_lost()
        )

    def give(self, connection: Any) -> None:
        """Nothing: psycopg has its callers wait for one another."""

    def may_try_again(self, connection: Any) -> bool:
        return False

    def explain(self, error: psycopg.Error) -> ClientError:
        return translate(error)

    def close(self, timeout: float) -> Steps[None]:
        yield from ()
        self._is_closed = True


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """How connections are opened and kept. Times are in seconds."""

    conninfo: str = ""
    options: Mapping[str, Any] = field(default_factory=dict[str, Any])
    max_size: int = 10
    #: How long a caller waits for a connection.
    timeout: float = 30.0
    #: When a connection is replaced, and when one that is not used is closed.
    max_lifetime: float = 3600.0
    max_idle: float = 600.0
    #: When the server cancels a statement.
    statement_timeout: float | None = None
    #: How many statements a connection keeps prepared; 0 behind a pooler that gives
    #: every transaction another connection.
    statement_cache: int = 250
    #: Whether a server that has no TLS is taken without it.
    prefers_tls: bool = False


class Pool:
    """Opens connections as they are needed and keeps them for the next caller.

    A forked process, and each event loop, has connections of its own and leaves the
    others alone: what either sends on the other's would come back to it.
    """

    def __init__(
        self, colour: Colour, settings: PoolSettings, handshake: Handshake
    ) -> None:
        self._colour = colour
        self._settings = settings
        self._handshake = handshake
        self._is_closed = False
        self._rooms: dict[tuple[int, int], _Room] = {}
        self._is_async = colour.is_async
        self._max_idle = settings.max_idle
        #: The one that was asked for last.
        self._room: _Room | None = None
        at_fork(self)

    def take(self) -> OwnConnection | None:
        room = self._room
        if room is None or (self._is_async and room.home is not get_running_loop()):
            return None
        lane = room.lane
        now = monotonic()
        if lane.waiting or now >= self._handshake.due:
            return None
        try:
            connection: OwnConnection = lane.idle.pop()
        except IndexError:
            return None
        if now < connection.expires:
            idle = now - connection.used_at
            if idle < _FRESH or (
                idle < self._max_idle and connection.socket.is_quiet()
            ):
                return connection
        room.discard(connection)
        return None

    def is_connected(self) -> bool:
        rooms = list(self._rooms.values())
        return not self._is_closed and any(
            room.opened for room in rooms if not room.is_elsewhere()
        )

    def forked(self) -> None:
        """Has this process, which was forked, look for connections of its own."""
        self._room = None

    def acquire(self, timeout: float | None = None) -> Steps[OwnConnection]:
        connection = yield from self._acquired(timeout)
        handshake = self._handshake
        # Else it is asked along with what is sent next.
        if handshake.is_enforced and handshake.is_due():
            try:
                yield from connection.ask()
            except BaseException:
                self.give(connection)
                raise
        return connection

    def _acquired(self, timeout: float | None) -> Steps[OwnConnection]:
        room = self._here()
        patience = self._settings.timeout if timeout is None else timeout
        deadline = monotonic() + patience
        while True:
            if self._is_closed:
                raise ClientClosedError()
            room.evict()
            waiter = yield from room.lane.wait(deadline - monotonic())
            if not waiter.is_served:
                raise PoolTimeoutError(
                    f"All {self._settings.max_size} connections stayed busy for "
                    f"{patience} s. Raise max_connections or pool_timeout."
                )
            if self._is_closed:
                room.lane.pass_on(waiter.got)
                raise ClientClosedError()
            connection: OwnConnection | None = waiter.got
            if connection is None:
                return (yield from self._open(room))
            if room.is_good(connection, monotonic()) and connection.socket.is_quiet():
                return connection
            room.discard(connection)

    def give(self, connection: Any) -> None:
        room: _Room = connection.room
        # The one that was asked for last is of this process.
        if room is not self._room and room.is_elsewhere():
            return
        is_clean = (
            not connection.was_lent_out
            and connection.pgconn.transaction_status == _IDLE
        )
        if self._is_closed or not (is_clean or connection.is_clean()):
            room.discard(connection)
            return
        connection.used_at = monotonic()
        lane = room.lane
        lane.idle.append(connection)
        if lane.waiting:
            lane.serve_waiting()

    def may_try_again(self, connection: Any) -> bool:
        was_used: bool = connection.used_at > 0
        return was_used

    def explain(self, error: psycopg.Error) -> ClientError:
        return translate(error)

    def close(self, timeout: float) -> Steps[None]:
        self._is_closed = True
        for room in list(self._rooms.values()):
            if room.is_elsewhere():
                continue
            if room.home is self._colour.home() or room.is_abandoned():
                yield from room.close(timeout)
            else:
                room.close_from_outside()

    def _here(self) -> _Room:
        home = self._colour.home()
        key = (id(this_process()), id(home))
        room = self._rooms.get(key)
        if room is None:
            for old_key, old in list(self._rooms.items()):
                if not old.is_elsewhere() and old.is_abandoned():
                    old.discard_all()
                    self._rooms.pop(old_key, None)
            made = _Room(self._colour, home, self._settings)
            room = self._rooms.setdefault(key, made)
        self._room = room
        return room

    def _open(self, room: _Room) -> Steps[OwnConnection]:
        settings = self._settings
        try:
            options = {**settings.options, "client_encoding": "utf8"}
            if not settings.statement_cache:
                options["prepare_threshold"] = None
            try:
                opened = yield self._colour.connect(settings.conninfo, options)
            except psycopg.OperationalError as error:
                if not (settings.prefers_tls and _NO_TLS in str(error)):
                    raise
                options |= {"sslmode": "disable", "sslrootcert": ""}
                opened = yield self._colour.connect(settings.conninfo, options)
            connection = OwnConnection(
                opened,
                self._colour.socket(opened),
                settings.statement_cache,
                self._handshake,
            )
            connection.room = room
            connection.expires = monotonic() + jitter(settings.max_lifetime)
            yield from connection.set_up(settings.statement_timeout)
        except BaseException as error:
            room.lane.pass_on(None)
            if isinstance(error, psycopg.Error):
                raise translate(error) from error
            raise
        room.opened.add(connection)
        return connection


class _Room(Ownership):
    """The connections of one process and event loop."""

    def __init__(self, colour: Colour, home: object, settings: PoolSettings) -> None:
        super().__init__()
        #: Kept, so that no other can get its address.
        self.home = home
        self.lane = _Slots(colour, settings.max_size)
        self.opened: set[OwnConnection] = set()
        self._max_idle = settings.max_idle

    def is_good(self, connection: OwnConnection, now: float) -> bool:
        """Whether it is neither to be replaced nor idle for too long."""
        was_used = connection.used_at > 0
        is_kept = not was_used or now - connection.used_at < self._max_idle
        return is_kept and now < connection.expires

    def evict(self) -> None:
        """Closes what has not been used for too long."""
        now = monotonic()
        idle = self.lane.idle
        try:
            while not self.is_good(idle[0], now):
                self.discard(idle.popleft())
        except IndexError:
            # None is left, or another thread was faster.
            return

    def discard(self, connection: OwnConnection) -> None:
        self.opened.discard(connection)
        connection.close()
        self.lane.pass_on(None)

    def retire(self) -> None:
        """Has every connection replaced when it is asked for next."""
        for connection in list(self.opened):
            connection.expires = 0.0

    def discard_all(self) -> None:
        for connection in list(self.opened):
            self.discard(connection)

    def is_abandoned(self) -> bool:
        """Whether its event loop has ended."""
        return isinstance(self.home, AbstractEventLoop) and self.home.is_closed()

    def close(self, timeout: float) -> Steps[None]:
        """Waits for the statements that run, and closes what is not lent."""
        self._refuse()
        deadline = monotonic() + timeout
        while any(connection.is_running() for connection in self.opened):
            if self.is_abandoned() or monotonic() > deadline:
                break
            yield self.lane.colour.pause(_TICK)
        self._refuse()

    def close_from_outside(self) -> None:
        """Closes what is idle in another event loop."""
        if isinstance(self.home, AbstractEventLoop):
            self.home.call_soon_threadsafe(self._refuse)

    def _refuse(self) -> None:
        lane = self.lane
        while True:
            try:
                self.discard(lane.idle.pop())
            except IndexError:
                break
        with lane.lock:
            while lane.waiting:
                lane.waiting.popleft().serve(None)


class _Slots(Lane):
    """Beside idle connections, hands over leave to open one: None."""

    def __init__(self, colour: Colour, max_size: int) -> None:
        super().__init__(colour)
        self._free = max_size

    def serve(self) -> None:
        super().serve()
        while self.waiting and self._free > 0:
            self._free -= 1
            self.waiting.popleft().serve(None)

    def pass_on(self, got: Any) -> None:
        if got is not None:
            self.give(got)
            return
        with self.lock:
            self._free += 1
            self.serve()


#: What libpq says of a server without TLS.
_NO_TLS = "server does not support SSL"
_IDLE = TransactionStatus.IDLE.value
#: What was used so short a time ago, in seconds, is as good as in use: it is not looked
#: at, and what becomes of it in between is met by the statement.
_FRESH = 0.001
#: How often close() looks whether a statement has ended, in seconds.
_TICK = 0.02
