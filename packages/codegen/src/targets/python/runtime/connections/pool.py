"""Where statements get their connection."""

from __future__ import annotations

from asyncio import get_running_loop
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
from .lane import Connection
from .own_connection import OwnConnection
from .process import Ownership, at_fork, this_process
from .rooms import Room
from .short_way import FRESH, ShortWay, Unfinished
from .steps import Steps


class Source(Protocol):
    """Lends connections, one caller at a time each."""

    def take(self) -> Connection | None:
        """A connection that is there at once; None where :meth:`acquire` is to look."""
        ...

    def ask(self, statement: Any) -> Any:
        """The result of a statement that can be had at once, else :class:`Unfinished`."""
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

    def ask(self, statement: Any) -> Unfinished:
        return Unfinished(self.take())

    def _lent(self) -> BorrowedConnection:
        if self._is_closed:
            raise ClientClosedError()
        if self._ownership.is_elsewhere():
            raise ForkedConnectionError(self._ownership.process.id)
        return self._connection

    def acquire(self, timeout: float | None = None) -> Steps[Connection]:
        connection = self._lent()
        if self._handshake.is_due():
            try:
                yield from connection.ask(self._handshake)
            except psycopg.Error as error:
                raise translate(error) from error
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
        return self._handshake.explain(error)

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


class Pool(ShortWay):
    """Opens connections as they are needed and keeps them for the next caller.

    A forked process, and each event loop, has connections of its own and leaves the
    others alone: what either sends on the other's would come back to it.
    """

    def __init__(
        self, colour: Colour, settings: PoolSettings, handshake: Handshake
    ) -> None:
        self._colour = colour
        self._settings = settings
        self.handshake = handshake
        self.is_closed = False
        self._rooms: dict[tuple[int, int], Room] = {}
        self._is_async = colour.is_async
        self.room = None
        at_fork(self)

    def take(self) -> OwnConnection | None:
        room = self.room
        if room is None or (self._is_async and room.home is not get_running_loop()):
            return None
        lane = room.lane
        now = monotonic()
        if lane.waiting or now >= self.handshake.due:
            return None
        try:
            connection: OwnConnection = lane.idle.pop()
        except IndexError:
            return None
        is_fresh = now - connection.used_at < FRESH and now < connection.expires
        return connection if is_fresh or room.keeps(connection, now) else None

    def is_connected(self) -> bool:
        rooms = list(self._rooms.values())
        return not self.is_closed and any(
            room.opened for room in rooms if not room.is_elsewhere()
        )

    def forked(self) -> None:
        """Has this process, which was forked, look for connections of its own."""
        self.room = None

    def acquire(self, timeout: float | None = None) -> Steps[OwnConnection]:
        connection = yield from self._acquired(timeout)
        handshake = self.handshake
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
            if self.is_closed:
                raise ClientClosedError()
            room.evict()
            waiter = yield from room.lane.wait(deadline - monotonic())
            if not waiter.is_served:
                raise PoolTimeoutError(
                    f"All {self._settings.max_size} connections stayed busy for "
                    f"{patience} s. Raise max_connections or pool_timeout."
                )
            if self.is_closed:
                room.lane.pass_on(waiter.got)
                raise ClientClosedError()
            connection: OwnConnection | None = waiter.got
            if connection is None:
                return (yield from self._open(room))
            if room.keeps(connection, monotonic()):
                return connection

    def give(self, connection: Any) -> None:
        room: Room = connection.room
        # The one that was asked for last is of this process.
        if room is not self.room and room.is_elsewhere():
            return
        is_clean = (
            not connection.was_lent_out
            and connection.pgconn.transaction_status == _IDLE
        )
        if self.is_closed or not (is_clean or connection.is_clean()):
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
        return self.handshake.explain(error)

    def close(self, timeout: float) -> Steps[None]:
        self.is_closed = True
        for room in list(self._rooms.values()):
            if room.is_elsewhere():
                continue
            if room.home is self._colour.home() or room.is_abandoned():
                yield from room.close(timeout)
            else:
                room.close_from_outside()

    def _here(self) -> Room:
        home, settings = self._colour.home(), self._settings
        key = (id(this_process()), id(home))
        room = self._rooms.get(key)
        if room is None:
            for old_key, old in list(self._rooms.items()):
                if not old.is_elsewhere() and old.is_abandoned():
                    old.discard_all()
                    self._rooms.pop(old_key, None)
            made = Room(self._colour, home, settings.max_size, settings.max_idle)
            room = self._rooms.setdefault(key, made)
        self.room = room
        return room

    def _open(self, room: Room) -> Steps[OwnConnection]:
        settings = self._settings
        opening = object()
        room.opening.add(opening)
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
                self.handshake,
            )
            connection.room = room
            connection.expires = monotonic() + jitter(settings.max_lifetime)
            yield from connection.set_up(settings.statement_timeout)
            room.opened.add(connection)
            return connection
        except BaseException as error:
            room.lane.pass_on(None)
            if isinstance(error, psycopg.Error):
                raise translate(error) from error
            raise
        finally:
            room.opening.discard(opening)


#: What libpq says of a server without TLS.
_NO_TLS = "server does not support SSL"
_IDLE = TransactionStatus.IDLE.value
